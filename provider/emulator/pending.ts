/** What an operation will have done when it ends; a scripted failure is decided when the operation begins. */
import { parseState, RESULTS } from "../chart/index.js";
import { takeFault } from "./faults.js";
import { OPERATION_EFFECTS, type Asked, type Pending, type ServiceRecord } from "./records.js";
import type { World } from "./world.js";

/** The outcome of an operation that begins now, without its times. */
export function pendingFor(
  world: World,
  service: Pick<ServiceRecord, "name" | "state">,
  { operation, change }: Asked,
): Omit<Pending, "endsAt" | "operationId" | "then"> {
  const result = RESULTS[operation];
  const before = parseState(service.state) ?? "Active";
  const fault = takeFault(world, operation, service.name, OPERATION_EFFECTS);
  if (fault?.effect === "stall") return { operation, becomes: { state: before }, stalled: true };
  if (fault?.effect === "fail") {
    const state = result.onFailure === "same" ? before : result.onFailure;
    return { operation, becomes: { state }, error: { httpCode: "409", message: "a scripted fault" } };
  }
  return { operation, becomes: { ...change, state: result.yields === "same" ? before : result.yields } };
}
