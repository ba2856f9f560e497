/** Outputs between their typed form and the one that states have. */
import { defined } from "../../defined.js";
import { isPower } from "../../mabs/chart/index.js";
import { INPUT_NAMES, knownInputs } from "../../mabs/inputs/service-inputs.js";
import type { ServiceOutputs } from "../../mabs/lifecycle/index.js";
import type { Properties } from "../../pulumi/unknown.js";
import { linesIn, withoutDefaults } from "./checked-inputs.js";
import { RECORD } from "./hidden-names.js";
import { readRecord, shortUrn, wholeUrn, type ServiceRecord } from "./record.js";
import { toWire } from "./wire-values.js";

const LIVE = ["state", "units"] as const;
const SEEN = [...LIVE, "power", "edition", "url", "etag", "version", "lastBackup"] as const;

/** Those of the live fields that are among names. */
const liveAmong = (names: readonly string[]): ServiceOutputs["managed"] =>
  LIVE.filter((each) => names.includes(each));

/**
 * Reads outputs of any version; what they do not say is as it is of a resource about which nothing
 * is known.
 */
export function readOutputs(properties: Properties): ServiceOutputs {
  const record = readRecord(properties);
  const managed = liveAmong(record.managed ?? LIVE);
  const { state, units, edition, ...inputs } = knownInputs(
    Object.fromEntries(INPUT_NAMES.map((name) => [name, properties[name]])),
  ).inputs;
  const { endpoint, lastOperation, recoveryPlan } = properties;
  const seen = Object.fromEntries(
    SEEN.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
  return {
    inputs,
    seen: seen,
    urn: wholeUrn(record.urn ?? ""),
    endpoint: typeof endpoint === "string" ? endpoint : undefined,
    life: record.life,
    runs: record.runs,
    ignored: record.ignore ?? [],
    moved: record.moved === true,
    lines: linesIn(properties["plan"]),
    lastOperation: typeof lastOperation === "string" ? lastOperation : undefined,
    recoveryPlan: linesIn(recoveryPlan) ?? [],
    managed,
    power: managed.includes("state") ? (record.power ?? state) : undefined,
    incomplete: record.incomplete === true,
    pendingRestore: record.pendingRestore,
  };
}

function recordOf(outputs: ServiceOutputs): ServiceRecord {
  const { urn, life, runs, ignored, moved, managed, power, incomplete, pendingRestore, seen } =
    outputs;
  const isUsual = managed.length === LIVE.length;
  const isSeen = power === seen.state && power !== undefined && isPower(power);
  return {
    urn: shortUrn(urn),
    ...defined({ life }),
    runs,
    ...(ignored.length === 0 ? {} : { ignore: ignored }),
    ...(moved ? { moved } : {}),
    ...(isUsual ? {} : { managed }),
    ...(power === undefined || isSeen ? {} : { power }),
    ...(incomplete ? { incomplete } : {}),
    ...defined({ pendingRestore }),
  };
}

/** Writes outputs. */
export function writeOutputs(outputs: ServiceOutputs): Properties {
  const { inputs, seen, endpoint, lastOperation, recoveryPlan, lines } = outputs;
  return toWire({
    ...withoutDefaults({ ...inputs }),
    ...seen,
    endpoint,
    lastOperation,
    recoveryPlan,
    plan: lines,
    [RECORD]: recordOf(outputs),
  });
}
