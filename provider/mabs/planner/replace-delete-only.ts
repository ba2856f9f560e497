/**
 * The six states that only Delete leaves: what replaces a service in them, and what that takes
 * (docs/planner.md, Replacement).
 */
import { citeRow, displayState, editionHas, isLowerEdition, type State } from "../chart/index.js";
import type { DeleteOnlyState } from "./observed-power.js";
import { consents, consentTo, incidentOf, otherIncident } from "./consent.js";
import { planResult } from "./plan-result.js";
import { notAllowed, refuseLowerEdition, refuseUnits, wantedOperations } from "./refusals.js";
import { planReplacement, type Goal } from "./replacement.js";
import { BACKUP_LACKS, sourceProblem } from "./restore-source.js";
import type { Observed, Plan, RestoreSource } from "./shapes.js";
import { describeBackup } from "./steps.js";

interface Row {
  /** Whether the last known backup is restored, where there is one. */
  readonly restores: boolean;
  /** When data would be lost, so that the program has to consent. */
  readonly consent: "always" | "withoutBackup" | "never";
  /** What to try before. */
  readonly first?: string;
}

const BY_THE_PLATFORM: Row = {
  restores: true,
  consent: "always",
  first:
    "Most likely the platform did this and the data is intact: restore the " +
    "subscription first. Replacement is the last resort.",
};

/** One row for each state (docs/planner.md, Replacement). */
const REPLACEMENTS: Readonly<Record<DeleteOnlyState, Row>> = {
  ServiceUpdateFailed: { restores: true, consent: "withoutBackup" },
  CreatedFailed: { restores: false, consent: "never" },
  RestoreFailed: { restores: true, consent: "withoutBackup" },
  Disabled: BY_THE_PLATFORM,
  DisableFailed: BY_THE_PLATFORM,
  EnableFailed: BY_THE_PLATFORM,
};

/** What a replacement restores: what the program names, or else the last backup that is known. */
function backupOf({ observed, desired }: Goal, row: Row): RestoreSource | undefined {
  const { restoreFrom } = desired;
  const { lastBackup, edition } = observed;
  if (!row.restores || !editionHas(edition, "Backup")) return restoreFrom;
  if (restoreFrom !== undefined && restoreFrom.name !== lastBackup?.name) return restoreFrom;
  return lastBackup === undefined ? restoreFrom : { edition, ...lastBackup, ...restoreFrom };
}

function lossNote(state: State, from: RestoreSource | undefined, { lastBackup }: Observed): string {
  if (state === "CreatedFailed") {
    const restored =
      from === undefined ? "" : ` Restored from ${describeBackup(from)}. ${BACKUP_LACKS}`;
    return `The service was never created: it holds nothing that could be lost.${restored}`;
  }
  if (from !== undefined)
    return `Restored from ${describeBackup(from)}: what came after it is lost. ${BACKUP_LACKS}`;
  const known =
    lastBackup === undefined ? "no backup is known" : `last known ${describeBackup(lastBackup)}`;
  return `What the service holds is lost: ${known}.`;
}

/** Leaves a state that only Delete leaves, or says what that takes. */
export function replaceDeleteOnly(goal: Goal & { readonly state: DeleteOnlyState }): Plan {
  const { observed, state, desired, policy, found } = goal;
  const edition = desired.edition ?? observed.edition;
  const place = { state, edition: observed.edition, profile: policy.profile };
  if (isLowerEdition(edition, observed.edition)) {
    return planResult(observed, {
      verdict: "refused",
      refusals: [refuseLowerEdition(place, edition)],
    });
  }
  const badUnits =
    desired.units === undefined ? undefined : refuseUnits(place, edition, desired.units);
  if (badUnits !== undefined)
    return planResult(observed, { verdict: "refused", refusals: [badUnits] });

  const row = REPLACEMENTS[state];
  const incident = incidentOf(desired.serviceName, state);
  const consented = consents(policy, desired.serviceName, state);
  const known = backupOf(goal, row);
  const newVersion = desired.newVersion ?? observed.version;
  const problem = known && sourceProblem(known, { edition, newVersion, profile: policy.profile });
  // Where consent is for going on without a backup, one that cannot be restored is as good as none;
  // so is one that nothing could make restorable where consent is needed in any case.
  const isHopeless = problem?.permits === null && row.consent === "always";
  const isGivenUp = problem !== undefined && consented && row.consent === "withoutBackup";
  const from = isHopeless || isGivenUp ? undefined : known;
  // What was recorded needs nobody to confirm it.
  const isUnconfirmed = from?.unconfirmed === true && from.name !== observed.lastBackup?.name;
  // One with another problem is refused for that; consent to the Restore must not become one to an
  // empty service.
  const isSure = from !== undefined && (!isUnconfirmed || problem !== undefined);
  const needsConsent = row.consent === "always" || (row.consent === "withoutBackup" && !isSure);
  const consent = needsConsent && !consented;
  const wanted = wantedOperations(state, found);
  return planReplacement({
    ...goal,
    place,
    edition,
    before: () => [],
    to: [desired.state ?? "Active"],
    from,
    asked:
      wanted.length > 0
        ? { operation: wanted.join(", "), headline: notAllowed(wanted, place) }
        : {
            operation: "Delete",
            headline:
              `Recovery not possible in place: state ${displayState(state)} allows only ` +
              "Delete.",
          },
    permits: [
      ...(policy.recovery === "replace" ? [] : ['recovery: "replace"']),
      ...(consent ? [consentTo(incident)] : []),
      ...(policy.backupBeforeDelete === true ? ['backupBeforeDelete: "ifPossible"'] : []),
    ],
    problem: from === undefined ? undefined : problem,
    notes: [
      ...(row.first === undefined ? [] : [row.first]),
      ...(isHopeless ? [problem.headline] : []),
      lossNote(state, from, observed),
    ],
    hints: [
      ...(consent ? otherIncident(policy, incident) : []),
      ...(isUnconfirmed && !consented
        ? [
            `The endpoint cannot say whether ${describeBackup(from)} exists, and it ` +
              "was never recorded here.",
          ]
        : []),
      ...(problem !== undefined && !consented && row.consent === "withoutBackup"
        ? [`To go on without that backup, and lose what it holds, set ${consentTo(incident)}.`]
        : []),
    ],
    source: citeRow(state, policy.profile),
  });
}
