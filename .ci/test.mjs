// Runs every check and every test; its exit code is 0 only when all of them are good.
//
// The checks run side by side and none stops the others or the tests: one run shows all there is to mend. Arguments go
// to mocha, as in `npm test -- --grep planner`. The last line of the output is the one of test/support/reporter.ts.

import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What `npm run check` runs, but for two: compiling the tests checks the types too, and .ci/prepare.mjs has built. */
const SCRIPTS = ["format:check", "imports", "unused", "lint", "package:check"];
const COMPILE = "types";

process.chdir(ROOT);

// tsc leaves the output of a test that is gone, and mocha would run it.
rmSync("build", { recursive: true, force: true });

const failed = await runChecks();
if (failed.includes(COMPILE)) {
  process.stdout.write(`failed: ${failed.join(", ")}; the tests did not run\n`);
  process.exit(1);
}

// Where there is no Pulumi engine one is fetched or built, once; not inside a test, whose time is limited.
if (!(await run(process.execPath, ["dist/cli/main.js", "engine", "--ensure"], "inherit")).ok) process.exit(1);

const testsPass = (
  await run(process.execPath, ["node_modules/mocha/bin/mocha.js", ...process.argv.slice(2)], "inherit")
).ok;
if (failed.length > 0) {
  // On the other stream: the last line of standard output belongs to the tests.
  process.stderr.write(`failed besides the tests: ${failed.join(", ")}\n`);
}
process.exit(testsPass && failed.length === 0 ? 0 : 1);

/** Prints a line for each check as it ends, with its output if it failed. Returns the names of those that failed. */
async function runChecks() {
  const checks = [
    check(COMPILE, process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]),
    ...SCRIPTS.map((script) => check(script, "npm", ["run", "--silent", script])),
  ];
  const results = await Promise.all(checks);
  return results.filter(({ ok }) => !ok).map(({ name }) => name);
}

async function check(name, command, args) {
  const { ok, output, seconds } = await run(command, args, "pipe");
  process.stdout.write(`${ok ? "ok    " : "failed"} ${name} (${seconds} s)\n${ok ? "" : output}`);
  return { name, ok };
}

/** Runs a command to its end. With "pipe" its output is returned instead of shown. */
function run(command, args, stdio) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", stdio, stdio] });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    const end = (ok) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      resolve({ ok, output: Buffer.concat(chunks).toString(), seconds });
    };
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}
