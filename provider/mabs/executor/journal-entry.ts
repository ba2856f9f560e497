/**
 * What the journal says of a service: which operation was sent last, how far it came, and which
 * one-shots it served (docs/architecture.md, The journal).
 */
import type { Power } from "../chart/index.js";
import type { KnownBackup } from "../planner/index.js";

/**
 * What leaves no trace on the service: each is known by the change it made, as digests from and to.
 */
export type OneShots = Readonly<
  Partial<
    Record<"restartTriggers" | "backup" | "secrets", { readonly from: string; readonly to: string }>
  >
>;

/**
 * A service that is deleted so that another one takes its place, or for good where `founding` is
 * `null`.
 */
export interface Replacing {
  readonly founding: "Create" | "Restore" | null;
  /** What the new service is restored from, or what was taken before the Delete. */
  readonly backup: KnownBackup | null;
}

/** What the journal knows of one service. */
export interface JournalEntry {
  /** The resource that created the service; `null` when it was not created through this journal. */
  readonly createdBy: string | null;
  /** From where it was created: another clone of a program has the same URNs. */
  readonly origin?: { readonly folder: string; readonly backend: string };
  /**
   * The create was answered and the engine ended in good order: it should have recorded the
   * service.
   */
  readonly answered?: true;
  /**
   * The life of the resource on whose behalf the entry was written: it says nothing of another one
   * of the same name.
   */
  readonly life?: string;
  /**
   * The run in which a resource made the service its own or last updated it: what another resource
   * of that run deletes is not this service, and what follows from it was not known in the preview.
   * `instead` is the service that it had before, by its key: that name is nobody's in that run.
   */
  readonly taken?: { readonly run: string; readonly urn: string; readonly instead?: string };
  readonly operation: string;
  /** When it was written, ISO 8601, UTC: for people. */
  readonly at?: string;
  /**
   * `sending`: not known whether it was accepted; `accepted`: poll, never send again; `done`: it
   * has ended.
   */
  readonly phase: "sending" | "accepted" | "done";
  /**
   * The service's ETag when the operation was sent, and once it is done the one that it left;
   * `null` where there is no service.
   */
  readonly etag: string | null;
  readonly operationId: string | null;
  /** One-shots that the operation serves. */
  readonly serves: OneShots;
  /** One-shots that were served, by runs that the caller's state has not recorded yet. */
  readonly served: OneShots;
  /**
   * The run that wrote it, by the job's count; it says which of journal and state is the newer one.
   */
  readonly generation?: number;
  /** One-shots that were due in that run. */
  readonly due?: OneShots;
  /**
   * What a Create or Restore sent: a service that is found there later must be like it to be its
   * work.
   */
  readonly founded?: { readonly edition?: string; readonly units?: number };
  /**
   * One-shots of which nobody can know whether they were served: reported, not repeated. Left out
   * when there are none.
   */
  readonly uncertain?: OneShots;
  /** A replacement or delete that is under way; `null` or left out when none is. */
  readonly replacing?: Replacing | null;
  /**
   * The power that the rest of the plan leads to; `null` or left out when nothing of it remains.
   */
  readonly target?: Power | null;
  /** The last backup that was taken through this journal. */
  readonly lastBackup?: KnownBackup | null;
}
