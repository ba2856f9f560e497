/** What `biztalk apply` says while it works, and when it is asked to end. */
import type { Terminal } from "./terminal.js";

/** The progress of one call. */
export interface ApplyProgress {
  /** A line about one service. */
  say(service: string, line: string): void;
  /** Nothing more is under way on a service. */
  over(service: string): void;
  /** Stops listening for the end. */
  close(): void;
}

/**
 * What the executor says of Ctrl-C holds under the engine, which waits for a step; `apply` stops
 * waiting.
 */
const UNDER_THE_ENGINE = /; Ctrl-C waits for this step to end$/;

/**
 * Writes progress; says at the first Ctrl-C what is under way, since what was accepted goes on
 * without this process.
 */
export function applyProgress(terminal: Terminal, signal: AbortSignal): ApplyProgress {
  const underWay = new Map<string, string>();
  const end = (): void => {
    const open = [...underWay].map(([service, line]) => `${service} (${line})`);
    const what = open.length === 0 ? "no operation is under way" : `under way: ${open.join(", ")}`;
    terminal.error(
      `Ending: ${what}. What was sent goes on at the endpoint; the next apply ` +
        "goes on from there. Ctrl-C again ends at once.",
    );
  };
  signal.addEventListener("abort", end, { once: true });
  return {
    say: (service, line) => {
      const said = line.replace(UNDER_THE_ENGINE, "");
      underWay.set(service, said);
      terminal.progress(`${service}: ${said}`);
    },
    over: (service) => void underWay.delete(service),
    close: () => {
      signal.removeEventListener("abort", end);
    },
  };
}
