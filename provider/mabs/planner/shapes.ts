/**
 * The planner's shapes: what goes in and what comes out, all of it plain JSON (docs/planner.md,
 * Shapes). Names are the chart's; nothing here may know of Pulumi, HTTP or time.
 */
import type { Edition, FoundingOperation, Operation, Power, Profile } from "../chart/index.js";
import type {
  Json,
  Plan as AnyPlan,
  Refusal as AnyRefusal,
  Step as AnyStep,
} from "../../plan/plan-shapes.js";

/** Settings by name. Values are compared, never printed: some are secrets. */
export type Configuration = Readonly<Record<string, Json>>;

/** A backup that is known, as far as it is known. */
export interface KnownBackup {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly takenAt?: string;
  /** Edition, service version and units of the service when it was taken. */
  readonly edition?: Edition;
  readonly version?: string;
  readonly units?: number;
}

/** A backup to restore from, and what stands in the way. */
export interface RestoreSource extends KnownBackup {
  /** Set when the endpoint says that there is no such backup. */
  readonly missing?: true;
  /**
   * Set when it was never recorded and the endpoint does not know the question: whether it exists
   * is not known.
   */
  readonly unconfirmed?: true;
  /** Set when the program gives no store for it. */
  readonly withoutStore?: true;
  /** Set when the service was deleted to be restored from it, and that has not been done yet. */
  readonly pending?: true;
  /** Set when the service was made from it before: what came after that is not in it. */
  readonly stale?: true;
}

/** A service as it was seen. */
export interface Observed {
  /** A row of the chart, a transitional state, or the raw text of a state that nobody knows. */
  readonly state: string;
  /** Present and not false while an operation is under way; a text names the transitional state. */
  readonly transitional?: boolean | string;
  readonly edition: Edition;
  readonly units: number;
  /**
   * Settings as far as they are known; a secret that cannot be read back is given as last applied.
   */
  readonly configuration: Configuration;
  readonly etag?: string;
  /** The service version. */
  readonly version?: string;
  readonly lastBackup?: KnownBackup;
  /**
   * Name of a backup that a replacement or delete under way has taken: it need not be taken again.
   */
  readonly backupForDelete?: string;
}

/** A service as it shall be. What is left out is unmanaged: left as it is found. */
export interface Desired {
  /**
   * The service's name, which a consent has to name; without it any name is taken for the right
   * one.
   */
  readonly serviceName?: string;
  readonly state?: Power;
  readonly edition?: Edition;
  readonly units?: number;
  readonly configuration?: Configuration;
  /** Given when a restart is due: the trigger differs from the one last completed. */
  readonly restartTriggers?: Json;
  /** Names of the settings that are secrets, for the mark in a plan. */
  readonly secrets?: readonly string[];
  /** A backup to take; it is due unless the last backup has its name. */
  readonly backup?: {
    readonly name: string;
    /**
     * A backup of that name that is there and is not what this step has taken: it would be
     * overwritten.
     */
    readonly inUse?: KnownBackup;
  };
  /**
   * What a new service is made from. Given for a service that exists, it is what a replacement
   * restores.
   */
  readonly restoreFrom?: RestoreSource;
  /**
   * Given when the stack knows the service and there is none: it has vanished, and is not made anew
   * without consent.
   */
  readonly vanished?: true;
  /** The last backup that is known of a service that has vanished. */
  readonly lastBackup?: KnownBackup;
  /** The service version that a service made now would have, where that is known. */
  readonly newVersion?: string;
  /**
   * Fields whose value is not known yet, in a preview: `state`, `units`, `edition`,
   * `restartTriggers`, `backup`, `restoreFrom`, or `configuration.KEY`. Such a field must not be
   * given as well.
   */
  readonly unknown?: readonly string[];
}

/** What the program permits. */
export interface Policy {
  readonly profile: Profile;
  /** Permits passing through a power state that is neither observed nor desired (PR-2). */
  readonly detours: boolean;
  /**
   * How a failed state is left: in place, by replacement where only Delete is legal, or not at all.
   */
  readonly recovery: "inPlace" | "replace" | "none";
  /** Consent to lose what a service holds: the incident as the refusal printed it, `NAME/STATE`. */
  readonly acceptDataLoss?: string;
  /**
   * Whether a Delete is preceded by a Backup: always, where the chart has a way to one, or not (the
   * default).
   */
  readonly backupBeforeDelete?: boolean | "ifPossible";
  /** Sends Delete to a service whose transition does not end (PR-9). */
  readonly forceDelete?: boolean;
  /** The Pulumi option that forbids every plan with Delete. */
  readonly keep?: "protect" | "retainOnDelete";
}

/** The policy when a program says nothing. */
export const DEFAULT_POLICY: Policy = { profile: "chart", detours: false, recovery: "inPlace" };

/** One step: one operation of the chart, or waiting for one that is already under way. */
export interface Step extends AnyStep<Operation | FoundingOperation> {
  /** For Restore: the backup. */
  readonly backup?: KnownBackup;
  /**
   * PR-8: what follows when the step succeeded and the service is in another state than `unless`.
   */
  readonly contingent?: { readonly operation: Operation; readonly unless: string };
}

/** Why something that was asked for is not done. */
export type Refusal = AnyRefusal<Operation>;

/** The way out of a failed state. */
export interface Recovery {
  readonly kind: "inPlace" | "replacement";
  readonly steps: readonly Step[];
  readonly backup: KnownBackup | null;
}

/** What is to be done, or why it is not. */
export interface Plan extends AnyPlan<Step, Operation> {
  /** Where the plan starts; `null` when there is no service. */
  readonly observed: {
    readonly state: string;
    /** The powers that count as observed (PR-1). */
    readonly power: readonly Power[];
    readonly units: number;
    readonly edition: Edition;
  } | null;
  readonly recovery: Recovery | null;
}
