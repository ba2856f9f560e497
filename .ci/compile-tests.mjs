// Compiles provider/ and test/ into build/: what has changed since the last time, and nothing when
// nothing has.

import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import process from "node:process";
import { isStale, matchOutputs } from "./compiled.mjs";
import { check } from "./run-command.mjs";

/** Written when a compilation has found no error; its time is when that began. */
const STAMP = "build/.compiled";
/** tsc's own record, named in tsconfig.json. */
const RECORD = "build/.tsbuildinfo";
const SOURCES = ["provider", "test"];

/**
 * Runs in the repository root. Prints one line for it, with the compiler's errors if there are any.
 */
export async function compileTests(name) {
  const inputs = { files: ["tsconfig.json", "node_modules/.package-lock.json"], folders: SOURCES };
  for (const folder of SOURCES) matchOutputs(folder, `build/${folder}`, RECORD);
  // Only tsc knows its record: without it everything is compiled.
  if (!isStale(STAMP, inputs) && existsSync(RECORD)) return { name, ok: true };
  const startedAt = new Date();
  const result = await check(name, process.execPath, [
    "node_modules/typescript/bin/tsc",
    "-p",
    "tsconfig.json",
  ]);
  if (result.ok) {
    mkdirSync("build", { recursive: true });
    writeFileSync(STAMP, "");
    // A source that was saved while tsc ran is newer than what it compiled.
    utimesSync(STAMP, startedAt, startedAt);
  } else {
    rmSync(STAMP, { force: true });
  }
  return result;
}
