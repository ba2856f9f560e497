/** Findings that come from the engine's events alone: policies, programs and steps that failed. */
import { aboutStack, type Finding } from "../report/index.js";
import type { Said, StackEvents } from "./stack-events.js";

/** What a finding says of the resource that it is about. */
export type FoundAbout = Pick<Finding, "urn" | "subject" | "endpoint"> &
  Partial<Pick<Finding, "location" | "operation">>;

/** Puts a finding on the resource of its URN, where that is one of those given. */
function onResource(finding: Finding, subjects: readonly FoundAbout[]): Finding {
  const found = subjects.find(({ urn }) => urn === finding.urn);
  if (found === undefined) return finding;
  const { subject, endpoint, location = null, operation = null } = found;
  return { ...finding, subject, endpoint, location, operation };
}

const urnOf = (urn: string): string | null =>
  urn === "" || urn.includes("pulumi:pulumi:Stack") ? null : urn;

/** Violations of policies. */
export function policyFindings(
  { violations }: StackEvents,
  subjects: readonly FoundAbout[],
): Finding[] {
  return violations.map(({ urn, policy, level, message }) => {
    const rule = level === "mandatory" ? "policy-violated" : "policy-advice";
    return onResource(
      aboutStack(rule, { message, source: `policy ${policy}`, urn: urnOf(urn) }),
      subjects,
    );
  });
}

/**
 * How the engine lists the reasons of a step that was carried out in part: the first is the cause,
 * the others say more of it.
 */
const LISTED = /^\d+ errors? occurred:\s*\* /;

/** One error as one text whose first line is its cause. */
const causeFirst = (message: string): string =>
  LISTED.test(message) ? message.replace(LISTED, "").replaceAll(/\n\s*\* /g, "\n  ") : message;

/** How the engine says that a plan's lines are not those that were approved. */
const MOVED = / violates plan: .*\bplan\[\{\[(.*?)\]\}!=\{\[(.*?)\]\}\]/s;

/** Lines as the engine writes a list of texts: `{one} {other}`. */
const linesIn = (list: string): string =>
  list
    .split("} {")
    .map((line) => line.replace(/^\{|\}$/g, ""))
    .filter((line) => !line.startsWith("Instances: "))
    .join("; ");

/** What was approved and what it would be now; `undefined` for any other error. */
function movedText({ message, urn }: Said): string | undefined {
  const [, before, now] = MOVED.exec(message) ?? [];
  if (before === undefined || now === undefined) return undefined;
  const name = urn.split("::").at(-1) ?? "";
  const [approved, live] = [linesIn(before), linesIn(now)];
  const same = approved === live ? " The instances are others." : "";
  return `${name} has moved.${same}\n  approved: ${approved}\n  now: ${live}`;
}

/** Errors that are nobody's finding yet. */
export function failureFindings(
  { failed }: StackEvents,
  errors: readonly Said[],
  subjects: readonly FoundAbout[],
): Finding[] {
  return errors.map((said) => {
    const { message, urn } = said;
    const moved = movedText(said);
    if (moved !== undefined)
      return onResource(
        aboutStack("moved-since-approval", { message: moved, urn: urnOf(urn) }),
        subjects,
      );
    const rule = failed.includes(urn) ? "step-failed" : "program-failed";
    return onResource(
      aboutStack(rule, { message: causeFirst(message), urn: urnOf(urn) }),
      subjects,
    );
  });
}

/** The engine ended in error and nothing says why. */
export const unexplained = (code: number): Finding =>
  aboutStack("program-failed", {
    message: `The engine ended with exit code ${String(code)} and gave no reason.`,
  });
