/**
 * Runs the engine and follows its event log: everything it does and sees, a line of JSON for each
 * event.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../clock.js";

/** An event of the engine: one key besides `sequence` and `timestamp` says which kind it is. */
export type EngineEvent = Readonly<Record<string, unknown>>;

/** A run. */
export interface EngineRun {
  /** The `pulumi` executable. */
  readonly path: string;
  /** Without the options of the event log. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Aborted when the process is asked to end: the engine is asked to end too, as by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Asks it to end after this long. */
  readonly deadlineMs?: number;
  /**
   * How long it may take to end when it is asked to, before it is killed. Without it, it is waited
   * for: an engine that changes something ends after the step that is under way.
   */
  readonly graceMs?: number;
  /** Told each event as it comes. */
  readonly event: (event: EngineEvent) => void;
  /**
   * Told each text on standard error, and with `"all"` on standard output too, which is then not
   * collected.
   */
  readonly said: (text: string) => void;
  readonly show: "errors" | "all";
}

/** How a run ended. */
export interface EngineEnd {
  readonly code: number;
  readonly ended: "done" | "cancelled" | "deadline";
  readonly stdout: string;
}

/** How often the log is looked at: a person sees a line at once, and a run costs no more by it. */
const LOOK_EVERY_MS = 200;

const CHUNK_BYTES = 1 << 20;

/** Reads what has been appended to a file, as whole lines. */
function lineReader(path: string, take: (line: string) => void): () => void {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let position = 0;
  let rest = Buffer.alloc(0);
  return () => {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch {
      return; // The engine has not made it yet.
    }
    for (let read = readSync(file, buffer, 0, CHUNK_BYTES, position); read > 0;) {
      position += read;
      rest = Buffer.concat([rest, buffer.subarray(0, read)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        take(rest.subarray(0, end).toString("utf8"));
        rest = rest.subarray(end + 1);
      }
      read = readSync(file, buffer, 0, CHUNK_BYTES, position);
    }
    closeSync(file);
  };
}

/** Runs `pulumi` to its end and hands over its events. */
export async function runEngine(run: EngineRun): Promise<EngineEnd> {
  const folder = mkdtempSync(join(tmpdir(), "biztalk-events-"));
  try {
    return await runIn(folder, run);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, run: EngineRun): Promise<EngineEnd> {
  const { clock, signal, event } = run;
  const log = join(folder, "events.json");
  const read = lineReader(log, (line) => {
    if (line.trim() !== "") event(JSON.parse(line) as EngineEvent);
  });
  // The engine takes --event-log as one of its debugging options only.
  const env = {
    ...run.env,
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "",
  };
  // A group of its own, so that a Ctrl-C at the terminal reaches the engine through us, and only
  // once.
  const child = spawn(run.path, [...run.args, "--event-log", log], {
    cwd: run.cwd,
    env,
    detached: true,
  });
  child.stdin.end();
  const stdout: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => {
    if (run.show === "all") run.said(data.toString("utf8"));
    else stdout.push(data);
  });
  child.stderr.on("data", (data: Buffer) => {
    run.said(data.toString("utf8"));
  });
  let ended: EngineEnd["ended"] = "done";
  const over = new AbortController();
  const send = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(name === "SIGKILL" ? -child.pid : child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  // A second Ctrl-C at the terminal is the engine's too.
  const again = (): void => {
    send("SIGINT");
  };
  const end = (how: EngineEnd["ended"]): void => {
    if (ended !== "done") return;
    ended = how;
    send("SIGINT");
    process.on("SIGINT", again);
    if (run.graceMs === undefined) {
      run.said("Waiting for the step that is under way. Another Ctrl-C ends the engine at once.\n");
      return;
    }
    clock.sleep(run.graceMs, over.signal).then(
      () => {
        send("SIGKILL");
      },
      () => undefined,
    );
  };
  const cancel = (): void => {
    end("cancelled");
  };
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  if (run.deadlineMs !== undefined) {
    clock.sleep(run.deadlineMs, over.signal).then(
      () => {
        end("deadline");
      },
      () => undefined,
    );
  }
  const follow = async (): Promise<never> => {
    for (;;) {
      await clock.sleep(LOOK_EVERY_MS, over.signal);
      read();
    }
  };
  const following = follow().catch(() => undefined);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status) => {
        resolve(status ?? 1);
      });
    });
    over.abort();
    await following;
    read();
    return { code, ended, stdout: Buffer.concat(stdout).toString("utf8") };
  } finally {
    over.abort();
    signal.removeEventListener("abort", cancel);
    process.off("SIGINT", again);
  }
}
