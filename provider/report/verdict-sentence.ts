/**
 * A report's verdict as a sentence in plain words: whether it can be applied, and what that does.
 */
import type { Report, ReportedResource } from "./report-document.js";
import type { RuleId } from "./rules.js";

/** `1 service asks`, `2 services ask`. */
const countOf = (count: number, one: string, more: string): string =>
  `${String(count)} ${count === 1 ? one : more}`;

/** What stands against a report, a row for each kind: the rules of its findings, and its words. */
const AGAINST: readonly {
  readonly rules: readonly RuleId[];
  readonly say: (count: number) => string;
}[] = [
  {
    rules: ["operation-not-allowed", "edition-not-allowed"],
    say: (count) =>
      countOf(
        count,
        "service asks for what is not allowed",
        "services ask for what is not allowed",
      ),
  },
  {
    rules: ["input-not-accepted"],
    say: (count) =>
      countOf(
        count,
        "service has an input that is not accepted",
        "services have inputs that are not accepted",
      ),
  },
  {
    rules: ["service-not-owned"],
    say: (count) =>
      `${countOf(count, "resource", "resources")} would take over, share or abandon a live service`,
  },
  {
    rules: ["endpoint-unavailable"],
    say: (count) => `${countOf(count, "endpoint", "endpoints")} could not be asked`,
  },
  { rules: ["program-failed"], say: () => "the program or the engine failed" },
  {
    rules: ["moved-since-approval"],
    say: (count) =>
      countOf(
        count,
        "service has moved since the approval",
        "services have moved since the approval",
      ),
  },
  {
    rules: ["step-failed"],
    say: (count) => `a step failed on ${countOf(count, "service", "services")}`,
  },
  {
    rules: ["policy-violated"],
    say: (count) => countOf(count, "policy is violated", "policies are violated"),
  },
];

/**
 * What is counted of a finding: the service, the endpoint or the policy that it is about, each
 * once.
 */
const subjectOf = ({ urn, endpoint, source, rule }: Report["findings"][number]): string =>
  rule === "policy-violated" ? source : (urn ?? endpoint ?? "");

function against({ findings }: Report): string[] {
  return AGAINST.flatMap(({ rules, say }) => {
    const subjects = new Set(findings.filter(({ rule }) => rules.includes(rule)).map(subjectOf));
    return subjects.size === 0 ? [] : [say(subjects.size)];
  });
}

/** `a, b and c`. */
const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1) ?? ""}`;

const isMadeAnew = ({ change, steps, state }: ReportedResource): boolean =>
  change !== "delete" && state !== null && steps.some(({ operation }) => operation === "Delete");

/**
 * What happens to services that change, a row for each kind: which they are, and its words behind
 * `is` or `are`.
 */
const HAPPENING: readonly {
  readonly is: (service: ReportedResource) => boolean;
  readonly words: string;
}[] = [
  { is: ({ change }) => change === "delete", words: "deleted" },
  { is: isMadeAnew, words: "deleted and made anew" },
  {
    is: (service) =>
      service.state !== null &&
      !isMadeAnew(service) &&
      service.steps.some(({ risk }) => risk === "interrupts"),
    words: "interrupted",
  },
];

/** `3 services change, 1 of them is interrupted`. */
function changing(services: readonly ReportedResource[]): string {
  if (services.length === 1) {
    const happens = HAPPENING.find(({ is }) => services.every(is));
    return `1 service ${happens === undefined ? "changes" : `changes: it is ${happens.words}`}`;
  }
  const parts = HAPPENING.flatMap(({ is, words }) => {
    const count = services.filter(is).length;
    return count === 0 ? [] : [`${String(count)} of them ${count === 1 ? "is" : "are"} ${words}`];
  });
  return [`${String(services.length)} services change`, ...parts].join(", ");
}

const UNFINISHED: Readonly<Record<"cancelled" | "deadline", string>> = {
  cancelled: "it was cancelled",
  deadline: "its time was over",
};

/** Of a report without errors. */
function withoutErrors({ command, resources: services, findings }: Report): string {
  const changes = services.filter(
    ({ change, verdict }) => change !== "same" && verdict === "legal",
  );
  const open = services.filter(({ verdict }) => verdict === "unknown").length;
  const isDrifted = ({ urn, verdict }: ReportedResource): boolean =>
    verdict === "legal" ||
    findings.some((finding) => finding.rule === "drift" && finding.urn === urn);
  const unjudged =
    open === 0
      ? ""
      : ` ${countOf(open, "service cannot be judged yet", "services cannot be judged yet")}.`;
  if (command === "drift") {
    const count = services.filter(isDrifted).length;
    const differ = countOf(
      count,
      "service is not as the program asks",
      "services are not as the program asks",
    );
    return count === 0
      ? `**No drift**: every service is as the program asks.${unjudged}`
      : `**Drift**: ${differ}.${unjudged}`;
  }
  if (command === "up") {
    const changed = countOf(changes.length, "service was changed", "services were changed");
    return `**Done**: ${changes.length === 0 ? "nothing was to be changed" : changed}.`;
  }
  if (changes.length > 0) return `**Ready**: ${changing(changes)}.${unjudged}`;
  if (open > 0) return `**Not judged**:${unjudged}`;
  return services.length === 0
    ? "**Nothing to do**: no BizTalk resource is in it."
    : "**Nothing to do**: every service is as the program asks.";
}

/** The sentence, as Markdown: its first word in bold. */
export function verdictSentence(report: Report): string {
  const { command, ended, counts, findings } = report;
  if (ended === "cancelled" || ended === "deadline")
    return `**Not finished**: ${UNFINISHED[ended]}, and what follows is what was known by then.`;
  if (counts.error === 0) return withoutErrors(report);
  const why = listed(against(report));
  if (command !== "up") return `**Blocked**: ${why}; nothing can be applied.`;
  const isBegun = ended === "failed" || findings.some(({ rule }) => rule === "step-failed");
  return isBegun
    ? `**Failed**: ${why}; the next preview shows what is left and the way out.`
    : `**Not applied**: ${why}; nothing was sent.`;
}
