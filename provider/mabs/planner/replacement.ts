/**
 * Replacement inside an update: steps up to Delete, then a new service of the same name
 * (docs/planner.md, Replacement).
 */
import { defined } from "../../defined.js";
import {
  isPower,
  parseState,
  RESULTS,
  type Edition,
  type Power,
  type State,
} from "../chart/index.js";
import type { Differences } from "./differences.js";
import { isDeleteOnly, observedPowers } from "./observed-power.js";
import { overwrites } from "./overwritten-backup.js";
import { planResult } from "./plan-result.js";
import {
  causesOf,
  DETOURS,
  refusal,
  refuseFor,
  refuseRoute,
  type Cause,
  type Place,
} from "./refusals.js";
import { findRoute } from "./route.js";
import type { Desired, Observed, Plan, Policy, Recovery, RestoreSource, Step } from "./shapes.js";
import { deleteStep, toStep } from "./steps.js";

/** What any plan for a service that exists is made from. */
export interface Goal {
  readonly observed: Observed;
  readonly state: State;
  readonly desired: Desired;
  readonly policy: Policy;
  readonly found: Differences;
  /**
   * The way out of a failed state in place; `null` where there is nothing to leave, or no such way.
   */
  readonly recovery: Recovery | null;
}

/** A replacement that was decided on, and what is missing for it. */
export interface Replacement extends Goal {
  readonly place: Place & { readonly state: State };
  /** The new service's edition. */
  readonly edition: Edition;
  /** The steps up to Delete, none for most; `null` where there are none without detours. */
  readonly before: (detours: boolean) => readonly Step[] | null;
  /** Powers that the new service may end in. */
  readonly to: readonly Power[];
  /** What the new service is restored from; without it, it is made empty. */
  readonly from: RestoreSource | undefined;
  /** What was asked for, as the first line of a refusal. */
  readonly asked: Pick<Cause, "headline" | "operation" | "rule">;
  /** Inputs that would permit it and are not given. */
  readonly permits: readonly string[];
  /** Why the backup cannot be restored. */
  readonly problem: Cause | undefined;
  /** What is lost, and what to try before. */
  readonly notes: readonly string[];
  readonly hints: readonly string[];
  readonly source: string;
}

/** The new service: Create or Restore, then what is due and the way to the power. */
function newService(
  replacement: Replacement,
  before: readonly Step[],
  detours: boolean,
): readonly Step[] | null {
  const { observed, state, desired, policy, edition, from, to, found } = replacement;
  const units = from === undefined ? desired.units : (from.units ?? observed.units);
  const taken = before.some(({ operation }) => operation === "Backup");
  const due = {
    scale: desired.units !== undefined && desired.units !== units,
    // Settings of the program are sent with Create and Restore.
    configure: false,
    restart: false,
    backup: found.due.backup && !taken,
  };
  const founding = from === undefined ? "Create" : "Restore";
  // What counts as observed of the old service (PR-1) is no detour of the new one.
  const direct = [RESULTS[founding].yields, ...observedPowers(state), ...to].filter(isPower);
  const query = {
    from: "absent",
    founding,
    to,
    direct,
    due,
    detours,
    profile: policy.profile,
    edition,
  } as const;
  const context = {
    observed: { ...observed, units: units ?? observed.units },
    desired: { ...desired, ...defined({ restoreFrom: from }) },
    differences: { settings: [], due },
    profile: policy.profile,
    power: to[0],
    ...(edition === observed.edition ? {} : { editions: { from: observed.edition, to: edition } }),
  };
  return findRoute(query)?.map((move) => toStep(move, context)) ?? null;
}

/** Everything up to Delete and after it; `null` where no route leads there. */
function wayOf(
  replacement: Replacement,
  detours: boolean,
): { before: readonly Step[]; after: readonly Step[] } | null {
  const before = replacement.before(detours);
  const after = before === null ? null : newService(replacement, before, detours);
  return before === null || after === null ? null : { before, after };
}

/** The plan of a replacement, or its refusal with everything that would permit it. */
export function planReplacement(replacement: Replacement): Plan {
  const { place, observed, desired, policy, edition, problem, notes, asked, source, from, found } =
    replacement;
  const { keep } = policy;
  const direct = wayOf(replacement, policy.detours);
  const way = direct ?? wayOf(replacement, true);
  if (way === null) {
    // Nothing leads to the goal on that edition: a service must not be deleted for it.
    const impossible = refusal(place, refuseRoute(place, { found, edition }));
    return planResult(observed, {
      verdict: "refused",
      refusals: [impossible],
      recovery: replacement.recovery,
    });
  }
  const { before, after } = way;
  const last = parseState(before.at(-1)?.yields ?? place.state) ?? place.state;
  const steps = [...before, deleteStep(last, "replacement"), ...after];
  const route = steps.map(({ operation }) => operation);
  const recovery = isDeleteOnly(place.state)
    ? ({ kind: "replacement", steps, backup: from ?? observed.lastBackup ?? null } as const)
    : replacement.recovery;
  const detours = direct === null ? [DETOURS] : [];
  const permits = [
    ...replacement.permits,
    ...detours,
    ...(keep === undefined ? [] : [`${keep}: false`]),
  ];
  const hints =
    keep === undefined ? [] : [`The resource option ${keep} forbids every plan with Delete.`];
  const causes = causesOf([
    permits.length === 0 ? undefined : { ...asked, permits, source, hints },
    problem,
    overwrites(desired, route),
  ]);
  if (causes === undefined)
    return planResult(observed, { verdict: "legal", steps, recovery, notes });
  const refused = refuseFor(place, route, causes, [...replacement.hints, ...notes]);
  return planResult(observed, { verdict: "refused", refusals: [refused], recovery });
}
