import assert from "node:assert/strict";
import type { Diagnostic, Outcome, Preview } from "./project.js";

/** Asserts that a command succeeded, and shows all that it said if not. */
export async function succeeds<T extends Outcome>(command: Promise<T>): Promise<T> {
  const outcome = await command;
  assert.equal(outcome.code, 0, outcome.text);
  return outcome;
}

/** Asserts that a command ended with exit code 1 and said each of the texts. */
export async function fails<T extends Outcome>(
  command: Promise<T>,
  ...texts: readonly (string | RegExp)[]
): Promise<T> {
  const outcome = await command;
  assert.equal(outcome.code, 1, outcome.text);
  says(outcome, ...texts);
  return outcome;
}

/** Asserts that a command said each of the texts. */
export function says({ text }: Outcome, ...texts: readonly (string | RegExp)[]): void {
  for (const each of texts) {
    const found = typeof each === "string" ? text.includes(each) : each.test(text);
    assert.ok(found, `not said: ${String(each)}\n${text}`);
  }
}

/** The errors that a preview shows on a resource, by its logical name. */
export function errorsOn({ diagnostics }: Preview, name: string): string[] {
  const isOn = ({ urn, severity }: Diagnostic): boolean =>
    severity === "error" && urn?.endsWith(`::${name}`) === true;
  return diagnostics.filter(isOn).map(({ message }) => message);
}

/** The plan that a preview shows on a resource: the text of an information or a warning. */
export function planOn({ diagnostics }: Preview, name: string): string {
  const found = diagnostics.find(
    ({ urn, message }) => urn?.endsWith(`::${name}`) === true && message.startsWith("Plan"),
  );
  return found?.message ?? "";
}

/** All that a preview says on a resource, by its logical name. */
export const saidOn = ({ diagnostics }: Preview, name: string): string =>
  diagnostics
    .filter(({ urn }) => urn?.endsWith(`::${name}`) === true)
    .map(({ message }) => message)
    .join("\n");
