/**
 * What an operation will have done when it ends; a scripted failure is decided when the operation
 * begins.
 */
import {
  FOUNDING_OPERATIONS,
  leadsTo,
  parseState,
  RESULTS,
  type FoundingOperation,
  type Operation,
  type State,
  type TransitionalState,
} from "../chart/index.js";
import { takeFault } from "../../emulator/faults.js";
import { OPERATION_EFFECTS } from "../../emulator/log-entry.js";
import type { Asked, Pending, ServiceRecord } from "./records.js";
import type { World } from "./world.js";

/** Whether an operation makes a service where there is none. */
export const isFounding = (operation: string): operation is FoundingOperation =>
  (FOUNDING_OPERATIONS as readonly string[]).includes(operation);

/**
 * Where a transition begins that the control plane put there, without an operation; Active where
 * this has no row.
 */
const BEFORE_PLACED: Readonly<Partial<Record<State | TransitionalState, State>>> = {
  Creating: "CreatedFailed",
  Restoring: "RestoreFailed",
  Starting: "Stopped",
  Resuming: "Suspended",
};

/**
 * The state that the service is in where an operation leaves it as it was.
 *
 * In a transition that is the state before the transition began. A service that never came to be
 * has had none: what its founding operation leaves when it fails stands for it.
 */
function stateBefore(
  { state, pending }: Pick<ServiceRecord, "state" | "pending">,
  operation: Operation | FoundingOperation,
): State {
  const { onFailure } = RESULTS[operation];
  if (isFounding(operation) && onFailure !== "same") return onFailure;
  return parseState(state) ?? pending?.before ?? BEFORE_PLACED[state] ?? "Active";
}

/** The outcome of an operation that begins now, without its times. */
export function pendingFor(
  world: World,
  service: Pick<ServiceRecord, "name" | "state" | "pending">,
  { operation, change }: Asked,
): Omit<Pending, "endsAt" | "operationId" | "then"> {
  const before = stateBefore(service, operation);
  const fault = takeFault(world.records, operation, service.name, OPERATION_EFFECTS);
  if (fault?.effect === "stall")
    return { operation, before, becomes: { state: before }, stalled: true };
  if (fault?.effect === "fail") {
    const { onFailure } = RESULTS[operation];
    const state = onFailure === "same" ? before : onFailure;
    return {
      operation,
      before,
      becomes: { state },
      error: { httpCode: "409", message: "a scripted fault" },
    };
  }
  return {
    operation,
    before,
    becomes: { ...change, state: leadsTo(before, operation, world.rules.profile) },
  };
}
