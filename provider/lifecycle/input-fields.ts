/** Kinds of input fields, each with an error text that says what was given and what is accepted. */
import { z } from "zod";

type Issue = Parameters<Exclude<z.core.$ZodErrorMap, string>>[0];

/** A value as it was given, for an error text; never called with a secret. */
export const quote = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** An error text for a field that takes one kind of value. */
export const expects =
  (name: string, accepted: string): ((issue: Issue) => string) =>
  (issue: Issue): string =>
    `${name}: ${quote(issue.input)} was given; accepted: ${accepted}.`;

/** A text that is not empty. */
export const text = (name: string, accepted: string): z.ZodString =>
  z.string({ error: expects(name, accepted) }).min(1, { error: expects(name, accepted) });

/** A secret's text; the error never says what was given. */
export const secret = (name: string): z.ZodString => {
  const error = (): string => `${name}: something else than a text that is not empty was given; accepted: a text.`;
  return z.string({ error }).min(1, { error });
};

/** The error of a group that is no group at all; what was given may be a secret and is never said. */
export const groupOf = (name: string, accepted: string): { readonly error: (issue: Issue) => string | undefined } => ({
  error: ({ code }) =>
    code === "invalid_type" ? `${name}: something else was given; accepted: ${accepted}.` : undefined,
});
