/** What one step sends: the request of an operation, and the one-shots that it serves. */
import { defined } from "../../defined.js";
import type { Step } from "../planner/index.js";
import type { OperationRequest, OperationStatus, Service } from "../protocol/index.js";
import type { Job } from "./job.js";
import type { JournalEntry, OneShots } from "./journal-entry.js";
import { wasTaken } from "./resume-journal.js";

/**
 * The request of an operation on a service as it is now; the ETag makes it apply to that version or
 * not at all.
 */
export function requestFor(
  job: Job,
  operation: OperationRequest["operation"],
  service: Service | null,
): OperationRequest {
  const base = {
    operation,
    service: job.service,
    ...(service === null ? {} : { etag: service.etag }),
  };
  const units = job.desired.units ?? service?.units;
  switch (operation) {
    case "Create":
      return { operation, service: job.service, body: job.desired, region: job.region };
    case "Restore": {
      // The unit count is in the backup; settings that are given win over the backup's (D-49).
      const { edition, configuration } = job.desired;
      const body = {
        ...defined({ edition }),
        configuration,
        ...defined({ restoreFrom: job.restoreFrom }),
      };
      return { operation, service: job.service, body, region: job.region };
    }
    case "Scale":
      // PR-6: one PUT carries one operation; what is left out means unchanged.
      return { ...base, body: { ...defined({ units }), configuration: {} } };
    case "Update Configuration":
      return { ...base, body: { configuration: job.desired.configuration } };
    case "Backup":
      return job.backup === undefined ? base : { ...base, backup: job.backup };
    case "Start":
    case "Stop":
    case "Restart":
    case "Suspend":
    case "Resume":
    case "Delete":
      return base;
  }
}

/** Operations after which a service runs anew, and those that carry its settings. */
const RUNS: ReadonlySet<string> = new Set(["Restart", "Start", "Create", "Restore"]);
const CONFIGURES: ReadonlySet<string> = new Set(["Update Configuration", "Create", "Restore"]);

/**
 * One-shots that an operation serves when it succeeds. PR-5: a restart before Update Configuration
 * serves no trigger.
 */
export function servedBy(operation: string, step: Step, { due, steps }: Job): OneShots {
  const configures = steps
    .slice(steps.indexOf(step) + 1)
    .some((later) => later.operation === "Update Configuration");
  const serves = {
    restartTriggers: RUNS.has(operation) && !configures,
    backup: operation === "Backup",
    secrets: CONFIGURES.has(operation),
  };
  return {
    ...(serves.restartTriggers && due.restartTriggers !== undefined
      ? { restartTriggers: due.restartTriggers }
      : {}),
    ...(serves.backup && due.backup !== undefined ? { backup: due.backup } : {}),
    ...(serves.secrets && due.secrets !== undefined ? { secrets: due.secrets } : {}),
  };
}

/**
 * Whether the caller's state has recorded the run that wrote an entry: what it served and left open
 * is in there then.
 */
const isRecorded = ({ generation = 0 }: JournalEntry, job: Pick<Job, "generation">): boolean =>
  job.generation !== undefined && generation < job.generation;

/**
 * One-shots of earlier runs that the caller's state has not recorded: the entry that is written now
 * must not forget them. Those of an operation that no run has seen the end of, and that are not due
 * in this one, count as served where the service shows that the operation was taken; uncertain
 * where nothing tells, to be reported and not repeated; neither where it was not taken or has
 * failed.
 *
 * @param status - of the earlier operation, where it could be polled.
 */
export function carriedOver(
  entry: JournalEntry | undefined,
  job: Pick<Job, "due" | "generation">,
  service: Service | null,
  status: OperationStatus | undefined,
): { readonly served: OneShots; readonly uncertain: OneShots } {
  if (entry === undefined || isRecorded(entry, job)) return { served: {}, uncertain: {} };
  const { due } = job;
  const { served, uncertain: before = {} } = entry;
  if (entry.phase === "done") return { served, uncertain: before };
  const open = Object.fromEntries(Object.entries(entry.serves).filter(([kind]) => !(kind in due)));
  const answer = service === null ? true : wasTaken(entry, service, status);
  return {
    served: answer === true ? { ...served, ...open } : served,
    uncertain: answer === "unknown" ? { ...before, ...open } : before,
  };
}
