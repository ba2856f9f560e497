/** The emulator as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { milliseconds } from "./figure.js";

/** How many instances a BizTalk Server has here. */
export const INSTANCES = 100_000;

/** An emulator that is served. */
export interface ServedEmulator {
  readonly url: string;
  /** From the start of the process to the line that says it is ready. */
  readonly readyMs: number;
  /** The largest that the process has been, in megabytes; Linux alone says so of another process. */
  largestMegabytes(): number;
  /** The control plane. */
  control(method: string, path: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

/** What the control plane is told to have a number of instances in one state. */
export const populationOf = (count: number, state: string): object => ({
  instances: [{ count, state }],
});

/** Starts one with further options. */
export async function serveEmulator(...options: readonly string[]): Promise<ServedEmulator> {
  const main = join(packageRoot(), "dist", "cli", "main.js");
  const startedAt = milliseconds();
  const child = spawn(process.execPath, [main, "emulator", "--port", "0", ...options]);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const readyMs = milliseconds() - startedAt;
  const url = line.toString().trim().split(" ").at(-1) ?? "";
  return {
    url,
    readyMs,
    largestMegabytes: () => {
      try {
        const status = readFileSync(`/proc/${child.pid ?? 0}/status`, "utf8");
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
      } catch {
        return NaN;
      }
    },
    control: (method, path, body) =>
      fetch(`${url}/_emulator/${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    close: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
