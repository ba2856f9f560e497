/**
 * The connection that `status` and `apply` work over: options of the command line, then the
 * environment.
 */
import type { SETTING_SOURCES } from "../mabs/connection/index.js";
import { systemClock } from "../clock.js";
import { openSession, type Session } from "../mabs/judge/session.js";
import type { Terminal } from "./terminal.js";

/** Connection options, as commander hands them over. */
export type ConnectionOptions = Partial<Record<keyof typeof SETTING_SOURCES, string>>;

/** Opens a session; `signal` is aborted when the process is asked to end. */
export async function connect(
  terminal: Terminal,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Session> {
  const configuration = (key: string): string | undefined =>
    options[key as keyof ConnectionOptions];
  const origin = { folder: process.cwd(), backend: "" };
  return openSession({
    configuration,
    env: terminal.env,
    clock: systemClock,
    signal,
    origin,
    run: "",
  });
}
