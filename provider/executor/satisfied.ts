/** Whether a step has nothing left to do: the service is already what the step would make of it. */
import type { Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import type { Job } from "./job.js";

/**
 * Whether a step is satisfied by the service as it is now.
 *
 * A Restart is only when its trigger was served already: what it does leaves no trace in the state. A step that starts where it ends (Scale in Active) is
 * judged by the difference that it serves.
 */
export function isSatisfied(step: Step, service: Service | null, job: Job): boolean {
  const state = service?.state ?? "absent";
  if (state !== step.yields) return false;
  switch (step.operation) {
    case "Start":
    case "Stop":
    case "Suspend":
    case "Resume":
    case "Delete":
      return true;
    case "Scale":
      return service?.units === job.desired.units;
    case "Backup":
      return service?.lastBackup?.name === job.backup?.name;
    case "Restart":
      // A one-shot that was served by an earlier run; any other Restart leaves no trace and is never satisfied.
      return step.serves === "restartTriggers" && job.due.restartTriggers === undefined;
    case "Create":
    case "Restore":
    case "Update Configuration":
    case "Wait":
      return false;
  }
}
