/** Refuses a Pulumi that is too old, in words, before anything else goes wrong. */
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { messageOf } from "../errors.js";

/**
 * `requirePulumiVersion` came with this version; `read` may return inputs, which drift detection
 * needs, since 3.216.
 */
export const PULUMI_VERSION_MIN = "3.217.0";

/**
 * Whether a version is older than the minimum. What is no version counts as new enough: a build
 * from source.
 */
export function isOlder(version: string, minimum: string): boolean {
  const numbers = (text: string): number[] =>
    (/^v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const [given, wanted] = [numbers(version), numbers(minimum)];
  if (given.length === 0) return false;
  const place = given.findIndex((number, index) => number !== wanted[index]);
  return place !== -1 && (given[place] ?? 0) < (wanted[place] ?? 0);
}

function sdkVersion(): string {
  const text = readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8");
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === "string" ? version : "";
}

async function refuseOlderEngine(): Promise<void> {
  try {
    await pulumi.runtime.requirePulumiVersion(`>=${PULUMI_VERSION_MIN}`);
  } catch (reason) {
    // Reported as a program error by the SDK: a rejection that is a RunError ends the program with
    // its text alone.
    throw new pulumi.RunError(
      `pulumi-biztalk needs the Pulumi CLI ${PULUMI_VERSION_MIN} or newer. It ` +
        `says: ${messageOf(reason)} See https://www.pulumi.com/docs/install/`,
    );
  }
}

let asked = false;

/**
 * Refuses an SDK, and an engine, older than 3.217. Asked once for each program.
 *
 * @throws {pulumi.RunError} with the SDK's version that was found; the engine's refusal follows as
 * a rejection.
 */
export function refuseOlderPulumi(): void {
  if (asked) return;
  asked = true;
  const sdk = sdkVersion();
  if (isOlder(sdk, PULUMI_VERSION_MIN)) {
    throw new pulumi.RunError(
      `pulumi-biztalk needs @pulumi/pulumi ${PULUMI_VERSION_MIN} or newer, this ` +
        `program has ${sdk}. Run: npm install @pulumi/pulumi@latest`,
    );
  }
  void refuseOlderEngine();
}
