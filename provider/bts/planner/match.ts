/** Which instances a policy is about (docs/bts.md, B-63). */
import { STATE_NAMES } from "./chart-instance.js";
import { isSameErrorCode } from "./error-codes.js";
import { isOlder, type Moment } from "./observed-time.js";
import { isSameName } from "../../same-name.js";
import type { Age, Match, ObservedInstance } from "./shapes.js";

/** One criterion. Where it is not given every instance fits, and it leaves none out. */
interface Criterion {
  readonly fits: (instance: ObservedInstance, match: Match, moment: Moment) => boolean;
  readonly narrows: (match: Match) => boolean;
}

const criterion = <Value>(
  given: (match: Match) => Value | undefined,
  fits: (instance: ObservedInstance, value: Value, moment: Moment) => boolean,
  narrows: (value: Value) => boolean = () => true,
): Criterion => ({
  fits: (instance, match, moment) => {
    const value = given(match);
    return value === undefined || fits(instance, value, moment);
  },
  narrows: (match) => {
    const value = given(match);
    return value !== undefined && narrows(value);
  },
});

/** A name is the same in any letter case; an instance without it does not fit. */
const named = (
  field: keyof ObservedInstance &
    keyof Match &
    ("application" | "serviceType" | "class" | "host" | "uri" | "adapter"),
): Criterion =>
  criterion(
    (match) => match[field],
    (instance, value) => isSameName(instance[field], value),
  );

const TIMES: Record<Age["from"], (instance: ObservedInstance) => string | null | undefined> = {
  created: ({ createdAt }) => createdAt,
  suspended: ({ suspendedAt }) => suspendedAt,
  pending: ({ pending }) => pending?.since,
};

const isIn = ({ state, pending }: ObservedInstance, name: string): boolean =>
  isSameName(state, name) ||
  (pending !== undefined && isSameName(`Pending ${pending.operation}`, name));

/** All criteria, a row each. */
const CRITERIA: readonly Criterion[] = [
  named("application"),
  named("serviceType"),
  named("class"),
  named("host"),
  criterion(
    ({ states }) => states,
    (instance, names) => names.some((name) => isIn(instance, name)),
    (names) => !STATE_NAMES.every((state) => names.some((name) => isSameName(state, name))),
  ),
  criterion(
    ({ errorCode }) => errorCode,
    (instance, code) => isSameErrorCode(instance.errorCode ?? "", code),
  ),
  criterion(
    ({ errorText }) => errorText,
    (instance, part) => (instance.errorText ?? "").toLowerCase().includes(part.toLowerCase()),
    (part) => part !== "",
  ),
  named("uri"),
  named("adapter"),
  criterion(
    ({ olderThan }) => olderThan,
    (instance, { ms, from }, moment) => isOlder(TIMES[from](instance), ms, moment),
    ({ ms }) => ms > 0,
  ),
];

/**
 * The instances that fit everything that is given. Every one does where nothing is: ask
 * `matchesEverything` before.
 */
export const matching = (
  instances: readonly ObservedInstance[],
  match: Match,
  moment: Moment,
): ObservedInstance[] =>
  instances.filter((instance) => CRITERIA.every(({ fits }) => fits(instance, match, moment)));

/** Whether a match leaves no instance out: nothing is given, or nothing that could. */
export const matchesEverything = (match: Match): boolean =>
  !CRITERIA.some(({ narrows }) => narrows(match));
