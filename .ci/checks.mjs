// The checks that are no tests. Run by itself (`npm run check`) it runs all of them, side by side:
// one that fails stops no other, so that one run shows all there is to mend. Its exit code is 0
// only when all are good.

import process from "node:process";
import { fileURLToPath } from "node:url";
import { compileTests } from "./compile-tests.mjs";
import { check } from "./run-command.mjs";

/** Scripts of package.json. They read dist/, which .ci/prepare.mjs has built. */
const SCRIPTS = ["format:check", "imports", "unused", "lint", "package:check", "api:check"];

/** What compiling is called in the result: it checks the types. */
export const TYPES = "types";

/**
 * Prints a line for each check as it ends, with its output if it failed. Returns the names of those
 * that failed.
 */
export async function runChecks() {
  const scripts = SCRIPTS.map((script) => check(script, "npm", ["run", "--silent", script]));
  const results = await Promise.all([compileTests(TYPES), ...scripts]);
  return results.filter(({ ok }) => !ok).map(({ name }) => name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = await runChecks();
  if (failed.length > 0) {
    process.stdout.write(`failed: ${failed.join(", ")}\n`);
    process.exit(1);
  }
}
