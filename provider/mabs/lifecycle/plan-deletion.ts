/** The plan for a service that shall be gone, by the inputs that its outputs recorded. */
import { defined } from "../../defined.js";
import type { Profile } from "../chart/index.js";
import type { KnownInputs } from "../inputs/service-inputs.js";
import { seenAs } from "../judge/seen-as.js";
import { plan, type Plan, type Policy, type Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";

/** The inputs that a delete goes by. */
export type DeletionInputs = Pick<KnownInputs, "backup" | "backupBeforeDelete" | "recovery">;

/**
 * The one written exception to the chart (PR-9): Delete of a service whose transition does not end.
 */
export function forcedDelete({ state }: Service): Step {
  return {
    operation: "Delete",
    expects: state,
    yields: "absent",
    onFailure: state,
    serves: "delete",
    risk: "destroys",
    detour: false,
    source: "docs/planner.md, PR-9",
  };
}

/** What a plan says that cannot take the Backup it was asked for. */
const NO_STORE =
  "No Backup before Delete: the program gives no store for it (backup: { name, store }).";

/**
 * The plan for a service that shall be gone, by the flags that its outputs recorded.
 *
 * @param taken - the name of a backup that an earlier run of this delete has taken.
 */
export function planDeletion(
  profile: Profile,
  live: Service,
  inputs: DeletionInputs,
  taken?: string,
): Plan {
  const { backupBeforeDelete: asked, recovery, backup } = inputs;
  const hasNoStore = asked === "ifPossible" && backup === undefined;
  const policy: Policy = {
    profile,
    detours: false,
    recovery,
    backupBeforeDelete: hasNoStore ? false : asked,
  };
  const observed = { ...seenAs(live), ...defined({ backupForDelete: taken }) };
  const planned = plan(observed, null, policy);
  return hasNoStore ? { ...planned, notes: [...planned.notes, NO_STORE] } : planned;
}
