import type { Operation } from "./operations.js";
import type { State } from "./states.js";

/** One cell of the chart. */
export interface Cell {
  readonly state: State;
  readonly operation: Operation;
  readonly allowed: boolean;
  /** Where it stands: document, table and printed row. */
  readonly authority: string;
}
