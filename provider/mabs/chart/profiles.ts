/**
 * Profiles: where Microsoft's documents contradict each other, a profile says which one is
 * followed.
 *
 * `chart` is the service state chart as printed. `rest-2016` follows the REST reference pages of
 * 2016 in the three cells in which they differ (docs/planner.md, Profiles; D-29 and D-32).
 */
import type { Operation } from "./operations.js";
import type { State } from "./states.js";

/** One cell that a profile changes, and the sentence that says so. */
interface ProfileCell {
  readonly state: State;
  readonly operation: Operation;
  readonly allowed: boolean;
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
