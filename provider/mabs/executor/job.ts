/** What a run is to do, what it works with, and how far it has come. */
import type { Profile } from "../chart/index.js";
import type { Step } from "../planner/index.js";
import type { BackupBody, Service, ServiceBody, ServiceRef } from "../protocol/index.js";
import type { JournalEntry, OneShots, Replacing } from "./journal-entry.js";
import type { ServicePort } from "./port.js";
import type { ServiceJournal } from "./service-journal.js";
import type { Waiting } from "./wait.js";

/** What a run works with. */
export interface Run extends Waiting {
  readonly port: ServicePort;
  readonly journal: ServiceJournal;
}

/** What a run is to do. */
export interface Job {
  readonly service: ServiceRef;
  /** The resource on whose behalf it is done. */
  readonly urn: string;
  readonly region: string;
  readonly profile: Profile;
  readonly steps: readonly Step[];
  /**
   * The values that Create, Restore, Scale and Update Configuration send; secrets are in
   * `configuration`.
   */
  readonly desired: ServiceBody;
  /** The backup to take, and the one to restore from. `store` is secret. */
  readonly backup?: BackupBody;
  readonly restoreFrom?: BackupBody;
  /** Set when `steps` has a Delete: stays in the journal until the new service is there. */
  readonly replacing?: Replacing;
  /** One-shots that are due, by the change they make. */
  readonly due: OneShots;
  /** The life of that resource; left out where there is no state. */
  readonly life?: string;
  /** From where it is done. */
  readonly origin?: NonNullable<JournalEntry["origin"]>;
  /**
   * Which run this is: one more than the caller's state has recorded. Left out where there is no
   * such state.
   */
  readonly generation?: number;
  /** How long a transition, and how long an operation may take, in milliseconds. */
  readonly settleMs: number;
  readonly operationMs: number;
  /**
   * When all of it must be over, by the run's clock; unlimited unless given (Pulumi's
   * `customTimeouts`).
   */
  readonly endsAt?: number;
  /**
   * Sends Delete while a transition is under way (PR-9, forceDelete); `steps` is that Delete alone.
   */
  readonly force?: true;
}

/** How far a run has come. */
export interface Progress {
  readonly done: readonly Step[];
  readonly service: Service | null;
  readonly served: OneShots;
  /** Whether a request that changes something has left the provider in this run, or may have. */
  readonly sent: boolean;
}

/** The state of a service, or `absent`. */
export const stateOf = (service: Service | null): string => service?.state ?? "absent";

/** What remains of a time limit when the whole run has one too. */
export function limited(
  run: Pick<Run, "clock">,
  { endsAt }: Pick<Job, "endsAt">,
  ms: number,
): number {
  return endsAt === undefined ? ms : Math.max(0, Math.min(ms, endsAt - run.clock.now()));
}
