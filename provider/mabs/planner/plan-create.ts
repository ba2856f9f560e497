/**
 * Plans for a service that does not exist: Create, or Restore from a backup (docs/planner.md,
 * Replacement).
 */
import type { Edition } from "../chart/index.js";
import { consents, consentTo, incidentOf, otherIncident } from "./consent.js";
import type { Differences } from "./differences.js";
import { overwrites } from "./overwritten-backup.js";
import { planResult } from "./plan-result.js";
import {
  causesOf,
  refuseFor,
  refuseRoute,
  refuseUnits,
  type Cause,
  type Place,
} from "./refusals.js";
import { BACKUP_LACKS, sourceProblem } from "./restore-source.js";
import { findRoute } from "./route.js";
import type { Desired, KnownBackup, Plan, Policy, RestoreSource, Step } from "./shapes.js";
import { describeBackup, toStep } from "./steps.js";

/**
 * Units of a service that is created without saying how many: every edition's default (editions
 * chart).
 */
const UNITS_DEFAULT = 1;

/**
 * The edition of a new service when nothing is said, in offline plans; the resource requires one.
 */
const EDITION_DEFAULT = "Developer";

/** A service that is made, and what it is made from. */
interface Founding {
  readonly place: Place;
  readonly edition: Edition;
  readonly desired: Desired;
  readonly policy: Policy;
  readonly from: RestoreSource | undefined;
  /** What differs from the service as Create or Restore makes it. */
  readonly found: Differences;
}

function foundingOf(desired: Desired, policy: Policy, edition: Edition): Founding {
  const { restoreFrom, units, backup } = desired;
  // Not "absent": that one may have been left behind by a service that vanished before.
  const isGivenUp =
    restoreFrom?.pending === true && consents(policy, desired.serviceName, "pending");
  const from = isGivenUp ? undefined : restoreFrom;
  const due = {
    scale: from?.units !== undefined && units !== undefined && from.units !== units,
    configure: false,
    restart: false,
    backup: backup !== undefined && backup.name !== from?.name,
  };
  return {
    place: { state: "absent", edition, profile: policy.profile },
    edition,
    desired,
    policy,
    from,
    found: { to: [desired.state ?? "Active"], due, settings: [], restartRecorded: undefined },
  };
}

/** Create or Restore, then the way to the power; `null` where there is none. */
function stepsOf(
  { edition, desired, policy, from, found }: Founding,
  detours: boolean,
): Step[] | null {
  const { profile } = policy;
  const { to, due } = found;
  const founding = from === undefined ? "Create" : "Restore";
  const moves = findRoute({ from: "absent", founding, to, due, detours, profile, edition });
  const observed =
    from?.units === undefined
      ? null
      : { state: "absent", edition, units: from.units, configuration: {} };
  const units = desired.units ?? UNITS_DEFAULT;
  const context = {
    observed,
    desired: { ...desired, units },
    differences: found,
    profile,
    power: to[0],
  };
  return moves?.map((move) => toStep(move, context)) ?? null;
}

/** A backup as a hint offers it. */
function offered({ name, takenAt }: KnownBackup): string {
  const time = takenAt === undefined ? "time not known" : `taken ${takenAt}`;
  return `restoreFrom: { name: "${name}", store } (${time})`;
}

/**
 * What stands against making a service anew that this stack knows and that is gone: what it held
 * would be lost without a word. A backup that it was not made from before, and a Restore that is
 * pending or given up, need no more consent.
 */
function vanishedCause({ desired, policy, from }: Founding): Cause | undefined {
  const { vanished, serviceName, lastBackup } = desired;
  if (vanished !== true || consents(policy, serviceName, "absent")) return undefined;
  if (desired.restoreFrom?.pending === true || (from !== undefined && from.stale !== true))
    return undefined;
  const operation = from === undefined ? "Create" : "Restore";
  const incident = incidentOf(serviceName, "absent");
  const isAnother = lastBackup !== undefined && lastBackup.name !== from?.name;
  return {
    headline:
      `Operation not allowed: ${operation} of ${serviceName ?? "a service"}, ` +
      "which this stack knows and which is gone.",
    operation,
    permits: [consentTo(incident)],
    source: "docs/planner.md, Vanished services",
    hints: [
      from === undefined
        ? "Create makes an empty service: what it held is lost."
        : `It was made from ${describeBackup(from)} before: what came after that is lost.`,
      ...(isAnother
        ? [`To restore the last known backup instead, set ${offered(lastBackup)}.`]
        : []),
      ...otherIncident(policy, incident),
    ],
  };
}

/** What stands against the Restore from a backup, and how a pending one is given up. */
function sourceCause({ edition, desired, policy, from }: Founding): Cause | undefined {
  const { newVersion } = desired;
  const problem = from && sourceProblem(from, { edition, newVersion, profile: policy.profile });
  if (problem === undefined || from?.pending !== true) return problem;
  const incident = incidentOf(desired.serviceName, "pending");
  const hints = [
    "The service was deleted to be restored from this backup, and the Restore is pending.",
    `To make an empty service instead, and lose what it held, set ${consentTo(incident)}.`,
    ...otherIncident(policy, incident),
  ];
  return { ...problem, hints };
}

/** What the plan of a new service says besides its steps. */
function notesOf({ desired, from }: Founding): string[] {
  const { vanished, lastBackup, units } = desired;
  if (from !== undefined) {
    const unitsKnown = from.units !== undefined || units === undefined;
    return [
      `Restored from ${describeBackup(from)}. ${BACKUP_LACKS}`,
      ...(unitsKnown
        ? []
        : ["The units in the backup are not known here: a Scale may follow at the next run."]),
    ];
  }
  if (vanished !== true) return [];
  const known =
    lastBackup === undefined
      ? "no backup of it is known"
      : `last known ${describeBackup(lastBackup)}`;
  return [`The service that this stack knew is gone, and what it held is lost: ${known}.`];
}

/** Plans for a service that does not exist. */
export function planCreate(desired: Desired, policy: Policy): Plan {
  const founding = foundingOf(desired, policy, desired.edition ?? EDITION_DEFAULT);
  const { place, edition, from, found } = founding;
  const badUnits = refuseUnits(place, edition, desired.units ?? UNITS_DEFAULT);
  if (badUnits !== undefined) return planResult(null, { verdict: "refused", refusals: [badUnits] });
  const direct = stepsOf(founding, policy.detours);
  const steps = direct ?? stepsOf(founding, true) ?? [];
  const route = steps.map(({ operation }) => operation);
  const operation = from === undefined ? "Create" : "Restore";
  const causes = causesOf([
    vanishedCause(founding),
    sourceCause(founding),
    direct === null ? refuseRoute(place, { found, founding: operation }) : undefined,
    overwrites(desired, route),
  ]);
  if (causes !== undefined) {
    return planResult(null, { verdict: "refused", refusals: [refuseFor(place, route, causes)] });
  }
  return planResult(null, { verdict: "legal", steps, notes: notesOf(founding) });
}
