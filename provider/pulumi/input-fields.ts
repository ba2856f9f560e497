/** Kinds of input fields, each with an error text that says what was given and what is accepted. */
import { z } from "zod";

type Issue = Parameters<Exclude<z.core.$ZodErrorMap, string>>[0];

/** A value as it was given, for an error text; never called with a secret. */
export const quote = (value: unknown): string =>
  value === undefined ? "nothing" : JSON.stringify(value);

/** Whether an input may be left out; `required` ones of a group go with the group. */
export type Need = "optional" | "required";

/** What is said of `null`, which is no way to leave an input out: `undefined` is. */
export const nullGiven = (name: string, accepted: string, need: Need = "optional"): string =>
  need === "required"
    ? `${name}: null was given; it is required, give ${accepted}.`
    : `${name}: null was given; leave it out or give ${accepted}.`;

/** An error text for a field that takes one kind of value. */
export const expects =
  (name: string, accepted: string, need: Need = "optional"): ((issue: Issue) => string) =>
  (issue: Issue): string =>
    issue.input === null
      ? nullGiven(name, accepted, need)
      : `${name}: ${quote(issue.input)} was given; accepted: ${accepted}.`;

/** A text that is not empty. */
export const text = (name: string, accepted: string, need: Need = "optional"): z.ZodString =>
  z
    .string({ error: expects(name, accepted, need) })
    .min(1, { error: expects(name, accepted, need) });

/** A secret's text; the error never says what was given, unless that is nothing. */
export const secret = (name: string, need: Need = "optional"): z.ZodString => {
  const error = ({ input }: Issue): string =>
    input === null
      ? nullGiven(name, "a text", need)
      : `${name}: something else than a text that is not empty was given; accepted: a text.`;
  return z.string({ error }).min(1, { error });
};

/**
 * The error of a group that is no group at all; what was given may be a secret and is never said.
 */
export const groupOf = (
  name: string,
  accepted: string,
): { readonly error: (issue: Issue) => string | undefined } => ({
  error: ({ code, input }) => {
    if (code !== "invalid_type") return undefined;
    return input === null
      ? nullGiven(name, accepted)
      : `${name}: something else was given; accepted: ${accepted}.`;
  },
});
