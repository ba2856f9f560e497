/**
 * What every planner says, whatever its product: steps, refusals, a way out, a verdict. All of it
 * plain JSON.
 *
 * A product's planner narrows the operations, and adds what its steps and its plans hold besides.
 */
import type { Risk } from "./risk.js";

/** A JSON value, as settings have them. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One step: one operation on the wire, or waiting for one that is already under way. */
export interface Step<Operation extends string = string> {
  readonly operation: Operation | "Wait";
  /** The state in which the step is executed; `absent` where there is nothing yet. */
  readonly expects: string;
  readonly yields: string;
  /** The state left behind when the operation fails. */
  readonly onFailure: string;
  /** The difference that the step serves, for a reader; never a value that could be a secret. */
  readonly serves: string;
  readonly risk: Risk;
  /** Whether the step lands in a power state that is neither observed nor desired. */
  readonly detour: boolean;
  readonly source: string;
  /** What follows when the step succeeded and its subject is in another state than `unless`. */
  readonly contingent?: { readonly operation: Operation; readonly unless: string };
}

/** The rules that refusals go by: ids of the report's rules, which stay as they are. */
export type RefusalRule =
  "operation-not-allowed" | "edition-not-allowed" | "input-not-accepted" | "service-not-owned";

/** Why something that was asked for is not done. */
export interface Refusal<Operation extends string = string> {
  /** What reports and policies classify it by. */
  readonly rule: RefusalRule;
  /** What is refused; several operations are separated by ", ". */
  readonly operation: string;
  readonly state: string;
  /** What is legal instead, in the order of the chart's columns. */
  readonly legalHere: readonly Operation[];
  /** The shortest legal route to what was asked, consent given; empty where there is none. */
  readonly route: readonly string[];
  /**
   * Every input that the route needs and that is not given, joined with " and "; `null` where no
   * input permits it.
   */
  readonly permit: string | null;
  readonly source: string;
  /** All of it as text for a person, several lines. */
  readonly message: string;
}

/**
 * `noop`: nothing to do; `legal`: the steps are; `refused`: see the refusals; `unknown`: it cannot
 * be judged yet.
 */
export type Verdict = "noop" | "legal" | "refused" | "unknown";

/** What is to be done, or why it is not. */
export interface Plan<S extends Step = Step, Operation extends string = string> {
  readonly verdict: Verdict;
  /** Where the plan starts; `null` when there is nothing yet. */
  readonly observed: { readonly state: string } | null;
  readonly steps: readonly S[];
  readonly refusals: readonly Refusal<Operation>[];
  readonly notes: readonly string[];
}
