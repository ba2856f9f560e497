/** Whether a step has nothing left to do: the service is already what the step would make of it. */
import { isDeepStrictEqual } from "node:util";
import type { Step } from "../planner/index.js";
import { SECRET_SETTINGS, type Service } from "../protocol/index.js";
import type { Job } from "./job.js";
import type { OneShots } from "./journal-entry.js";

/** Settings that can be read back are as desired, and no secret is due. */
function isConfigured(
  { configuration }: Service,
  { desired, due }: Job,
  served: OneShots,
): boolean {
  const readable = Object.entries(desired.configuration).filter(
    ([name]) => !SECRET_SETTINGS.has(name),
  );
  const isDue = due.secrets !== undefined && served.secrets === undefined;
  return !isDue && readable.every(([name, value]) => isDeepStrictEqual(configuration[name], value));
}

/**
 * Whether a step is satisfied by the service as it is now, and by the one-shots that this run has
 * served.
 *
 * A Restart is only when its trigger was served already: what it does leaves no trace in the state.
 * A step that starts where it ends (Scale in Active) is judged by the difference that it serves.
 */
export function isSatisfied(
  step: Step,
  service: Service | null,
  job: Job,
  served: OneShots = {},
): boolean {
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
      // A one-shot that was served by an earlier run; any other Restart leaves no trace and is
      // never satisfied.
      return (
        step.serves === "restartTriggers" &&
        (job.due.restartTriggers === undefined || served.restartTriggers !== undefined)
      );
    case "Update Configuration":
      // From a failed state it is the way out, whatever the settings are (PR-3).
      return step.expects === step.yields && service !== null && isConfigured(service, job, served);
    case "Create":
    case "Restore":
    case "Wait":
      return false;
  }
}
