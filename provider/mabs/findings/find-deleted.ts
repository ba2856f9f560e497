/**
 * Findings about services that go: deleted by the user's wish, or because Pulumi replaces their
 * resource.
 */
import { parseTransitionalState } from "../chart/index.js";
import { about, joined, legalIn, refused, routeOf } from "./about-service.js";
import { display } from "./changes.js";
import type { Finding } from "../../report/report-document.js";
import type { ReviewedService } from "./reviewed-service.js";
import { RULES, type RuleId } from "../../report/rules.js";

/** What is known of a backup of the service, with its age. */
function knownBackup({ backup }: ReviewedService): string {
  if (backup === null) return "No backup of it is known.";
  const age = backup.age === null ? "" : `, taken ${backup.age} ago`;
  return `Its last backup is ${backup.name}${age}.`;
}

/**
 * The service that goes when Pulumi replaces its resource: a replacement like one that a recovery
 * makes. What it is refused is said of the resource, once.
 */
function replaced(
  reviewed: ReviewedService,
  into: NonNullable<ReviewedService["replacedBy"]>,
): Finding[] {
  const { service, plan } = reviewed;
  if (plan === null || plan.verdict === "refused") return [];
  const base = { operation: "Delete" };
  if (plan.verdict === "unknown")
    return [
      about(reviewed, "delete-not-judged", {
        ...base,
        message: [`${service} is replaced.`, ...plan.notes].join("\n"),
      }),
    ];
  if (!plan.steps.some(({ operation }) => operation === "Delete")) return [];
  const way =
    `${service} is deleted, and ${into.cloudService}/${into.service} is made ` +
    `in its place: ${joined(plan.steps)}.`;
  return [
    about(reviewed, "destroys", {
      ...base,
      legalHere: plan.observed === null ? [] : legalIn(plan.observed.state, reviewed),
      route: routeOf(plan.steps),
      source: plan.steps[0]?.source ?? RULES.destroys.source,
      message: [way, ...plan.notes, knownBackup(reviewed)].join("\n"),
    }),
  ];
}

/** The findings about a service that is deleted. */
export function findDeleted(reviewed: ReviewedService): Finding[] {
  const { service, live, plan, backup, elsewhere } = reviewed;
  if (elsewhere !== null) {
    const message =
      `${service} is deleted, and it is at ${elsewhere.recorded}, where its ` +
      `provider does not look any more: that is ${elsewhere.now} now. Set the ` +
      `endpoint back, run \`pulumi up\`, and change it then.`;
    return [about(reviewed, "service-not-owned", { operation: "Delete", message })];
  }
  if (reviewed.replacedBy !== null) return replaced(reviewed, reviewed.replacedBy);
  if (live === null) return [];
  const base = { operation: "Delete", asked: reviewed.asked };
  if (live === undefined) {
    const message =
      `${service} is deleted, and its endpoint could not be asked in which ` + "state it is.";
    return [about(reviewed, "delete-not-judged", { ...base, message })];
  }
  const known = knownBackup(reviewed);
  const details = { ...base, legalHere: legalIn(live.state, reviewed) };
  const tell = (rule: RuleId, why: string): Finding[] => [
    about(reviewed, rule, {
      ...details,
      message: `${service} is deleted in state ${display(live.state)}. ${why}`,
    }),
  ];
  if (parseTransitionalState(live.state) !== undefined)
    return tell("deletes-transitional", `The delete waits until that has ended. ${known}`);
  if (plan === null) return tell("delete-not-judged", known);
  if (plan.refusals.length > 0) return plan.refusals.map((refusal) => refused(reviewed, refusal));
  if (plan.verdict === "unknown") return tell("delete-not-judged", plan.notes.join(" "));
  const way = `Plan: ${joined(plan.steps)}.`;
  if (plan.steps.some(({ operation }) => operation === "Backup")) return tell("deletes", way);
  if (backup === null) return tell("deletes-without-backup", `${known} ${way}`);
  return tell(reviewed.backupIsOld ? "deletes-with-old-backup" : "deletes", `${known} ${way}`);
}
