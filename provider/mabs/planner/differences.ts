/** What differs between a service and what it shall be. */
import { isDeepStrictEqual } from "node:util";
import type { Power, State } from "../chart/index.js";
import { observedPowers } from "./observed-power.js";
import type { Due } from "./route.js";
import type { Desired, Observed } from "./shapes.js";

/** The differences, by what serves them. */
export interface Differences {
  /**
   * Powers that would do; several where the power is unmanaged and the state counts as several
   * (PR-1).
   */
  readonly to: readonly Power[];
  readonly due: Due;
  /** Names of the settings that differ, sorted. */
  readonly settings: readonly string[];
  /** The power in which a due restart is only recorded, because the service rests in it (PR-5). */
  readonly restartRecorded: Exclude<Power, "Active"> | undefined;
}

/**
 * Names of desired settings that differ from the observed ones, sorted; what is not desired is
 * unmanaged.
 */
function differingSettings(observed: Observed, desired: Desired): string[] {
  return Object.entries(desired.configuration ?? {})
    .filter(([key, value]) => !isDeepStrictEqual(observed.configuration[key], value))
    .map(([key]) => key)
    .sort();
}

/** Compares a service in a resting or failed state with what it shall be. */
export function differences(observed: Observed, state: State, desired: Desired): Differences {
  const powers = observedPowers(state);
  const to = desired.state === undefined ? powers : [desired.state];
  const settings = differingSettings(observed, desired);
  const restartAsked = desired.restartTriggers !== undefined;
  // PR-5: with unchanged power, a service that rests gets its restart recorded as satisfied.
  const [power, ...otherPowers] = to;
  const rests =
    otherPowers.length === 0 && powers.length === 1 && powers[0] === power && power !== "Active";
  const restartRecorded = restartAsked && rests ? power : undefined;
  return {
    to,
    settings,
    restartRecorded,
    due: {
      // PR-3: in their own failed state, units or configuration count as different whatever was
      // read.
      scale:
        state === "ScaleFailed" ||
        (desired.units !== undefined && desired.units !== observed.units),
      configure: state === "ConfigUpdateFailed" || settings.length > 0,
      restart: restartAsked && restartRecorded === undefined,
      backup: desired.backup !== undefined && desired.backup.name !== observed.lastBackup?.name,
    },
  };
}
