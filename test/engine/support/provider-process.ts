import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { eventually } from "./eventually.js";

/**
 * Whether a process is the dynamic provider's host of the project in a folder. Linux only: it looks
 * into /proc.
 */
function isProvider(pid: string, folder: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const isHost =
      basename(words[0] ?? "").startsWith("node") &&
      words.some((word) => word.includes("dynamic-provider"));
    return isHost && readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return false;
  }
}

const providersOf = (folder: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isProvider(name, folder))
    .map(Number);

/**
 * Sends a signal to the provider of a project that is running, and waits until the process is gone.
 */
export async function endProvider(
  folder: string,
  signal: "SIGKILL" | "SIGTERM",
  withinMs = 5_000,
): Promise<void> {
  const pids = providersOf(folder);
  assert.equal(pids.length, 1, "one provider is running");
  for (const pid of pids) process.kill(pid, signal);
  await eventually(() => providersOf(folder).length === 0, withinMs);
}

/** Waits until no provider of a project is running, and kills one that outlives its engine. */
export async function providersGone(folder: string, withinMs = 500): Promise<void> {
  await eventually(() => providersOf(folder).length === 0, withinMs).catch(() => {
    for (const pid of providersOf(folder)) process.kill(pid, "SIGKILL");
  });
  await eventually(() => providersOf(folder).length === 0);
}
