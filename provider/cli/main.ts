#!/usr/bin/env node
/** The executable `biztalk`. */
import "./needs-node.js";
import "../compile-cache.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.js";
import { EXIT_CODES } from "./exit-codes.js";
import { watchOutput } from "./lost-output.js";
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

/**
 * The text of an error that nobody expected, with the one line of its stack that a report of it
 * needs.
 */
function defect(reason: unknown): string {
  const frames = reason instanceof Error ? (reason.stack ?? "").split("\n") : [];
  const place =
    frames.find((line) => line.trimStart().startsWith("at "))?.trim() ?? "at an unknown place";
  return (
    `error: ${messageOf(reason)}\n  This is a defect of pulumi-biztalk ` +
    `${version} (${place}). Please report it with these lines.\n`
  );
}

const isLost = watchOutput(process);
// What is written last may turn out to be lost after the command has ended.
process.once("exit", (code) => {
  if (code === EXIT_CODES.done && isLost()) process.exitCode = EXIT_CODES.refused;
});

run(process.argv.slice(2), processTerminal(process), version, ending.signal).then(
  (code) => {
    process.exitCode = code;
  },
  (reason: unknown) => {
    process.stderr.write(defect(reason));
    process.exitCode = EXIT_CODES.refused;
  },
);
