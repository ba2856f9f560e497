/**
 * Scripted faults: how tests and demonstrations make an operation fail or be turned away
 * (docs/emulator.md, Control plane).
 */
import { defined } from "../defined.js";
import { z } from "zod";
import type { Answer } from "./answer.js";
import { OPERATION_EFFECTS, REQUEST_EFFECTS, type Effect, type FaultRecord } from "./log-entry.js";
import type { RequestNames } from "./product.js";
import { happens } from "./seeded-numbers.js";
import type { Records } from "./store.js";

const folded = (name: string): string => name.replaceAll(/[\s_-]+/g, "").toLowerCase();

const among = (values: readonly string[], value: string): boolean => values.includes(value);

/** A fault as it is asked for; its fields are those of `FaultRecord`. */
export interface Fault {
  readonly operation: string;
  readonly service?: string | undefined;
  readonly occurrence: number;
  readonly effect: Effect;
  readonly status?: number | undefined;
  readonly retryAfter?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
}

/** In the place of an operation: any that the effect can happen to. */
const ANY = "any";

/** A day: longer than anything that waits for an answer. */
const SECONDS_MAX = 86_400;

function operationName(names: readonly string[]) {
  const byFoldedName = new Map(names.map((name) => [folded(name), name] as const));
  return z.string().transform((text, context): string => {
    const name = byFoldedName.get(folded(text));
    if (name !== undefined) return name;
    context.addIssue({
      code: "custom",
      message: `"${text}" is not an operation; one of ${[...byFoldedName.values()].join(", ")}`,
    });
    return z.NEVER;
  });
}

/**
 * The schema of a fault as it is asked for: what is accepted and then fails or never ends is an
 * operation.
 */
export function faultSchema({ operations, reads }: RequestNames): z.ZodType<Fault> {
  return z
    .strictObject({
      operation: operationName([...operations, ...reads, ANY]),
      service: z.string().optional(),
      occurrence: z.number().int().min(1).default(1),
      effect: z.enum([...OPERATION_EFFECTS, ...REQUEST_EFFECTS]),
      status: z.number().int().min(400).max(599).optional(),
      retryAfter: z.number().int().min(0).max(SECONDS_MAX).optional(),
      delayMs: z
        .number()
        .int()
        .min(0)
        .max(SECONDS_MAX * 1_000)
        .optional(),
      rate: z.number().gt(0).max(1).optional(),
      seed: z.number().int().min(0).optional(),
    })
    .refine(({ rate, seed }) => (rate === undefined) === (seed === undefined), {
      path: ["rate"],
      message: "rate and seed are given together: the same seed gives the same faults",
    })
    .refine(
      ({ operation, effect }) =>
        among([...operations, ANY], operation) || among(REQUEST_EFFECTS, effect),
      {
        path: ["effect"],
        message: `a request that changes nothing takes ${REQUEST_EFFECTS.join(", ")}`,
      },
    );
}

type Faults = Pick<Records, "faults">;

/** A key that sorts as the faults were set. */
const keyOf = (id: number): string => String(id).padStart(9, "0");

/** Sets a fault. */
export function addFault({ faults }: Faults, fault: Fault): FaultRecord {
  const id = faults.all().length + 1;
  const { service, status, retryAfter, delayMs, rate, seed, ...rest } = fault;
  const record: FaultRecord = {
    id,
    ...rest,
    ...defined({ service, status, retryAfter, delayMs, rate, seed }),
    seen: 0,
    fired: false,
  };
  faults.put(keyOf(id), record);
  return record;
}

/** Takes every fault away. */
export function clearFaults({ faults }: Faults): void {
  for (const { id } of faults.all()) faults.delete(keyOf(id));
}

/**
 * Counts an occurrence against every matching fault and returns the one that fires now, if any.
 *
 * @param operation - the request's name, as its product declares it.
 * @param service - the name of the thing that the request is about, letter case ignored.
 * @param effects - those that can happen to it here.
 */
export function takeFault(
  { faults }: Faults,
  operation: string,
  service: string | undefined,
  effects: readonly Effect[],
): FaultRecord | undefined {
  let firing: FaultRecord | undefined;
  for (const fault of faults.all()) {
    const matches =
      !fault.fired &&
      effects.includes(fault.effect) &&
      [operation, ANY].includes(fault.operation) &&
      (fault.service === undefined || fault.service.toLowerCase() === service?.toLowerCase());
    if (!matches) continue;
    const seen = fault.seen + 1;
    const { rate, seed = 0, occurrence } = fault;
    const isDue = seen >= occurrence && (rate === undefined || happens(rate, seed, seen));
    // Of two that are due at once, the later one fires at the next occurrence.
    const fires = isDue && firing === undefined;
    // One with a rate is never over.
    const counted = { ...fault, seen, fired: fires && rate === undefined };
    faults.put(keyOf(fault.id), counted);
    if (fires) firing = counted;
  }
  return firing;
}

/**
 * A copy of a request is not copied again, else a second `repeat` fault would make three of one.
 */
const COPY_EFFECTS = REQUEST_EFFECTS.filter((effect) => effect !== "repeat");

/**
 * Counts a request that arrives, as `takeFault` does; `isCopy` where the same one has been taken
 * before.
 */
export function takeRequestFault(
  records: Faults,
  operation: string,
  service: string | undefined,
  isCopy: boolean,
): FaultRecord | undefined {
  return takeFault(records, operation, service, isCopy ? COPY_EFFECTS : REQUEST_EFFECTS);
}

/** The status of a `reject` without one. */
const REJECT_STATUS_DEFAULT = 500;

/** How long `delay` holds an answer back when it is not said. */
const DELAY_MS_DEFAULT = 1_000;

/** The two answers that a product has for a request that a fault fires at. */
export interface FaultedAnswers<A extends Answer> {
  /** What the request is answered without a fault; called only where it takes effect. */
  readonly answer: () => A;
  /** An error document with that status. */
  readonly reject: (status: number, message: string) => A;
}

/** What becomes of a request that a fault fires at. */
export function faulted<A extends Answer>(
  fault: FaultRecord,
  { answer, reject }: FaultedAnswers<A>,
): A | Answer {
  switch (fault.effect) {
    case "reject": {
      const message =
        `rejected by a scripted fault (${fault.operation}, occurrence ` +
        `${String(fault.occurrence)})`;
      const rejection = reject(fault.status ?? REJECT_STATUS_DEFAULT, message);
      return fault.retryAfter === undefined
        ? rejection
        : { ...rejection, retryAfter: fault.retryAfter };
    }
    case "drop-before":
      return { status: 0, body: "", cut: true };
    case "drop-after":
      return { ...answer(), cut: true };
    case "delay":
      return { ...answer(), delayMs: fault.delayMs ?? DELAY_MS_DEFAULT };
    case "repeat":
      return { ...answer(), repeatAfterMs: fault.delayMs ?? 0 };
    case "fail":
    case "stall":
      return answer();
  }
}
