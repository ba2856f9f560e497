/** The steps of a policy: one for each state and what it leads to (docs/bts.md, B-65). */
import type { Risk } from "../../plan/risk.js";
import { OPERATIONS } from "./judge-instance.js";
import { isActed, isVanishing } from "./order-matches.js";
import type { InstanceMatch, InstanceStep } from "./plan-shapes.js";
import type { InstancePolicy, PolicyAction } from "./shapes.js";
import { countOf } from "./words.js";

/** What an action costs. */
const RISKS = {
  resume: "none",
  suspend: "interrupts",
  terminate: "destroys",
} as const satisfies Record<PolicyAction, Risk>;

/** The messages that are gone with some matches; `null` where that is not known. */
export const lossOf = (matches: readonly InstanceMatch[]): number | null =>
  matches.reduce<number | null>(
    (sum, { messagesLost }) => (sum === null || messagesLost === null ? null : sum + messagesLost),
    0,
  );

function servesOf(group: readonly InstanceMatch[], action: PolicyAction, fresh: boolean): string {
  const lost = lossOf(group);
  const losing = lost === null ? "messages lost: not known" : `${countOf(lost, "message")} lost`;
  return [
    countOf(group.length, "instance"),
    ...(action === "terminate" ? [losing] : []),
    ...(fresh ? ["those still there when read again"] : []),
  ].join(", ");
}

const isSameStep = (one: InstanceMatch, other: InstanceMatch): boolean =>
  one.instance.state === other.instance.state && one.yields === other.yields;

/** Matches of one state that lead to one state, side by side. */
function groupsOf(matches: readonly InstanceMatch[]): InstanceMatch[][] {
  const groups: InstanceMatch[][] = [];
  for (const match of matches) {
    const group = groups.find(([first]) => first !== undefined && isSameStep(first, match));
    if (group === undefined) groups.push([match]);
    else group.push(match);
  }
  return groups;
}

function saveStep(file: string, acted: readonly InstanceMatch[]): InstanceStep {
  return {
    operation: "Save messages",
    expects: "MessageBox",
    yields: file,
    onFailure: "MessageBox",
    serves: `metadata of the messages of ${countOf(acted.length, "instance")}, no bodies`,
    risk: "none",
    detour: false,
    source: "docs/bts.md, B-68",
    ids: acted.map(({ instance }) => instance.id),
    afterFreshRead: false,
  };
}

/** The steps for everything on which something is sent, in the order of the matches. */
export function instanceSteps(
  matches: readonly InstanceMatch[],
  { action, saveMessages }: InstancePolicy,
): InstanceStep[] {
  const acted = matches.filter(isActed);
  const ends = action === "terminate";
  const hasResumable = acted.some(({ instance }) => instance.state === "Suspended (resumable)");
  const steps = groupsOf(acted).map((group): InstanceStep => {
    const [first] = group;
    const fresh = ends && hasResumable && group.some(isVanishing);
    return {
      operation: OPERATIONS[action],
      expects: first?.instance.state ?? "",
      yields: first?.yields ?? "",
      onFailure: first?.instance.state ?? "",
      serves: servesOf(group, action, fresh),
      risk: RISKS[action],
      detour: false,
      source: first?.source ?? "",
      ids: group.map(({ instance }) => instance.id),
      afterFreshRead: fresh,
    };
  });
  const saves = ends && saveMessages !== undefined && steps.length > 0;
  return saves ? [saveStep(saveMessages, acted), ...steps] : steps;
}
