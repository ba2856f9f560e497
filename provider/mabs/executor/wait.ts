/** Waiting with a deadline: for a transition to settle, and for an operation to end. */
import { parseTransitionalState } from "../chart/index.js";
import type { Clock } from "../../clock.js";
import { ProviderError } from "../../errors.js";
import type { OperationStatus, Service, ServiceRef } from "../protocol/index.js";
import type { ServicePort } from "./port.js";

/** What waiting needs. */
export interface Waiting {
  readonly port: Pick<ServicePort, "read" | "poll" | "isNameAvailable">;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** A line for whoever watches; not kept. */
  readonly progress: (line: string) => void;
}

/** The first wait, how much longer each next one is, and the longest: about 25 looks in the first half minute. */
const FIRST_MS = 100;
const FACTOR = 1.2;
const LONGEST_MS = 5_000;

/** How often a wait says that it is still there. */
const PROGRESS_EVERY_MS = 10_000;

interface Look<T> {
  /** What is seen; `undefined` while it is not over. */
  readonly end: T | undefined;
  /** What a message says was seen last. */
  readonly seen: string;
}

interface Question<T> {
  /** What is waited for, for messages. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly look: () => Promise<Look<T>>;
}

/** Looks until it is over, or the deadline has passed. A look that fails for a passing reason is made again. */
async function until<T>(waiting: Waiting, { what, timeoutMs, look }: Question<T>): Promise<T> {
  const { clock, signal, progress } = waiting;
  const startedAt = clock.now();
  let seen: string;
  let progressAt = startedAt;
  for (let delayMs = FIRST_MS; ; delayMs = Math.min(delayMs * FACTOR, LONGEST_MS)) {
    try {
      const looked = await look();
      if (looked.end !== undefined) return looked.end;
      seen = looked.seen;
    } catch (reason) {
      if (!(reason instanceof ProviderError) || !reason.retryable) throw reason;
      seen = reason.message;
    }
    const elapsedMs = clock.now() - startedAt;
    if (elapsedMs >= timeoutMs) {
      const seconds = String(Math.round(timeoutMs / 1000));
      throw new ProviderError("deadline", `${what} has not ended within ${seconds} s; last seen: ${seen}`);
    }
    if (clock.now() - progressAt >= PROGRESS_EVERY_MS) {
      progressAt = clock.now();
      progress(`${what}: ${seen} for ${String(Math.round(elapsedMs / 1000))} s; Ctrl-C waits for this step to end`);
    }
    // The last look is at the deadline itself.
    await sleepUnlessEnding(clock, Math.min(delayMs, timeoutMs - elapsedMs), signal);
  }
}

async function sleepUnlessEnding(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (reason) {
    throw new ProviderError("interrupted", "the process was asked to end while waiting", { cause: reason });
  }
}

/** Reads a service until it is in no transitional state; `null` when it is gone. */
export async function settled(waiting: Waiting, service: ServiceRef, timeoutMs: number): Promise<Service | null> {
  const look = async (): Promise<Look<{ service: Service | null }>> => {
    const seen = await waiting.port.read(service);
    const transitional = seen !== null && parseTransitionalState(seen.state) !== undefined;
    return { end: transitional ? undefined : { service: seen }, seen: seen?.state ?? "no service" };
  };
  return (await until(waiting, { what: `the transition of ${service.serviceName}`, timeoutMs, look })).service;
}

/** Waits until a service's name can be used. */
export async function nameFree(waiting: Waiting, service: ServiceRef, timeoutMs: number): Promise<void> {
  const look = async (): Promise<Look<true>> => {
    const isFree = await waiting.port.isNameAvailable(service);
    return { end: isFree ? true : undefined, seen: "not available yet" };
  };
  await until(waiting, { what: `the release of the name ${service.serviceName}`, timeoutMs, look });
}

/** Polls an operation until it has ended. The first poll waits: what has just been accepted has not ended yet. */
export async function ended(
  waiting: Waiting,
  service: ServiceRef,
  operation: { readonly id: string; readonly name: string },
  timeoutMs: number,
): Promise<OperationStatus> {
  const look = async (): Promise<Look<OperationStatus>> => {
    const status = await waiting.port.poll(service, operation.id);
    return { end: status.result === "InProgress" ? undefined : status, seen: status.result };
  };
  await sleepUnlessEnding(waiting.clock, Math.min(FIRST_MS, timeoutMs), waiting.signal);
  return until(waiting, { what: `${operation.name} of ${service.serviceName}`, timeoutMs, look });
}
