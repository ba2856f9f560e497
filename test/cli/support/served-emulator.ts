import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { EXECUTABLE, plainEnvironment } from "./executable.js";

/** How a process ended, and all that it wrote. */
export interface Stopped {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it took from the signal to the end. */
  readonly afterMs: number;
}

/** `biztalk emulator` as a process of its own, ready. */
export interface ServedEmulator {
  readonly url: string;
  /** How long it took from the start of the process to its line. */
  readonly readyMs: number;
  /** What `GET /_emulator/health` said in the moment of the line. */
  readonly health: Response;
  readonly get: (path: string) => Promise<unknown>;
  readonly put: (path: string, body: unknown) => Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<Stopped>;
}

const READY_LINE = /^\S.* (https?:\/\/\S+)$/;

/**
 * Starts emulators for the tests of one `describe`; what is left of them is ended after each test.
 */
export function servedEmulators(): (...args: readonly string[]) => Promise<ServedEmulator> {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  return async (...args) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [EXECUTABLE, "emulator", "--port", "0", ...args], {
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([
      once(lines, "line") as Promise<[string]>,
      closed.then(() => [""] as [string]),
    ]);
    const readyMs = performance.now() - startedAt;
    const url =
      READY_LINE.exec(first[0])?.[1] ?? assert.fail(`no line with a URL\n${stdout}${stderr}`);
    // With a certificate of its own nobody but the client with its authority can ask; that is the
    // test's to do.
    const health = url.startsWith("https:")
      ? Response.error()
      : await fetch(`${url}/_emulator/health`);
    return {
      url,
      readyMs,
      health,
      get: async (path) => (await fetch(url + path)).json(),
      put: async (path, body) => {
        const headers = { "content-type": "application/json" };
        const { ok, status } = await fetch(url + path, {
          method: "PUT",
          headers,
          body: JSON.stringify(body),
        });
        assert.ok(ok, `PUT ${path}: ${status}`);
      },
      stop: async (signal = "SIGTERM") => {
        const askedAt = performance.now();
        child.kill(signal);
        const [code, by] = await closed;
        return { code, signal: by, stdout, stderr, afterMs: performance.now() - askedAt };
      },
    };
  };
}
