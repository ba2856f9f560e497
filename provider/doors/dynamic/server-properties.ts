/** Resources of BizTalk Server between their typed form and the one that states have. */
import { defined } from "../../defined.js";
import type {
  CheckedResource,
  CheckedServerPlan,
  Kind,
  ResourceOutputs,
} from "../../bts/lifecycle/index.js";
import {
  isProperties,
  restoreUnknown,
  splitUnknown,
  UNKNOWN,
  type Properties,
} from "../../pulumi/unknown.js";
import type { Risk } from "../../plan/risk.js";
import { linesIn } from "./checked-inputs.js";
import { PLAN, RECORD } from "./hidden-names.js";
import { toWire } from "./wire-values.js";

/** What every resource has besides its kind's own. */
const COMMON: ReadonlySet<string> = new Set(["endpoint", "plan", PLAN, RECORD]);

/** A plan without its empty parts, for the class, policies and reports. */
export interface PackedServerPlan {
  readonly verdict: CheckedServerPlan["verdict"];
  readonly observed?: { readonly state: string };
  readonly steps?: readonly {
    readonly operation: string;
    readonly expects: string;
    readonly yields: string;
    readonly serves: string;
    readonly risk?: Risk;
  }[];
  readonly refusals?: CheckedServerPlan["refusals"];
  readonly invalid?: CheckedServerPlan["invalid"];
  readonly endpointError?: CheckedServerPlan["endpointError"];
}

/** A packed plan with all its parts; every step says its risk. */
export type UnpackedServerPlan = Pick<
  CheckedServerPlan,
  "verdict" | "observed" | "refusals" | "invalid" | "endpointError"
> & { readonly steps: readonly Pick<CheckedServerPlan["steps"][number], PackedPart>[] };

type PackedPart = "operation" | "expects" | "yields" | "serves" | "risk";

/** The headline of a plan that has nothing to do. */
const QUIET = /^noop from (.+)$/;

/** The plan in checked inputs; `null` where it is not known yet. */
export function unpackServerPlan(properties: Properties): UnpackedServerPlan | null {
  const packed = properties[PLAN] as PackedServerPlan | string | undefined;
  const [headline = ""] = linesIn(properties["plan"]) ?? [];
  const state = QUIET.exec(headline)?.[1];
  if (typeof packed !== "object" || !("verdict" in packed)) {
    return state === undefined
      ? null
      : { verdict: "noop", observed: { state }, refusals: [], steps: [] };
  }
  const { verdict, observed = null, steps = [], refusals = [], invalid, endpointError } = packed;
  return {
    ...{ verdict, observed, refusals },
    steps: steps.map((step) => ({ ...step, risk: step.risk ?? "none" })),
    ...defined({ invalid, endpointError }),
  };
}

/**
 * Packs a plan; `undefined` for one that has nothing to do. Notes are not in it: they say what
 * comes and goes, and an approved preview is bound to what stands in the inputs.
 */
function pack(plan: CheckedServerPlan): PackedServerPlan | undefined {
  const { verdict, observed, steps, refusals, invalid, endpointError } = plan;
  if (verdict === "noop") return undefined;
  const packed = steps.map(({ operation, expects, yields, serves, risk }) => ({
    ...{ operation, expects, yields, serves },
    ...(risk === "none" ? {} : { risk }),
  }));
  return {
    verdict,
    ...(observed === null ? {} : { observed: { state: observed.state } }),
    ...(packed.length === 0 ? {} : { steps: packed }),
    ...(refusals.length === 0 ? {} : { refusals }),
    ...defined({ invalid, endpointError }),
  };
}

const textAt = (properties: Properties, name: string): string | undefined => {
  const value = properties[name];
  return typeof value === "string" ? value : undefined;
};

const recordIn = (properties: Properties): Properties => {
  const record = properties[RECORD];
  return isProperties(record) ? record : {};
};

/** Inputs of a kind among properties. */
const inputsIn = (kind: Kind, properties: Properties): Properties =>
  Object.fromEntries(
    kind.inputNames.flatMap((name) =>
      properties[name] === undefined ? [] : [[name, properties[name]] as const],
    ),
  );

/** Reads checked inputs. */
export function readCheckedServer(kind: Kind, properties: Properties): CheckedResource {
  const { known: inputs, unknown } = splitUnknown(inputsIn(kind, properties));
  const { urn, kept } = recordIn(properties);
  return {
    urn: typeof urn === "string" ? urn : "",
    inputs,
    unknown,
    kept: isProperties(kept) ? kept : {},
    endpoint: textAt(properties, "endpoint"),
    lines: linesIn(properties["plan"]),
    plan: undefined,
  };
}

/** Writes checked inputs. */
export function writeCheckedServer(checked: CheckedResource): Properties {
  const { urn, inputs, unknown, kept, endpoint, lines, plan } = checked;
  const isOpen = plan?.verdict === "unknown" && plan.endpointError === undefined;
  return toWire({
    ...restoreUnknown(inputs, unknown),
    ...defined({ endpoint }),
    plan: lines ?? UNKNOWN,
    [PLAN]: plan === undefined || isOpen ? UNKNOWN : pack(plan),
    [RECORD]: { urn, ...(Object.keys(kept).length === 0 ? {} : { kept }) },
  });
}

/** Reads outputs. */
export function readServerOutputs(kind: Kind, properties: Properties): ResourceOutputs {
  const { urn, incomplete } = recordIn(properties);
  const names = new Set(kind.inputNames.filter((name) => !kind.live.includes(name)));
  const seen = Object.entries(properties).filter(
    ([name]) => !names.has(name) && !COMMON.has(name) && !name.startsWith("__"),
  );
  return {
    urn: typeof urn === "string" ? urn : "",
    inputs: inputsIn(kind, properties),
    seen: Object.fromEntries(seen),
    endpoint: textAt(properties, "endpoint"),
    lines: linesIn(properties["plan"]),
    incomplete: incomplete === true,
  };
}

/** Writes outputs: what is seen stands over what was asked for. */
export function writeServerOutputs(outputs: ResourceOutputs): Properties {
  const { urn, inputs, seen, endpoint, lines, incomplete } = outputs;
  return toWire({
    ...inputs,
    ...seen,
    ...defined({ endpoint }),
    plan: lines,
    [RECORD]: { urn, ...(incomplete ? { incomplete } : {}) },
  });
}
