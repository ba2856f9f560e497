/** Whether a step has nothing left to do: the service is already what the step would make of it. */
import type { Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import type { Job } from "./execute-plan.js";

/**
 * Whether a step is satisfied by the service as it is now.
 *
 * A Restart never is: what it does leaves no trace in the state. A step that starts where it ends (Scale in Active) is
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
    case "Create":
    case "Restore":
    case "Restart":
    case "Update Configuration":
    case "Wait":
      return false;
  }
}
