/**
 * Scripted faults: how tests and demonstrations make an operation fail or be turned away (docs/emulator.md, Control
 * plane).
 */
import { z } from "zod";
import { FOUNDING_OPERATIONS, OPERATIONS, parseOperation } from "../mabs/chart/index.js";
import { WIRE_ERRORS, writeError, type WireErrorCode } from "../mabs/protocol/index.js";
import {
  OPERATION_EFFECTS,
  QUESTIONS,
  READS,
  REQUEST_EFFECTS,
  type Effect,
  type FaultRecord,
  type RequestName,
} from "../mabs/emulator/records.js";
import type { Reply } from "../mabs/emulator/reply.js";
import type { World } from "../mabs/emulator/world.js";

const OTHERS = [...READS, ...QUESTIONS] as const satisfies readonly RequestName[];

const NAMES: readonly string[] = [...OPERATIONS, ...FOUNDING_OPERATIONS, ...OTHERS];

const operationName = z.string().transform((text, context): RequestName => {
  const read = OTHERS.find((name) => name.toLowerCase() === text.toLowerCase());
  const name = read ?? parseOperation(text);
  if (name !== undefined) return name;
  context.addIssue({ code: "custom", message: `"${text}" is no operation; one of ${NAMES.join(", ")}` });
  return z.NEVER;
});

const among = (values: readonly string[], value: string): boolean => values.includes(value);

/** A fault as it is asked for; what is accepted and then fails or never ends is an operation. */
export const FAULT = z
  .strictObject({
    operation: operationName,
    service: z.string().optional(),
    occurrence: z.number().int().min(1).default(1),
    effect: z.enum([...OPERATION_EFFECTS, ...REQUEST_EFFECTS]),
    status: z.number().int().min(400).max(599).optional(),
    retryAfter: z.number().int().min(0).optional(),
    delayMs: z.number().int().min(0).optional(),
  })
  .refine(({ operation, effect }) => !(among(OTHERS, operation) && among(OPERATION_EFFECTS, effect)), {
    path: ["effect"],
    message: `a request that changes nothing takes ${REQUEST_EFFECTS.join(", ")}`,
  });

/** A key that sorts as the faults were set. */
const keyOf = (id: number): string => String(id).padStart(9, "0");

/** Sets a fault. */
export function addFault(world: World, fault: z.infer<typeof FAULT>): FaultRecord {
  const id = world.records.faults.all().length + 1;
  const { service, status, retryAfter, delayMs, ...rest } = fault;
  const record: FaultRecord = {
    id,
    ...rest,
    ...(service === undefined ? {} : { service }),
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(delayMs === undefined ? {} : { delayMs }),
    seen: 0,
    fired: false,
  };
  world.records.faults.put(keyOf(id), record);
  return record;
}

/** Takes every fault away. */
export function clearFaults(world: World): void {
  for (const { id } of world.records.faults.all()) world.records.faults.delete(keyOf(id));
}

/** Counts an occurrence against every matching fault and returns the one that fires now, if any. */
export function takeFault(
  world: World,
  operation: RequestName,
  service: string | undefined,
  effects: readonly Effect[],
): FaultRecord | undefined {
  let firing: FaultRecord | undefined;
  for (const fault of world.records.faults.all()) {
    const matches =
      !fault.fired &&
      effects.includes(fault.effect) &&
      fault.operation === operation &&
      (fault.service === undefined || fault.service.toLowerCase() === service?.toLowerCase());
    if (!matches) continue;
    const seen = fault.seen + 1;
    // Of two that are due at once, the later one fires at the next occurrence.
    const fires = seen >= fault.occurrence && firing === undefined;
    const counted = { ...fault, seen, fired: fires };
    world.records.faults.put(keyOf(fault.id), counted);
    if (fires) firing = counted;
  }
  return firing;
}

/** The status of a `reject` without one. */
const REJECT_STATUS_DEFAULT = 500;

/** The answer of a `reject`: an error document with the code that goes with the status. */
function rejection(fault: FaultRecord): Reply {
  const status = fault.status ?? REJECT_STATUS_DEFAULT;
  const codes = Object.entries(WIRE_ERRORS) as [WireErrorCode, number][];
  const code = codes.findLast(([, each]) => each === status)?.[0] ?? "InternalError";
  const body = writeError(
    code,
    `rejected by a scripted fault (${fault.operation}, occurrence ${String(fault.occurrence)})`,
  );
  return { status, body, ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
}

/** How long `delay` holds an answer back when it is not said. */
const DELAY_MS_DEFAULT = 1_000;

/** What becomes of a request that a fault fires at; `answer` is called where it takes effect. */
export function faulted(fault: FaultRecord, answer: () => Reply): Reply {
  switch (fault.effect) {
    case "reject":
      return rejection(fault);
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
