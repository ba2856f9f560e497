/**
 * Accepting an operation: legality by the chart, then a transitional state and the result that
 * follows from it.
 */
import { randomUUID } from "node:crypto";
import { editionHas, legal, parseState, RESULTS, type Operation } from "../chart/index.js";
import { OPERATION_NOT_ALLOWED } from "../protocol/index.js";
import { isFounding, pendingFor } from "./pending.js";
import type { Asked, Pending, ServiceRecord } from "./records.js";
import { accepted, refused, type Reply } from "./reply.js";
import {
  beginIncarnation,
  durationOf,
  endOvertaken,
  isoTime,
  putOperation,
  putService,
  type World,
} from "./world.js";

/**
 * Why an operation is refused in the present state; `undefined` when it is allowed (D-6, D-7 and
 * D-19).
 */
export function refuse(
  world: World,
  service: ServiceRecord,
  operation: Operation,
): Reply | undefined {
  const state = parseState(service.state);
  if (state === undefined)
    return operation === "Delete" ? undefined : refused("ConflictError", OPERATION_NOT_ALLOWED);
  if (!legal(state, operation, world.rules.profile))
    return refused("ConflictError", OPERATION_NOT_ALLOWED);
  if (!editionHas(service.edition, operation)) {
    const message =
      `${OPERATION_NOT_ALLOWED}: edition ${service.edition} does not have ` + operation;
    return refused("ConflictError", message);
  }
  return undefined;
}

/**
 * Starts operations on a service, one after the other, and answers 202 with the id to poll.
 *
 * Each has been found legal before. Without any (an unchanged PUT) the operation has succeeded at
 * once.
 */
export function accept(
  world: World,
  service: Omit<ServiceRecord, "etag">,
  asked: readonly Asked[],
): Reply {
  const operationId = randomUUID();
  const [first, second] = asked;
  const { records, rules, now } = world;
  if (first === undefined) {
    putOperation(world, service, { id: operationId, result: "Succeeded" });
    return accepted(operationId);
  }
  const then = second === undefined ? {} : { then: second };
  const pending: Pending = {
    ...pendingFor(world, service, first),
    ...then,
    operationId,
    endsAt: now + durationOf(rules, first.operation),
  };
  const { during } = RESULTS[first.operation];
  if (service.pending !== undefined) endOvertaken(world, service, service.pending, first.operation);
  if (isFounding(first.operation)) beginIncarnation(world, service);
  putOperation(world, service, { id: operationId, result: "InProgress" });
  const from = isFounding(first.operation) ? "absent" : service.state;
  records.log.append({
    kind: "transition",
    at: isoTime(now),
    service: service.name,
    operation: first.operation,
    from,
    to: during,
  });
  const last = { id: operationId, type: first.operation };
  putService(world, { ...service, state: during, pending, last });
  return accepted(operationId);
}
