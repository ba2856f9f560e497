/**
 * What happens to the service that Pulumi replaces by another one, because its name or its
 * container changed: it is deleted, and what it holds goes with it. So that takes consent, or a
 * backup, as a replacement inside an update does.
 */
import { citeRow, displayState, parseState } from "../chart/index.js";
import { consents, consentTo, incidentOf, otherIncident } from "./consent.js";
import { planDeleteOf, stepsBeforeDelete } from "./plan-delete.js";
import { planResult, unknownState } from "./plan-result.js";
import { refusal, type Cause } from "./refusals.js";
import type { Observed, Plan, Policy } from "./shapes.js";
import { describeBackup } from "./steps.js";
import { whenSettled } from "./transition.js";

/** How Pulumi replaces a service. */
export interface PulumiReplacement {
  /** The name of the service that goes. */
  readonly serviceName: string;
  /** Whether the program names what the new service is restored from. */
  readonly restores: boolean;
  /** Why a backup that the program names is none that permits the Delete, for a refusal. */
  readonly notRestored?: string;
  /** Whether the program has a Backup taken before the Delete, and gives a store for it. */
  readonly takesBackup: boolean;
}

/** Nothing is legal of a service that is gone, whatever its edition was. */
const EDITION_OF_NOTHING = "Developer";

const OFFER =
  "To make the new one from a backup of it, name that one: restoreFrom: { name, store }.";

/** What becomes of what the service holds. */
function lossOf(
  { lastBackup }: Observed,
  { serviceName, restores, takesBackup }: PulumiReplacement,
): string {
  if (takesBackup)
    return `What ${serviceName} holds is lost, but for what is in the Backup that is taken before.`;
  const known =
    lastBackup === undefined
      ? "no backup of it is known"
      : `last known ${describeBackup(lastBackup)}`;
  const restored = restores ? ", but for what the new service is restored from" : "";
  return `What ${serviceName} holds is lost${restored}: ${known}.`;
}

function planRested(observed: Observed, change: PulumiReplacement, policy: Policy): Plan {
  const state = parseState(observed.state);
  if (state === undefined) return unknownState(observed);
  const { serviceName, restores, notRestored, takesBackup } = change;
  // It was never created, so there is nothing to lose, and nothing to back up.
  if (state === "CreatedFailed")
    return planDeleteOf(observed, state, { ...policy, backupBeforeDelete: false });
  const incident = incidentOf(serviceName, "replace");
  const consented = consents(policy, serviceName, "replace");
  const loss = lossOf(observed, change);
  const terms = takesBackup ? { ...policy, backupBeforeDelete: true } : policy;
  const refusedFor: Cause = {
    headline:
      `Operation not allowed: replacement of ${serviceName} (${displayState(state)}), ` +
      "which would delete it and what it holds.",
    operation: "Delete",
    permits: [consentTo(incident)],
    source: citeRow(state, policy.profile),
    hints: [
      "To keep what it holds, name a backup that the new service is restored " +
        "from (restoreFrom: { name, store }), or have one taken before (backup: { " +
        "name, store } and backupBeforeDelete: true).",
      `To lose it, set ${consentTo(incident)}.`,
      ...otherIncident(policy, incident),
      ...(notRestored === undefined ? [] : [notRestored]),
      loss,
    ],
  };
  // Where there is no way to a Backup, nothing keeps what the service holds: then it takes consent
  // all the same.
  const isBackedUp = takesBackup && stepsBeforeDelete(observed, state, terms) !== null;
  const cause = consented || restores || isBackedUp ? undefined : refusedFor;
  return planDeleteOf(observed, state, terms, { cause, notes: [loss] });
}

/** A service that is gone is lost under another name too: that is not passed over in silence. */
function planGone({ serviceName, restores }: PulumiReplacement, policy: Policy): Plan {
  const isKnown = (["absent", "replace"] as const).some((state) =>
    consents(policy, serviceName, state),
  );
  if (restores || isKnown) return planResult(null, { verdict: "noop" });
  const incident = incidentOf(serviceName, "absent");
  const refused = refusal(
    { state: "absent", edition: EDITION_OF_NOTHING, profile: policy.profile },
    {
      headline:
        `Operation not allowed: another service in the place of ${serviceName}, ` +
        "which this stack knows and which is gone.",
      operation: "Create",
      route: ["Create"],
      noRoute: "none.",
      permits: [consentTo(incident)],
      source: "docs/planner.md, Vanished services",
      hints: [`What it held is lost. ${OFFER}`, ...otherIncident(policy, incident)],
    },
  );
  return planResult(null, { verdict: "refused", refusals: [refused] });
}

/**
 * Plans for the old service of a replacement that Pulumi makes: a Delete with consent to
 * `NAME/replace`, with a backup that the new service is restored from, or after a Backup; refused
 * otherwise. `null` is a service that is gone already: that takes consent to `NAME/absent` or
 * `NAME/replace`, or a backup.
 */
export function planReplaced(
  observed: Observed | null,
  change: PulumiReplacement,
  policy: Policy,
): Plan {
  if (observed !== null && policy.keep === "retainOnDelete") {
    const note =
      `${change.serviceName} is left behind as it is (retainOnDelete), and this ` +
      "stack no longer knows it.";
    return planResult(observed, { verdict: "noop", notes: [note] });
  }
  return whenSettled(observed, (settled) =>
    settled === null ? planGone(change, policy) : planRested(settled, change, policy),
  );
}
