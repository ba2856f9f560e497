/**
 * What changes on a service, from what to what: `units 1 -> 3`,
 * `configuration.trackingStore [secret]`.
 */
import { displayState, FOUNDING_OPERATIONS, isPower, parseState } from "../chart/index.js";
import type { JudgedPlan, ReviewedService } from "./reviewed-service.js";

/** A value for a person; what is not there is `nothing`. */
const text = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "nothing" : JSON.stringify(value);

/** One change as every report says it. */
export const changeOf = (name: string, from: unknown, to: unknown): string =>
  `${name} ${text(from)} -> ${text(to)}`;

/** A state as the chart spells it for people. */
export const display = (state: string): string => {
  const known = parseState(state);
  return known === undefined ? state : displayState(known);
};

/**
 * How a step says which settings it serves, which are secrets, and which are not known yet (the
 * planner's `serves`).
 */
const SETTING = /^configuration\.(\S+?)( \[secret\])?( \(value known at up\))?$/;

const POWER_OPERATIONS: ReadonlySet<string> = new Set([
  "Start",
  "Stop",
  "Restart",
  "Suspend",
  "Resume",
]);

/**
 * The operations that are asked for: those of the steps, or those that are refused, of which one
 * refusal names several.
 */
function operationsOf({ verdict, steps, refusals }: JudgedPlan): ReadonlySet<string> {
  if (verdict !== "refused") return new Set(steps.map(({ operation }) => operation));
  return new Set(refusals.flatMap(({ operation }) => operation.split(", ")));
}

/**
 * Where the plan leads to, or where a refused one was to lead to: out of a failed state in any
 * case.
 */
function stateAfter(
  { verdict, steps }: JudgedPlan,
  observed: NonNullable<JudgedPlan["observed"]>,
  operations: ReadonlySet<string>,
  wanted: string | undefined,
): string | undefined {
  if (verdict !== "refused") return steps.at(-1)?.yields;
  const state = parseState(observed.state);
  const isFailed = state !== undefined && !isPower(state);
  return isFailed || [...operations].some((operation) => POWER_OPERATIONS.has(operation))
    ? wanted
    : undefined;
}

/**
 * A setting: its value where it can be read, else its name alone. A secret's value is nowhere in
 * what is reported.
 */
function settingChange(served: string, { live, wanted, hidden }: ReviewedService): string[] {
  const [, name, secret, unknown] = SETTING.exec(served) ?? [];
  if (name === undefined) return [];
  const isSecret =
    secret !== undefined ||
    hidden.includes(name) ||
    (unknown === undefined && !(name in wanted.configuration));
  if (isSecret) return [`configuration.${name} [secret]`];
  if (unknown !== undefined) return [`configuration.${name}, known at up`];
  return [changeOf(`configuration.${name}`, live?.configuration[name], wanted.configuration[name])];
}

/** The settings that an update serves; of a refused one those that can be compared. */
function settingsServed(
  { verdict, steps }: JudgedPlan,
  { live, wanted }: ReviewedService,
): string[] {
  if (verdict !== "refused")
    return (
      steps.find(({ operation }) => operation === "Update Configuration")?.serves.split(", ") ?? []
    );
  return Object.keys(wanted.configuration)
    .filter((name) => text(live?.configuration[name]) !== text(wanted.configuration[name]))
    .map((name) => `configuration.${name}`)
    .sort();
}

/**
 * Each change that a plan makes, or that it is refused, on a service that is there. A new service
 * has none: nothing of it changes. What the program asks for and the plan does not serve
 * (`ignoreChanges`) is no change.
 */
export function describeChanges(reviewed: ReviewedService): string[] {
  const { plan, wanted, service, cloudService, replaces } = reviewed;
  const moved =
    replaces === null
      ? []
      : (
          [
            ["cloudService", replaces.cloudService, cloudService],
            ["serviceName", replaces.service, service],
          ] as const
        )
          .filter(([, from, to]) => from.toLowerCase() !== to.toLowerCase())
          .map(([name, from, to]) => changeOf(name, from, to));
  const observed = plan?.observed ?? null;
  if (
    plan === null ||
    observed === null ||
    plan.verdict === "unknown" ||
    reviewed.change === "delete"
  )
    return moved;
  const operations = operationsOf(plan);
  const isMadeAnew =
    operations.has("Edition") || FOUNDING_OPERATIONS.some((operation) => operations.has(operation));
  const { edition = observed.edition, units = observed.units } = wanted;
  const state = stateAfter(plan, observed, operations, wanted.state);
  return [
    ...moved,
    ...(isMadeAnew && edition !== observed.edition
      ? [changeOf("edition", observed.edition, edition)]
      : []),
    ...((isMadeAnew || operations.has("Scale")) && units !== observed.units
      ? [changeOf("units", observed.units, units)]
      : []),
    ...(state === undefined || state === observed.state
      ? []
      : [changeOf("state", display(observed.state), display(state))]),
    ...(operations.has("Update Configuration")
      ? settingsServed(plan, reviewed).flatMap((served) => settingChange(served, reviewed))
      : []),
  ];
}
