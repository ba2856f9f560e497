/** Kinds of fields that the resources of BizTalk Server share. */
import { z } from "zod";
import { parseAge, parseDuration } from "../../pulumi/duration.js";
import { expects, groupOf, text, type Need } from "../../pulumi/input-fields.js";

type Milliseconds = z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>;

const inMilliseconds = (
  name: string,
  rule: string,
  read: (text: string) => number | undefined,
  need: Need,
): Milliseconds =>
  z
    .string({ error: expects(name, rule, need) })
    .refine((given) => read(given) !== undefined, { error: expects(name, rule) })
    .transform((given) => read(given) ?? 0);

/** A duration, read as milliseconds. */
export const duration = (name: string, need: Need = "optional"): Milliseconds =>
  inMilliseconds(name, 'a duration such as "90s", "10m" or "1h30m"', parseDuration, need);

/** How old something is at least, read as milliseconds. */
export const age = (name: string): Milliseconds =>
  inMilliseconds(name, 'an age with its unit, such as "12h" or "30d"', parseAge, "optional");

/** `true` or `false`. */
export const flag = (name: string): z.ZodBoolean =>
  z.boolean({ error: expects(name, "true or false") });

/** One of several words. */
export const oneOf = <const W extends readonly string[]>(
  name: string,
  words: W,
  need: Need = "optional",
): z.ZodEnum<{ [K in W[number]]: K }> =>
  z.enum(words, { error: expects(name, words.map((word) => `"${word}"`).join(", "), need) });

/** A whole number from 1 on. */
export function count(name: string): z.ZodNumber {
  const error = expects(name, "a whole number, 1 or more");
  return z.number({ error }).int({ error }).min(1, { error });
}

/** The consent to lose what instances hold. */
export function consent(name: string): z.ZodOptional<z.ZodString> {
  const rule = 'what the refusal printed, for instance "orders/terminate"';
  return text(name, rule)
    .regex(/^[^/].*\/terminate$/i, { error: expects(name, rule) })
    .optional();
}

const timeouts = <N extends string>(name: N) =>
  z
    .strictObject(
      { [name]: duration(`timeouts.${name}`).optional() } as Record<
        N,
        z.ZodOptional<ReturnType<typeof duration>>
      >,
      groupOf("timeouts", `{ ${name} }`),
    )
    .optional();

/** How long what is pending is waited for. */
export const settleTimeout = timeouts("settle");

/** How long a start or a stop is waited for. */
export const operationTimeout = timeouts("operation");

const ACTIONS = ["wait", "suspend", "terminate"] as const;

const DRAIN = {
  action: oneOf("drain.action", ACTIONS).default("wait"),
  deadline: duration("drain.deadline", "required"),
  onDeadline: oneOf("drain.onDeadline", ["refuse", "proceed"]).default("refuse"),
};

/** Under the planner's name for it. */
const inMs = <D extends { readonly deadline: number }>({ deadline, ...rest }: D) => ({
  ...rest,
  deadlineMs: deadline,
});

/** A drain of a host instance. */
export const drain = z
  .strictObject(DRAIN, groupOf("drain", "{ action, deadline, onDeadline }"))
  .transform(inMs);

/** A drain of an application. */
export const applicationDrain = z
  .strictObject(
    { ...DRAIN, suspended: oneOf("drain.suspended", ["list", "block"]).default("list") },
    groupOf("drain", "{ action, deadline, onDeadline, suspended }"),
  )
  .transform(inMs);
