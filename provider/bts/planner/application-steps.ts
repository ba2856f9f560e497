/** Steps of an application, with what is sent. */
import type { Risk } from "../../plan/risk.js";
import {
  CLOSE_INTAKE,
  setOptions,
  unenlists,
  type StartOptions,
  type StopOptions,
} from "./application-options.js";
import { afterStart, afterStop, enabledLocations, isDisabled } from "./application-parts.js";
import type { ApplicationStep } from "./plan-shapes.js";
import type { ObservedApplication, ReceiveLocationName } from "./shapes.js";
import { countOf } from "./words.js";

const step = (
  application: ObservedApplication,
  facts: Pick<ApplicationStep, "operation" | "yields" | "serves"> & { readonly risk: Risk },
  source: string,
): ApplicationStep => ({
  expects: application.state,
  onFailure: application.state,
  detour: false,
  source,
  ...facts,
});

/** Starts it with every option. */
export const startStep = (
  application: ObservedApplication,
  options: StartOptions,
): ApplicationStep => ({
  ...step(
    application,
    {
      operation: "Start",
      yields: afterStart(application, options).state,
      serves: setOptions(options).join(", "),
      risk: "none",
    },
    "page How to Start and Stop a BizTalk Application; docs/bts.md, B-71",
  ),
  options,
});

/** Disables its receive locations and does nothing else; none where none is enabled. */
export function closeSteps(application: ObservedApplication): ApplicationStep[] {
  const closes = enabledLocations(application);
  if (closes.length === 0) return [];
  const closing = step(
    application,
    {
      operation: "Close intake",
      yields: afterStop(application, CLOSE_INTAKE).state,
      serves: countOf(closes.length, "receive location"),
      risk: "interrupts",
    },
    "docs/bts.md, B-73",
  );
  return [{ ...closing, options: CLOSE_INTAKE, closes }];
}

/** Enables what an unfinished drain has closed, as far as it still is. */
export function openSteps(
  application: ObservedApplication,
  closed: readonly ReceiveLocationName[],
): ApplicationStep[] {
  const opens = closed.filter((location) => isDisabled(application, location));
  if (opens.length === 0) return [];
  const opening = step(
    application,
    {
      operation: "Open intake",
      yields: application.state,
      serves: `${countOf(opens.length, "receive location")} that a drain had closed`,
      risk: "none",
    },
    "docs/bts.md, B-73",
  );
  return [{ ...opening, opens }];
}

/**
 * Stops it with every option. Unenlisting counts as ending what is left.
 *
 * @param onlyWhenEmpty - whether nothing may be left when it is done.
 */
export function stopStep(
  application: ObservedApplication,
  options: StopOptions,
  onlyWhenEmpty: boolean,
): ApplicationStep {
  const risk = unenlists(options) ? "destroys" : "interrupts";
  const serves = [...setOptions(options), ...(onlyWhenEmpty ? ["only when nothing is left"] : [])];
  const stopping = step(
    application,
    {
      operation: "Stop",
      yields: afterStop(application, options).state,
      serves: serves.join(", "),
      risk,
    },
    "page How to Start and Stop a BizTalk Application; docs/bts.md, B-71, B-72",
  );
  return { ...stopping, options, onlyWhenEmpty };
}
