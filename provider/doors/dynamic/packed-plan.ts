/**
 * The plan in checked inputs, for the class, policies and reports: without what is empty, and left
 * out altogether where the lines of the plan say all of it. A state holds it until the next update.
 */
import { parseEdition, parseState } from "../../mabs/chart/index.js";
import type { CheckedPlan } from "../../mabs/judge/checked-plan.js";
import {
  authorityOf,
  observedPowers,
  type Plan,
  type Recovery,
  type Step,
} from "../../mabs/planner/index.js";
import { isProperties, type Properties } from "../../pulumi/unknown.js";
import { PLAN } from "./hidden-names.js";

type Packed<T> = { readonly [K in keyof T]?: T[K] };

/** A step without what it has only for the executor, and what most steps do not have. */
export type PackedStep = Packed<Step> & Pick<Step, "operation" | "expects" | "yields" | "serves">;

/** A plan without its empty parts. */
export interface PackedPlan extends Packed<
  Omit<CheckedPlan, "verdict" | "observed" | "steps" | "recovery" | "replaced">
> {
  readonly verdict: Plan["verdict"];
  readonly observed?: {
    readonly state: string;
    readonly units?: number;
    readonly edition?: string;
  };
  readonly steps?: readonly PackedStep[];
  readonly recovery?: Pick<Recovery, "kind"> & {
    readonly steps: readonly PackedStep[];
    readonly backup?: Recovery["backup"];
  };
  readonly replaced?: {
    readonly cloudService: string;
    readonly serviceName: string;
    readonly plan: PackedPlan;
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

const withoutEmpty = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => !isEmpty(value)));

/** The source of a step that is the chart's own; of one that waits there is none. */
function usualSource({ operation, expects }: Pick<Step, "operation" | "expects">): string {
  const from = expects === "absent" ? expects : parseState(expects);
  return operation === "Wait" || from === undefined ? "" : authorityOf(operation, from);
}

/**
 * What the executor alone needs is in the memory of the run, and a usual source is known without
 * being said.
 */
function packStep({ onFailure, risk, source, ...step }: Step): Properties {
  return withoutEmpty({
    ...step,
    ...(risk === "none" ? {} : { risk }),
    ...(source === usualSource(step) ? {} : { source }),
  });
}

function pack(plan: CheckedPlan): Properties {
  const { observed, steps, recovery, replaced, ...rest } = plan;
  const { power, ...seen } = observed ?? {};
  return withoutEmpty({
    ...rest,
    ...(observed === null ? {} : { observed: seen }),
    steps: steps.map(packStep),
    ...(recovery === null
      ? {}
      : { recovery: { ...withoutEmpty({ ...recovery }), steps: recovery.steps.map(packStep) } }),
    ...(replaced === undefined ? {} : { replaced: { ...replaced, plan: pack(replaced.plan) } }),
  });
}

/** Packs a plan; `undefined` for one that has nothing to do and nothing to say. */
export function packPlan(plan: CheckedPlan | undefined): Properties | undefined {
  if (plan === undefined) return undefined;
  const packed = pack(plan);
  const { verdict, observed, ...rest } = packed;
  return verdict === "noop" && Object.keys(rest).length === 0 ? undefined : packed;
}

const unpackStep = (step: PackedStep): Step => ({
  risk: "none",
  detour: false,
  source: usualSource(step),
  onFailure: step.expects,
  ...step,
});

/** Where a plan starts, with the powers that its state counts as. */
function observedIn(packed: PackedPlan["observed"]): Plan["observed"] {
  if (packed === undefined) return null;
  const state = parseState(packed.state);
  const { units = 1, edition = "" } = packed;
  return {
    state: packed.state,
    power: state === undefined ? [] : observedPowers(state),
    units,
    edition: parseEdition(edition) ?? "Developer",
  };
}

/** A state before 0.2 holds plans with all their parts, `null` among them. */
const sparse = (packed: PackedPlan): PackedPlan =>
  withoutEmpty({ ...packed }) as unknown as PackedPlan;

function unpack(packed: PackedPlan): CheckedPlan {
  const {
    observed,
    steps = [],
    recovery,
    replaced,
    refusals = [],
    notes = [],
    ...rest
  } = sparse(packed);
  return {
    ...rest,
    refusals,
    notes,
    observed: observedIn(observed),
    steps: steps.map(unpackStep),
    recovery:
      recovery === undefined
        ? null
        : { backup: null, ...recovery, steps: recovery.steps.map(unpackStep) },
    ...(replaced === undefined ? {} : { replaced: { ...replaced, plan: unpack(replaced.plan) } }),
  };
}

/** The headline of a plan that has nothing to do. */
const QUIET = /^noop from (.+)$/;

/** The plan in checked inputs; `undefined` where it is not known yet. */
export function unpackPlan(properties: Properties): CheckedPlan | undefined {
  const packed = properties[PLAN];
  if (isProperties(packed) && "verdict" in packed) return unpack(packed as unknown as PackedPlan);
  const [headline] = Array.isArray(properties["plan"]) ? (properties["plan"] as unknown[]) : [];
  const state =
    packed === undefined && typeof headline === "string" ? QUIET.exec(headline)?.[1] : undefined;
  if (state === undefined) return undefined;
  const { units, edition } = properties;
  return unpack({
    verdict: "noop",
    observed: {
      state: parseState(state) ?? state,
      ...(typeof units === "number" ? { units } : {}),
      ...(typeof edition === "string" ? { edition } : {}),
    },
  });
}
