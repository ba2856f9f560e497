// Commands of the scripts in this folder: each is run to its end, its time is taken.

import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import process from "node:process";

/**
 * Runs a command to its end. With "pipe" its output is returned instead of shown; `seconds` is its
 * wall time.
 */
export function run(command, args, stdio) {
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

/**
 * Runs a command whose output matters only when it fails, and prints a line for it. Returns its
 * name and `ok`.
 */
export async function check(name, command, args) {
  const { ok, output, seconds } = await run(command, args, "pipe");
  process.stdout.write(`${ok ? "ok    " : "failed"} ${name} (${seconds} s)\n${ok ? "" : output}`);
  return { name, ok };
}
