/**
 * A service as the engine has it, in the two forms that it knows: checked inputs and outputs. A
 * door reads and writes them; below it nobody knows how they are spelled in a state.
 */
import type { KnownInputs } from "../inputs/service-inputs.js";
import type { CheckedPlan } from "../judge/checked-plan.js";
import type { ServiceRef } from "../protocol/index.js";

/** What is kept with a resource in both forms. */
interface Kept {
  /** Which endpoint manages the service; `undefined` where none could be opened. */
  readonly endpoint: string | undefined;
  /**
   * One id for the life of a resource in a stack, so that nothing is taken for another one's of the
   * same name.
   */
  readonly life: string | undefined;
  /** Paths of `ignoreChanges` in dotted form. */
  readonly ignored: readonly string[];
  /**
   * Set by a refresh that found the service changed since the last run: what was done meanwhile
   * nobody here has seen.
   */
  readonly moved: boolean;
  /** The plan as lines for a person; `undefined` where it cannot be judged yet. */
  readonly lines: readonly string[] | undefined;
}

/** A resource by its checked inputs. */
export interface CheckedService extends Kept {
  readonly inputs: KnownInputs;
  /** Dotted paths of inputs that are not known yet. */
  readonly unknown: readonly string[];
  /** `undefined` where it is not known yet. */
  readonly url: string | undefined;
  /**
   * How many runs the engine has recorded with these inputs; `undefined` where it is not known yet.
   */
  readonly runs: number | undefined;
  /** What the lines say, for programs; `undefined` where it cannot be judged yet. */
  readonly plan: CheckedPlan | undefined;
}

/** A service as it was seen last. */
export interface SeenService {
  readonly state: string;
  /** The power that the state counts as; several where it counts as several. */
  readonly power: string;
  readonly units: number;
  readonly edition: string;
  readonly url: string;
  readonly etag: string;
  readonly version: string;
  readonly lastBackup: { readonly name: string; readonly takenAt: string } | null;
}

/**
 * Inputs as they were completed: a secret and a one-shot that was not served keep the value before.
 */
export type CompletedInputs = Omit<KnownInputs, "state" | "units" | "edition">;

/** The fields that a program manages or leaves as they are found. */
export type LiveField = "state" | "units";

/** A resource by its outputs. */
export interface ServiceOutputs extends Kept {
  readonly inputs: CompletedInputs;
  readonly seen: Partial<SeenService>;
  readonly urn: string;
  readonly runs: number;
  /** The operation that was sent last; "(failed)" behind it when it failed. */
  readonly lastOperation: string | undefined;
  /** The way out of a failed state, a line for each step. */
  readonly recoveryPlan: readonly string[];
  /** Which of the live fields the program manages. */
  readonly managed: readonly LiveField[];
  /** The power that was asked for last; `undefined` where the program manages none. */
  readonly power: string | undefined;
  /** Whether the last run was left incomplete. */
  readonly incomplete: boolean;
  /** The backup that a deleted service is to be restored from. */
  readonly pendingRestore: string | undefined;
}

/** The service that a resource names; `undefined` where it does not, or not yet. */
export function serviceIn({
  cloudService,
  serviceName,
}: Partial<ServiceRef>): ServiceRef | undefined {
  return cloudService === undefined || serviceName === undefined
    ? undefined
    : { cloudService, serviceName };
}
