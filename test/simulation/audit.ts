/**
 * What must never be in a log, whatever happened. Legality is the literal chart's, not the code's.
 */
import type { Operation, State } from "../../provider/mabs/chart/index.js";
import { STATE_NAMES, ticked } from "../mabs/chart/literals.js";
import type { LoggedRequest, Machine } from "./machine.js";

const FOUNDING = ["Create", "Restore"];
const READS = ["List", "Get", "Poll", "Create Container"];

/** A client request id by which the log shows what an operator has sent. */
const OPERATOR = "operator";

const isCopyOf = (first: LoggedRequest, copy: LoggedRequest): boolean =>
  first.method === copy.method &&
  first.path === copy.path &&
  first.clientRequestId === copy.clientRequestId;

/** A request that arrived twice was sent once: it counts as taken when either was. */
function withoutCopies(requests: readonly LoggedRequest[]): LoggedRequest[] {
  const seen: LoggedRequest[] = [];
  for (const request of requests) {
    const at =
      request.repeated === true ? seen.findLastIndex((first) => isCopyOf(first, request)) : -1;
    const first = seen[at];
    if (first === undefined) seen.push(request);
    else if (first.status !== 202)
      seen[at] = { ...first, status: request.status, operationId: request.operationId };
  }
  return seen;
}

/** Operations that anybody has sent, in order. */
export async function allOperationsIn(machine: Machine): Promise<LoggedRequest[]> {
  const log = await machine.log();
  const operations = log.filter(
    (entry): entry is LoggedRequest =>
      entry.kind === "request" && entry.operation !== null && !READS.includes(entry.operation),
  );
  return withoutCopies(operations.map((each) => ({ ...each, sender: machine.senderOf(each) })));
}

/** Whether an operator has sent it, and no provider. */
export const isOperators = ({ clientRequestId }: LoggedRequest): boolean =>
  clientRequestId === OPERATOR;

/** Operations that the provider has sent, in order; what an operator did is left out. */
export async function operationsIn(machine: Machine): Promise<LoggedRequest[]> {
  return (await allOperationsIn(machine)).filter((each) => !isOperators(each));
}

/** Whether the chart has a tick for what was sent, in the state that it found. */
export function isLegal({ operation, state }: LoggedRequest): boolean {
  if (FOUNDING.includes(String(operation))) return state === "absent";
  const row = STATE_NAMES.find((name) => name === state);
  return row !== undefined && ticked(row satisfies State, operation as Operation);
}

/** Whether it makes a service. */
export const isFounding = ({ operation }: LoggedRequest): boolean =>
  FOUNDING.includes(String(operation));

/** Whether the endpoint took a request. */
export const wasTaken = ({ status }: LoggedRequest): boolean => status === 202;

/** As a test writes it. */
export const textOf = ({ operation, state }: LoggedRequest): string =>
  `${String(operation)} in ${String(state)}`;
