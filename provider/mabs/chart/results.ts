/**
 * What an operation leads to. A table apart from the chart, because the sources state few results:
 * each row is marked `documented` or `inferred` (docs/planner.md, Results; D-22).
 */
import type { Risk } from "../../plan/risk.js";
import type { FoundingOperation, Operation } from "./operations.js";
import type { State, TransitionalState } from "./states.js";

/** The results of one operation. */
export interface Result {
  /** The state on success; `same` leaves it, `absent` means that the service is gone. */
  readonly yields: State | "same" | "absent";
  /** The state after an operation that failed; `same` where only the operation is marked failed. */
  readonly onFailure: State | "same";
  /** The state on the wire while the operation runs. */
  readonly during: TransitionalState;
  readonly risk: Risk;
  readonly mark: "documented" | "inferred";
  readonly source: string;
}

/** One row for each operation. */
export const RESULTS: Readonly<Record<Operation | FoundingOperation, Result>> = {
  Create: {
    yields: "Active",
    onFailure: "CreatedFailed",
    during: "Creating",
    risk: "none",
    mark: "documented",
    source: "service state chart: a new service that completes is Active",
  },
  Restore: {
    yields: "Suspended",
    onFailure: "RestoreFailed",
    during: "Restoring",
    risk: "none",
    mark: "documented",
    source: "backup and restore guide: a restored service is always Suspended",
  },
  Start: {
    yields: "Active",
    onFailure: "StartFailed",
    during: "Starting",
    risk: "none",
    mark: "inferred",
    source: "from the names",
  },
  Stop: {
    yields: "Stopped",
    onFailure: "StopFailed",
    during: "Stopping",
    risk: "interrupts",
    mark: "documented",
    source: "service state chart, prose: from Active; from failed states inferred",
  },
  Restart: {
    yields: "Active",
    onFailure: "RestartFailed",
    during: "Restarting",
    risk: "interrupts",
    mark: "inferred",
    source: "from the names",
  },
  Suspend: {
    yields: "Suspended",
    onFailure: "SuspendedFailed",
    during: "Suspending",
    risk: "interrupts",
    mark: "inferred",
    source: "from the names",
  },
  Resume: {
    yields: "Active",
    onFailure: "ResumeFailed",
    during: "Resuming",
    risk: "none",
    mark: "inferred",
    source: "from the names; the portal starts a restored service with Resume",
  },
  Delete: {
    yields: "absent",
    onFailure: "same",
    during: "Deleting",
    risk: "destroys",
    mark: "inferred",
    source: "there is no state for a failed delete (D-20)",
  },
  Scale: {
    yields: "Active",
    onFailure: "ScaleFailed",
    during: "Updating",
    risk: "none",
    mark: "documented",
    source:
      "dashboard page: Updating while units are added, the service keeps " +
      "running; the failure is inferred",
  },
  "Update Configuration": {
    yields: "Active",
    onFailure: "ConfigUpdateFailed",
    during: "Updating",
    risk: "interrupts",
    mark: "inferred",
    source: "from the names; from StartFailed, StopFailed and RestartFailed by PR-8",
  },
  Backup: {
    yields: "same",
    onFailure: "same",
    during: "BackingUp",
    risk: "none",
    mark: "inferred",
    source: "D-20 and D-24: there is no state for a backup that failed",
  },
};
