/**
 * Versions of the Pulumi engine: the one that is fetched or built, and the oldest that is accepted.
 */

/** The engine that is fetched or built. The two Go modules beside this file name the same one. */
export const ENGINE_VERSION = "3.259.0";

/**
 * The oldest engine that is accepted: it answers `requirePulumiVersion`, which came with 3.217, and
 * `read` may return inputs.
 */
export const ENGINE_VERSION_MIN = "3.217.0";

/** The oldest Go that builds it. */
export const GO_VERSION_MIN = "1.25.0";

/** Whether a version is at least another; a text without three numbers is not. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string): number[] =>
    (/(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((each) => Number(each || 0));
  const [given, wanted] = [numbers(version), numbers(minimum)];
  if (given.length === 0) return false;
  const place = given.findIndex((number, index) => number !== wanted[index]);
  return place === -1 || (given[place] ?? 0) > (wanted[place] ?? 0);
}
