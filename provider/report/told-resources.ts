/** The resources that a report tells a person about, and what is done to each in words. */
import { isDeepStrictEqual } from "node:util";
import type { Finding, Report, ReportedResource } from "./report-document.js";

/**
 * Whether a finding is about a resource: of a replacement old and new have the same URN, and
 * perhaps the same name.
 */
export const isAbout = (
  finding: Finding,
  { urn, subject }: Pick<ReportedResource, "urn" | "subject">,
): boolean => finding.urn === urn && isDeepStrictEqual(finding.subject, subject);

/** Those that change, or of which something was found; the rest is silent. */
export const toldResources = ({ resources }: Report): ReportedResource[] =>
  resources.filter(({ change, findings }) => change !== "same" || findings > 0);

/**
 * What is sent for a resource, in the order in which it is sent: `Start, Scale, Stop (interrupts)`.
 */
export function sentTo({ verdict, steps }: ReportedResource): string {
  if (verdict === "refused") return "refused";
  if (steps.length === 0) return verdict === "unknown" ? "not judged" : "nothing";
  return steps
    .map(({ operation, risk }) => `${operation}${risk === "none" ? "" : ` (${risk})`}`)
    .join(", ");
}
