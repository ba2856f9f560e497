import assert from "node:assert/strict";
import type { Operation, State } from "../../../provider/mabs/chart/index.js";
import { STATE_NAMES, ticked } from "../../mabs/chart/literals.js";
import type { Control, LoggedRequest } from "./control.js";

/**
 * Whether the chart's page has a tick for what was sent; a Create and a Restore need that there is
 * nothing.
 */
function isLegal({ operation, state }: LoggedRequest): boolean {
  if (operation === "Create" || operation === "Restore") return state === "absent";
  const row = STATE_NAMES.find((name) => name === state);
  return row !== undefined && ticked(row satisfies State, operation as Operation);
}

const textOf = ({ operation, service, state, status }: LoggedRequest): string =>
  `${String(operation)} ${String(service)} in ${String(state)}: ${status}`;

/**
 * Audits everything that has arrived at an emulator: the chart has a tick for each operation in the
 * state that it found, and none was answered with "Operation not allowed" (409). It passes over
 * what a test means to be so.
 */
export async function audit(
  control: Control,
  isMeant: (request: LoggedRequest) => boolean = () => false,
): Promise<void> {
  const operations = (await control.operations()).filter((each) => !isMeant(each));
  assert.deepEqual(
    operations.filter((each) => !isLegal(each)).map(textOf),
    [],
    "sent where the chart has no tick",
  );
  assert.deepEqual(
    operations.filter(({ status }) => status === 409).map(textOf),
    [],
    "answered: not allowed",
  );
}
