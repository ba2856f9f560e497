/**
 * The edition of a service that exists: never lower; higher by a replacement (docs/planner.md,
 * Editions).
 */
import { defined } from "../../defined.js";
import { editionHas, isLowerEdition, POWERS, type Edition } from "../chart/index.js";
import { consents, consentTo, incidentOf, otherIncident } from "./consent.js";
import { observedPowers } from "./observed-power.js";
import { NEW_BACKUP } from "./overwritten-backup.js";
import { planResult } from "./plan-result.js";
import { refuseLowerEdition, refuseUnits } from "./refusals.js";
import { planReplacement, type Goal, type Replacement } from "./replacement.js";
import { BACKUP_LACKS, sourceProblem } from "./restore-source.js";
import { findRoute } from "./route.js";
import type { Desired, Plan, RestoreSource, Step } from "./shapes.js";
import { describeBackup, toStep } from "./steps.js";

/** A goal with another edition. */
export interface EditionGoal extends Goal {
  readonly desired: Desired & { readonly edition: Edition };
}

/** What both ways have in common. */
type Common = Omit<Replacement, "before" | "from" | "permits" | "problem" | "notes" | "hints">;

/**
 * The way to a backup of the old service. It may be taken in any power that counts as observed or
 * is desired, and in Suspended, since a restored service begins there. A failed Scale or Update
 * Configuration is left by itself (PR-3).
 */
function routeToBackup(
  { observed, state, desired, policy, found }: Goal,
  detours: boolean,
): Step[] | null {
  const { profile } = policy;
  const powers = observedPowers(state);
  const direct = POWERS.filter(
    (power) => powers.includes(power) || power === desired.state || power === "Suspended",
  );
  const failed = { scale: state === "ScaleFailed", configure: state === "ConfigUpdateFailed" };
  const due = { ...failed, restart: false, backup: true };
  const moves = findRoute({
    from: state,
    to: POWERS,
    direct,
    due,
    detours,
    profile,
    edition: observed.edition,
  });
  const context = {
    observed,
    desired,
    differences: { settings: found.settings, due },
    profile,
    power: undefined,
  };
  return moves?.map((move) => toStep(move, context)) ?? null;
}

/** From Free and Developer: there is no backup, so Delete and Create. */
function withoutBackup(goal: EditionGoal, common: Common, replace: readonly string[]): Plan {
  const { observed, state, desired, policy } = goal;
  const incident = incidentOf(desired.serviceName, state);
  const consented = consents(policy, desired.serviceName, state);
  return planReplacement({
    ...common,
    before: () => [],
    from: undefined,
    permits: [
      ...replace,
      ...(consented ? [] : [consentTo(incident)]),
      ...(policy.backupBeforeDelete === true ? ['backupBeforeDelete: "ifPossible"'] : []),
    ],
    problem: undefined,
    notes: [`Edition ${observed.edition} has no backup: what the service holds is lost.`],
    hints: consented ? [] : otherIncident(policy, incident),
  });
}

/** Basic and Standard: Backup, Delete, Restore at the higher edition. */
function byRestore(goal: EditionGoal, common: Common, replace: readonly string[]): Plan {
  const { observed, state, desired, found } = goal;
  const { lastBackup, edition, units, version } = observed;
  const isFresh =
    observed.backupForDelete !== undefined && observed.backupForDelete === lastBackup?.name;
  const takes = !isFresh;
  // The way out of ScaleFailed sends the desired units, so they are in the backup.
  const scaled = state === "ScaleFailed" ? (desired.units ?? units) : units;
  const now = { edition, units: scaled, ...defined({ version }) };
  const named = desired.restoreFrom?.name === lastBackup?.name ? desired.restoreFrom : undefined;
  const from: RestoreSource = takes
    ? { ...now, name: desired.backup?.name ?? "NAME" }
    : { edition, ...lastBackup, ...named };
  const restored = takes ? "" : ` Restored from ${describeBackup(from)}.`;
  return planReplacement({
    ...common,
    before: (detours) => (takes ? routeToBackup(goal, detours) : []),
    from,
    permits: [...replace, ...(takes && !found.due.backup ? [NEW_BACKUP] : [])],
    problem: sourceProblem(from, {
      edition: desired.edition,
      newVersion: desired.newVersion ?? version,
      profile: goal.policy.profile,
    }),
    notes: [`The edition changes by Backup, Delete and Restore.${restored} ${BACKUP_LACKS}`],
    hints: [],
  });
}

/** Brings a service to another edition, or says what that takes. */
export function changeEdition(goal: EditionGoal): Plan {
  const { observed, state, desired, policy, found, recovery } = goal;
  const { edition } = desired;
  const place = { state, edition: observed.edition, profile: policy.profile };
  if (isLowerEdition(edition, observed.edition)) {
    return planResult(observed, {
      verdict: "refused",
      refusals: [refuseLowerEdition(place, edition)],
      recovery,
    });
  }
  const badUnits =
    desired.units === undefined ? undefined : refuseUnits(place, edition, desired.units);
  if (badUnits !== undefined)
    return planResult(observed, { verdict: "refused", refusals: [badUnits], recovery });
  const common: Common = {
    ...goal,
    place,
    edition,
    to: found.to,
    asked: {
      headline: `Operation not allowed: edition ${observed.edition} to ${edition} in place.`,
      rule: "edition-not-allowed" as const,
      operation: "Edition",
    },
    source: "editions chart, FAQ",
  };
  const replace = policy.recovery === "replace" ? [] : ['recovery: "replace"'];
  return editionHas(observed.edition, "Backup")
    ? byRestore(goal, common, replace)
    : withoutBackup(goal, common, replace);
}
