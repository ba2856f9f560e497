/** Plans for a service that does not exist: Create, or Restore from a backup (planning rules, section 3). */
import type { Edition, Power } from "../chart/index.js";
import { consents, incidentOf, otherIncident } from "./consent.js";
import type { Differences } from "./differences.js";
import { planResult } from "./plan-result.js";
import { refusal, refuseRoute, refuseUnits, type Place } from "./refusals.js";
import { BACKUP_LACKS, sourceProblem } from "./restore-source.js";
import { findRoute } from "./route.js";
import type { Desired, Plan, Policy, RestoreSource } from "./shapes.js";
import { describeBackup, toStep } from "./steps.js";

/** Units of a service that is created without saying how many: every edition's default (fact sheet, section 7). */
const UNITS_DEFAULT = 1;

/** The edition of a new service when nothing is said, in offline plans; the resource requires one. */
const EDITION_DEFAULT = "Developer";

/** Plans for a service that does not exist. */
export function planCreate(desired: Desired, policy: Policy): Plan {
  const edition = desired.edition ?? EDITION_DEFAULT;
  const place = { state: "absent", edition, profile: policy.profile } as const;
  const badUnits = refuseUnits(place, desired.units ?? UNITS_DEFAULT);
  if (badUnits !== undefined) return planResult(null, { verdict: "refused", refusals: [badUnits] });
  const { restoreFrom } = desired;
  const givenUp = restoreFrom?.pending === true && consents(policy, desired.serviceName, "absent");
  return restoreFrom === undefined || givenUp
    ? planFounding(place, edition, desired, policy)
    : planRestore(place, edition, { ...desired, restoreFrom }, policy);
}

function planRestore(
  place: Place,
  edition: Edition,
  desired: Desired & { readonly restoreFrom: RestoreSource },
  policy: Policy,
): Plan {
  const { restoreFrom } = desired;
  const problem = sourceProblem(restoreFrom, edition, desired.newVersion);
  const planned = planFounding(place, edition, desired, policy, restoreFrom);
  const way = planFounding(place, edition, desired, { ...policy, detours: true }, restoreFrom).steps;
  const unitsKnown = restoreFrom.units !== undefined || desired.units === undefined;
  const notes = [
    `Restored from ${describeBackup(restoreFrom)}. ${BACKUP_LACKS}`,
    ...(unitsKnown ? [] : ["The units in the backup are not known here: a Scale may follow at the next run."]),
  ];
  if (problem === undefined) return { ...planned, notes };
  const incident = incidentOf(desired.serviceName, "absent");
  const givingUp = [
    "The service was deleted to be restored from this backup, and the Restore is pending.",
    `To make an empty service instead, and lose what it held, set acceptDataLoss: "${incident}".`,
    ...otherIncident(policy, incident),
  ];
  const refused = refusal(place, {
    ...problem,
    operation: "Restore",
    route: way.map(({ operation }) => operation),
    noRoute: "none.",
    hints: restoreFrom.pending === true ? givingUp : [],
  });
  return planResult(null, { verdict: "refused", refusals: [refused, ...planned.refusals] });
}

/** Create or Restore, then the way to the power. */
function planFounding(place: Place, edition: Edition, desired: Desired, policy: Policy, from?: RestoreSource): Plan {
  const { profile, detours } = policy;
  const units = desired.units ?? UNITS_DEFAULT;
  const power: Power = desired.state ?? "Active";
  const due = {
    scale: from?.units !== undefined && desired.units !== undefined && from.units !== desired.units,
    configure: false,
    restart: false,
    backup: desired.backup !== undefined && desired.backup.name !== from?.name,
  };
  const founding = from === undefined ? "Create" : "Restore";
  const moves = findRoute({ from: "absent", founding, to: [power], due, detours, profile, edition });
  if (moves === null) {
    const found: Differences = { to: [power], due, settings: [], restartRecorded: false };
    return planResult(null, { verdict: "refused", refusals: refuseRoute(place, found, founding) });
  }
  const observed =
    from?.units === undefined ? null : { state: "absent", edition, units: from.units, configuration: {} };
  const context = { observed, desired: { ...desired, units }, differences: { settings: [], due }, profile, power };
  return planResult(null, { verdict: "legal", steps: moves.map((move) => toStep(move, context)) });
}
