#!/usr/bin/env node
/** The executable `biztalk`. */
import "../compile-cache.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

const packageFile = join(__dirname, "..", "..", "package.json");
const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };

const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    ending.abort(new Error(signal));
  });
}

void run(process.argv.slice(2), processTerminal(process), version, ending.signal).then((code) => {
  process.exitCode = code;
});
