import assert from "node:assert/strict";
import { join } from "node:path";
import type { Finding, Report } from "../../provider/report/index.js";
import type { Ended } from "../cli/support/terminal.js";
import type { Project } from "../engine/support/project.js";

/** All that a command said, for an assertion that fails. */
export const textOf = ({ code, stdout, stderr }: Ended): string =>
  `${stdout}\n${stderr}\n(exit code ${code})`;

/** Runs a command that reviews a stack, and reads its report. */
export async function review(
  project: Project,
  code: number,
  command: string,
  ...args: readonly string[]
): Promise<Report> {
  const ended = await project.biztalk(command, "--report", "json", ...args);
  assert.equal(ended.code, code, textOf(ended));
  return JSON.parse(ended.stdout) as Report;
}

/** Runs a command that ends without a report; returns its diagnostics. */
export async function fails(project: Project, ...args: readonly string[]): Promise<string> {
  const ended = await project.biztalk(...args);
  assert.equal(ended.code, 1, textOf(ended));
  assert.equal(ended.stdout, "");
  assert.doesNotMatch(ended.stderr, /^ {4}at /m, "no stack");
  return ended.stderr;
}

/** Findings as `rule service`, in the report's order. */
export const rulesOf = ({ findings }: Report): string[] =>
  findings.map(({ rule, subject }) => `${rule} ${subject?.name ?? "-"}`);

/** The only finding of a rule about a service. */
export function finding({ findings }: Report, rule: string, service: string | null): Finding {
  const [found, ...more] = findings.filter(
    (each) => each.rule === rule && (each.subject?.name ?? null) === service,
  );
  assert.ok(found !== undefined && more.length === 0, JSON.stringify(findings, null, 2));
  return found;
}

/** Where a test keeps its plan. */
export const planOf = (project: Project): string => join(project.folder, "plan.json");
