/**
 * Services and goals for the planner's tests: builders that show only what differs, and the
 * literals of docs/planner.md.
 */
import type { Operation, Power, Profile, State } from "../../../provider/mabs/chart/index.js";
import {
  DEFAULT_POLICY,
  type Desired,
  type KnownBackup,
  type Observed,
  type Plan,
  type Policy,
} from "../../../provider/mabs/planner/index.js";

export const POWERS = ["Active", "Stopped", "Suspended"] as const satisfies readonly Power[];

export const DIRECT: Policy = {
  ...DEFAULT_POLICY,
  profile: "chart",
  detours: false,
  recovery: "inPlace",
};
export const WITH_DETOURS: Policy = { ...DIRECT, detours: true };

/** A Standard service with one unit. */
export function service(state: string, differs: Partial<Observed> = {}): Observed {
  return {
    state,
    edition: "Standard",
    units: 1,
    configuration: { customDomain: "orders.example" },
    ...differs,
  };
}

/** The same service as a goal. */
export function goal(state: Power, differs: Partial<Desired> = {}): Desired {
  return {
    state,
    edition: "Standard",
    units: 1,
    configuration: { customDomain: "orders.example" },
    ...differs,
  };
}

export const UNITS: Pick<Desired, "units"> = { units: 3 };
export const CONFIGURATION: Pick<Desired, "configuration"> = {
  configuration: { customDomain: "new.example" },
};
export const BACKUP: Pick<Desired, "backup"> = { backup: { name: "nightly" } };
export const TRIGGER: Pick<Desired, "restartTriggers"> = { restartTriggers: "rev-2" };

export const REPLACE: Policy = { ...DIRECT, recovery: "replace" };
export const ORDERS: Pick<Desired, "serviceName"> = { serviceName: "orders" };

/** A backup that is known, as a service's `lastBackup`. */
export const KNOWN = {
  name: "weekly",
  takenAt: "2016-05-16T00:00:00Z",
} as const satisfies KnownBackup;

export const operationsOf = ({ steps }: Plan): string[] => steps.map(({ operation }) => operation);

/** The only refusal of a plan. */
export function onlyRefusal({ verdict, refusals }: Plan): Plan["refusals"][number] {
  const [refusal] = refusals;
  if (verdict !== "refused" || refusal === undefined || refusals.length !== 1) {
    throw new Error(`expected one refusal, got ${verdict} with ${String(refusals.length)}`);
  }
  return refusal;
}

/**
 * Operation and state of the steps that do not expect what the step before yields; none in a plan
 * that chains.
 */
export const brokenLinks = ({ observed, steps }: Plan): string[] =>
  steps
    .filter(({ expects }, at) => expects !== (steps[at - 1]?.yields ?? observed?.state ?? "absent"))
    .map(({ operation, expects }) => `${operation} expects ${expects}`);

/** PR-1, typed from the rule. */
export const OBSERVED_POWERS: Partial<Record<State, readonly Power[]>> = {
  Active: ["Active"],
  Stopped: ["Stopped"],
  Suspended: ["Suspended"],
  StartFailed: ["Stopped"],
  StopFailed: ["Active"],
  RestartFailed: ["Active", "Stopped"],
  SuspendedFailed: ["Active"],
  ResumeFailed: ["Suspended"],
  ConfigUpdateFailed: ["Active"],
  ScaleFailed: ["Active"],
};

/**
 * docs/planner.md, Results: what a success yields (`undefined`: the same state) and what the
 * operation costs.
 */
export const EFFECTS: Readonly<
  Record<Exclude<Operation, "Delete">, { yields?: Power; onFailure?: State; interrupts: boolean }>
> = {
  Start: { yields: "Active", onFailure: "StartFailed", interrupts: false },
  Stop: { yields: "Stopped", onFailure: "StopFailed", interrupts: true },
  Restart: { yields: "Active", onFailure: "RestartFailed", interrupts: true },
  Suspend: { yields: "Suspended", onFailure: "SuspendedFailed", interrupts: true },
  Resume: { yields: "Active", onFailure: "ResumeFailed", interrupts: false },
  Scale: { yields: "Active", onFailure: "ScaleFailed", interrupts: false },
  "Update Configuration": { yields: "Active", onFailure: "ConfigUpdateFailed", interrupts: true },
  Backup: { interrupts: false },
};

/** Where an operation leads from a state: docs/planner.md, Results and, for one cell, Profiles. */
export function landsIn(
  operation: Exclude<Operation, "Delete">,
  state: State,
  profile: Profile = "chart",
): State {
  if (profile === "rest-2016" && operation === "Update Configuration" && state === "Suspended")
    return "Suspended";
  return EFFECTS[operation].yields ?? state;
}
