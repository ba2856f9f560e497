/**
 * Profiles: where Microsoft's documents contradict each other, a profile says which one is
 * followed.
 *
 * `chart` is the service state chart as printed. `rest-2016` follows the REST reference pages of
 * 2016 in the four cells in which they differ (docs/planner.md, Profiles; D-29, D-32 and D-33).
 */
import type { Operation } from "./operations.js";
import type { State } from "./states.js";

/** One cell that a profile changes, and the sentence that says so. */
interface ProfileCell {
  readonly state: State;
  readonly operation: Operation;
  readonly allowed: boolean;
  /** Where it leads from this state, where that is not what the table of results says. */
  readonly yields?: State;
  readonly authority: string;
}

/** The cells in which a profile differs from the printed chart. */
export const PROFILES = {
  chart: [],
  "rest-2016": [
    {
      state: "Suspended",
      operation: "Suspend",
      allowed: true,
      authority:
        "REST reference, Suspend BizTalk Service: suspending a suspended service " +
        "has no effect and is no error",
    },
    {
      state: "Suspended",
      operation: "Update Configuration",
      allowed: true,
      yields: "Suspended",
      authority:
        "REST reference, Suspend BizTalk Service: management operations go on while the service " +
        "is suspended",
    },
    {
      state: "Active",
      operation: "Backup",
      allowed: false,
      authority: "REST reference, Backup BizTalk Service: the service is suspended first",
    },
    {
      state: "Stopped",
      operation: "Backup",
      allowed: false,
      authority: "REST reference, Backup BizTalk Service: the service is suspended first",
    },
  ],
} as const satisfies Record<string, readonly ProfileCell[]>;

/** The name of a profile. */
export type Profile = keyof typeof PROFILES;

/**
 * Whether a backup of one service version may be restored into a service of another: the guides of
 * 2013 and 2014 refuse it, the reference of 2016 does not speak of it (D-40).
 */
export const RESTORES_ANY_VERSION: Readonly<Record<Profile, boolean>> = {
  chart: false,
  "rest-2016": true,
};

/** All profile names, the default first. */
export const PROFILE_NAMES = Object.keys(PROFILES) as readonly Profile[];
