/** What must never be in a log, whatever happened. Legality is the literal chart's, not the code's. */
import type { Operation, State } from "../../provider/chart/index.js";
import { STATE_NAMES, ticked } from "../chart/literals.js";
import type { LoggedRequest, Machine } from "./machine.js";

const FOUNDING = ["Create", "Restore"];
const READS = ["List", "Get", "Poll", "Create Container"];

/** Operations that the provider has sent, in order; what an operator did is left out. */
export async function operationsIn(machine: Machine): Promise<LoggedRequest[]> {
  const log = await machine.log();
  return log.filter(
    (entry): entry is LoggedRequest =>
      entry.kind === "request" &&
      entry.operation !== null &&
      !READS.includes(entry.operation) &&
      entry.clientRequestId !== "operator",
  );
}

/** Whether the chart has a tick for what was sent, in the state that it found. */
export function isLegal({ operation, state }: LoggedRequest): boolean {
  if (FOUNDING.includes(String(operation))) return state === "absent";
  const row = STATE_NAMES.find((name) => name === state);
  return row !== undefined && ticked(row satisfies State, operation as Operation);
}

/** Whether the endpoint took a request. */
export const wasTaken = ({ status }: LoggedRequest): boolean => status === 202;

/** As a test writes it. */
export const textOf = ({ operation, state }: LoggedRequest): string => `${String(operation)} in ${String(state)}`;
