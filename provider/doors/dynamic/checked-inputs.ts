/** Checked inputs between their typed form and the one that states have. */
import { defined } from "../../defined.js";
import { isDeepStrictEqual } from "node:util";
import { INPUT_DEFAULTS } from "../../mabs/inputs/input-defaults.js";
import { INPUT_NAMES, knownInputs } from "../../mabs/inputs/service-inputs.js";
import type { CheckedService } from "../../mabs/lifecycle/index.js";
import { isUnknown, restoreUnknown, UNKNOWN, type Properties } from "../../pulumi/unknown.js";
import { PLAN, RECORD } from "./hidden-names.js";
import { packPlan, unpackPlan } from "./packed-plan.js";
import { readRecord } from "./record.js";
import { toWire } from "./wire-values.js";

/** A text that is known. */
const known = (value: unknown): string | undefined =>
  typeof value === "string" && !isUnknown(value) ? value : undefined;

/** Lines of a plan that are known. */
export const linesIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((line) => typeof line === "string" && !isUnknown(line))
    ? (value as string[])
    : undefined;

/** Inputs that are not at their default: a state holds nothing that can be said again. */
export function withoutDefaults(inputs: Properties): Properties {
  const defaults: Properties = INPUT_DEFAULTS;
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => !isDeepStrictEqual(value, defaults[name])),
  );
}

/** Reads checked inputs. */
export function readChecked(properties: Properties): CheckedService {
  const record = readRecord(properties);
  return {
    ...knownInputs(Object.fromEntries(INPUT_NAMES.map((name) => [name, properties[name]]))),
    url: known(properties["url"]),
    endpoint: known(properties["endpoint"]),
    life: record.life,
    runs: record.runs,
    ignored: record.ignore ?? [],
    moved: record.moved === true,
    lines: linesIn(properties["plan"]),
    plan: unpackPlan(properties),
  };
}

/** Reads the checked inputs that the engine has; `undefined` for a new resource. */
export const readRecorded = (olds: Properties): CheckedService | undefined =>
  Object.keys(olds).length === 0 ? undefined : readChecked(olds);

/** What an unjudged or new resource does not know in a preview, and has in the update. */
function recordOf({ life, runs, ignored, moved }: CheckedService, isUnborn: boolean): Properties {
  const alive = life ?? (isUnborn ? UNKNOWN : undefined);
  return {
    ...defined({ life: alive }),
    runs: runs ?? UNKNOWN,
    ...(ignored.length === 0 ? {} : { ignore: ignored }),
    ...(moved ? { moved } : {}),
  };
}

/** How checked inputs are written. */
export interface Writing {
  /** What the program gives, to be shown as it is where it is not accepted. */
  readonly given?: Properties;
  /** Whether the resource gets its life only in the update. */
  readonly isUnborn?: boolean;
}

/** Writes checked inputs. */
export function writeChecked(
  checked: CheckedService,
  { given = {}, isUnborn = false }: Writing = {},
): Properties {
  const { inputs, unknown, url, endpoint, lines, plan } = checked;
  const isRefused = plan?.invalid !== undefined;
  const shown = { ...inputs, ...(isRefused ? given : {}) };
  const packed = lines === undefined && plan === undefined ? UNKNOWN : packPlan(plan);
  return toWire({
    ...restoreUnknown(
      { ...withoutDefaults(shown), cloudService: inputs.cloudService ?? UNKNOWN },
      unknown,
    ),
    url: url ?? UNKNOWN,
    ...defined({ endpoint }),
    [RECORD]: recordOf(checked, isUnborn),
    plan: lines ?? UNKNOWN,
    [PLAN]: packed,
  });
}
