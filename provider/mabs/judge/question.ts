/** The question that the judge is asked about one resource, and its answer. */
import type { OneShots } from "../executor/index.js";
import type { ParsedInputs } from "../inputs/service-inputs.js";
import type { Plan, Policy } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import type { OneShotInputs } from "./one-shots.js";
import type { Line } from "./unrecorded.js";

/** What is to be judged. */
export interface Question extends Line {
  readonly service: ServiceRef;
  readonly inputs: ParsedInputs["inputs"];
  /** Dotted paths of inputs that are not known yet. */
  readonly unknown: readonly string[];
  /** Paths whose changes are ignored (Pulumi's `ignoreChanges`), once the service exists. */
  readonly unmanaged: readonly string[];
  /** The Pulumi option that forbids Delete. */
  readonly keep?: Policy["keep"];
  /** On whose behalf: the resource's URN, or the file of `biztalk apply`. */
  readonly urn: string;
  /** Inputs last completed; empty for a resource that is new. */
  readonly completed: OneShotInputs;
  readonly live: Service | null;
  /**
   * Set where the stack knows the service: one that is gone is not made anew as if nothing had
   * been.
   */
  readonly isRecorded: boolean;
  /**
   * Set where a refresh found the service changed by somebody since the last run that was recorded.
   */
  readonly moved: boolean;
}

/** The answer. */
export interface Judged {
  readonly plan: Plan;
  readonly due: OneShots;
  /** What an earlier run left open and nobody can know: reported, and not repeated. */
  readonly uncertain: readonly string[];
}

/**
 * What a question goes by: all that is not said is as it is of a resource about which nothing is
 * recorded.
 */
export type Asked = Pick<Question, "service" | "inputs" | "urn" | "live"> & Partial<Question>;

/**
 * Makes a question: everything is known and managed, nothing was completed, and no run is recorded,
 * unless it is said.
 */
export const question = (asked: Asked): Question => ({
  unknown: [],
  unmanaged: [],
  completed: {},
  generation: 0,
  isRecorded: false,
  moved: false,
  ...asked,
});
