// Runs every check and every test; its exit code is 0 only when all of them are good.
//
// A check that fails stops neither the others nor the tests, unless it is the compiler's. Arguments
// go to mocha, as in `npm test -- --grep planner`. The last line of the output is the one of
// test/support/reporter.ts.

import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runChecks, TYPES } from "./checks.mjs";
import { run } from "./run-command.mjs";

process.chdir(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

// Where there is no Pulumi engine one is fetched or built, once; not inside a test, whose time is
// limited.
const [failed, engine] = await Promise.all([
  runChecks(),
  run(process.execPath, ["dist/cli/main.js", "engine", "--ensure"], "inherit"),
]);
if (failed.includes(TYPES)) {
  process.stdout.write(`failed: ${failed.join(", ")}; the tests did not run\n`);
  process.exit(1);
}
if (!engine.ok) process.exit(1);

const testsPass = (
  await run(
    process.execPath,
    ["node_modules/mocha/bin/mocha.js", ...process.argv.slice(2)],
    "inherit",
  )
).ok;
if (failed.length > 0) {
  // On the other stream: the last line of standard output belongs to the tests.
  process.stderr.write(`failed besides the tests: ${failed.join(", ")}\n`);
}
process.exit(testsPass && failed.length === 0 ? 0 : 1);
