/** Regions: their display names, and when two texts mean the same one. */

/**
 * Display names of the public regions while BizTalk Services was sold, 2013 to 2018.
 *
 * Source: public Azure region names.
 */
const REGIONS = [
  "East US",
  "East US 2",
  "Central US",
  "North Central US",
  "South Central US",
  "West Central US",
  "West US",
  "West US 2",
  "Canada Central",
  "Canada East",
  "Brazil South",
  "North Europe",
  "West Europe",
  "UK South",
  "UK West",
  "France Central",
  "France South",
  "East Asia",
  "Southeast Asia",
  "Japan East",
  "Japan West",
  "Korea Central",
  "Korea South",
  "Australia East",
  "Australia Southeast",
  "Central India",
  "South India",
  "West India",
] as const;

const folded = (region: string): string => region.replaceAll(/\s+/g, "").toLowerCase();

/** Whether two texts name one region: as Azure compares them, letter case and blanks ignored. */
export function sameRegion(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/**
 * A region's display name (`West Europe` for `westeurope`); a text that is no known region stays as
 * it is.
 */
export function displayRegion(region: string): string {
  return REGIONS.find((known) => sameRegion(known, region)) ?? region;
}
