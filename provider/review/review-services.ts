/** From the engine's events and the endpoints' answers to what a report is made of. */
import { SERVICE_TYPE } from "../resource-types.js";
import { relative, resolve } from "node:path";
import { parseTransitionalState } from "../mabs/chart/index.js";
import { unpackPlan } from "../doors/dynamic/packed-plan.js";
import { readOutputs } from "../doors/dynamic/service-outputs.js";
import type { CheckedPlan } from "../mabs/judge/checked-plan.js";
import { isUnknown, type Properties } from "../pulumi/unknown.js";
import { planDeletion } from "../mabs/lifecycle/index.js";
import { serviceKey, type Service } from "../mabs/protocol/index.js";
import type { ReviewedService, Wanted } from "../mabs/findings/index.js";
import type { Asked } from "./live-services.js";
import { ageOf } from "./age.js";
import { hiddenIn, lastKnownOf, readable, snapshotOf } from "./snapshots.js";
import type { SeenResource } from "./stack-events.js";

/** What is known beside the events. */
export interface Surroundings {
  /** What the endpoint of a provider answered. */
  readonly asked: (providerUrn: string) => Asked | undefined;
  /** Source positions by URN, as the engine has them: `project:///index.ts#17,20`. */
  readonly positions: ReadonlyMap<string, string>;
  /** The project's folder, and the one in which the command ran. */
  readonly folder: string;
  readonly cwd: string;
  /** For the age of a backup, in milliseconds since the epoch. */
  readonly now: number;
  /** Whether the engine was told to look at some resources only. */
  readonly targeted: boolean;
}

/** A backup older than this is an old one. */
const BACKUP_AGE_MAX_MS = 7 * 24 * 3_600_000;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The URN in a reference to a provider. */
export const providerUrn = ({ provider }: SeenResource): string =>
  provider.split("::").slice(0, 4).join("::");

/** Where a resource stands in the program; `null` where that is not known. */
export function locationOf(
  urn: string,
  { positions, folder, cwd }: Surroundings,
): ReviewedService["location"] {
  const [, path = "", line, column] =
    /^project:\/\/\/(.*)#(\d+),(\d+)$/.exec(positions.get(urn) ?? "") ?? [];
  if (line === undefined || path.startsWith("../")) return null;
  const absolute = resolve(folder, decodeURI(path));
  const below = relative(cwd, absolute);
  // A project elsewhere (-C) has its files named as in the project.
  const file = below.startsWith("..") ? relative(folder, absolute) : below;
  return {
    file: file.replaceAll("\\", "/"),
    line: Number(line),
    column: Math.max(1, Number(column)),
  };
}

const planOf = (inputs: Properties | null): CheckedPlan | null =>
  inputs === null ? null : (unpackPlan(inputs) ?? null);

/**
 * Whether `check` has refused a service, or could not ask about it, which ends the program of a
 * preview.
 */
export function isStoppedService({ type, inputs }: SeenResource): boolean {
  const plan = type === SERVICE_TYPE ? planOf(inputs) : null;
  return plan?.verdict === "refused" || plan?.endpointError !== undefined;
}

/** What the program asks for, in words. */
function askedFor(inputs: Properties | null): string {
  const parts = (["edition", "units", "state"] as const).flatMap((name) => {
    const value = inputs?.[name];
    if (isUnknown(value)) return [`${name} known at up`];
    return typeof value === "string" || typeof value === "number"
      ? [`${name} ${String(value)}`]
      : [];
  });
  return parts.join(", ");
}

/** What the program asks for as far as it is known and no secret. */
function wantedIn(inputs: Properties | null): Wanted {
  const { edition, units, state, configuration } = inputs ?? {};
  return {
    ...(typeof edition === "string" && !isUnknown(edition) ? { edition } : {}),
    ...(typeof units === "number" ? { units } : {}),
    ...(typeof state === "string" && !isUnknown(state) ? { state } : {}),
    configuration: Object.fromEntries(
      Object.entries(readable(configuration)).filter(([, value]) => !isUnknown(value)),
    ),
  };
}

const NOTHING: Asked = { problem: "its provider is not known", profile: "chart", identity: "" };

function reviewed(
  seen: SeenResource,
  names: Properties,
  parts: Pick<ReviewedService, "change" | "asked" | "wanted" | "plan" | "lastKnown" | "replacedBy">,
  surroundings: Surroundings,
): ReviewedService {
  const answer = surroundings.asked(providerUrn(seen)) ?? NOTHING;
  const name = seen.urn.split("::").at(-1) ?? "";
  // A service whose name is not known yet goes by that of its resource.
  const service = isUnknown(names["serviceName"]) ? name : text(names["serviceName"]);
  const cloudService = isUnknown(names["cloudService"]) ? "" : text(names["cloudService"]);
  const isIt = (each: Service): boolean =>
    serviceKey(each) === serviceKey({ cloudService, serviceName: service });
  const found = "services" in answer ? (answer.services.find(isIt) ?? null) : undefined;
  const last = found?.lastBackup;
  const recorded = text(seen.oldOutputs?.["endpoint"]);
  const isElsewhere =
    parts.change === "delete" && recorded !== "" && ![recorded, ""].includes(answer.identity);
  const hidden = found
    ? [names, seen.oldOutputs ?? {}].flatMap((each) => hiddenIn(each["configuration"], found))
    : [];
  const plan =
    parts.change === "delete" &&
    parts.replacedBy === null &&
    found !== undefined &&
    found !== null &&
    parseTransitionalState(found.state) === undefined
      ? planDeletion(answer.profile, found, readOutputs(names).inputs)
      : parts.plan;
  return {
    ...{ urn: seen.urn, name, service, cloudService },
    endpoint: text(names["endpoint"]),
    profile: answer.profile,
    ...parts,
    plan,
    replaces: null,
    live: found === undefined || found === null ? found : snapshotOf(found, hidden),
    problem: "problem" in answer ? answer.problem : null,
    elsewhere: isElsewhere ? { recorded, now: answer.identity } : null,
    hidden,
    backup: last === undefined ? null : { ...last, age: ageOf(last.takenAt, surroundings.now) },
    backupIsOld:
      last !== undefined && surroundings.now - Date.parse(last.takenAt) > BACKUP_AGE_MAX_MS,
    // The state has the line of the program as it was before: none in the one under review.
    location:
      parts.change === "delete" && parts.replacedBy === null
        ? null
        : locationOf(seen.urn, surroundings),
  };
}

/** Operations of the engine that make a resource anew. */
const REPLACING = ["replace", "create-replacement", "delete-replaced"];

/** What the engine does to a resource, in one word. */
export function changeOf({ operations }: SeenResource): ReviewedService["change"] {
  if (operations.some((operation) => REPLACING.includes(operation))) return "replace";
  const [operation] = operations;
  return operation === "create" || operation === "update" || operation === "delete"
    ? operation
    : "same";
}

const placeOf = ({ endpoint, cloudService, service }: ReviewedService): string =>
  `${endpoint} ${serviceKey({ cloudService, serviceName: service })}`;

/**
 * A delete of a service that another resource of the program has: the provider sends nothing for
 * it.
 */
function withoutTakenOver(services: readonly ReviewedService[]): ReviewedService[] {
  const takers = new Map(
    services.flatMap((each) => (each.change === "delete" ? [] : [[placeOf(each), each.urn]])),
  );
  return services.filter(
    (each) => each.change !== "delete" || [undefined, each.urn].includes(takers.get(placeOf(each))),
  );
}

/** A resource that goes asks for nothing. */
const GONE = {
  change: "delete",
  asked: "nothing: it is to be deleted",
  wanted: { configuration: {} },
  plan: null,
  lastKnown: null,
  replacedBy: null,
} as const;

/**
 * Both services of a resource that the engine replaces: the one that comes and the one that goes.
 */
function replacement(
  seen: SeenResource,
  comes: ReviewedService,
  surroundings: Surroundings,
): ReviewedService[] {
  const goes = reviewed(seen, seen.oldOutputs ?? {}, GONE, surroundings);
  const { service, cloudService, plan } = comes;
  const replaces = { service: goes.service, cloudService: goes.cloudService };
  // The provider has planned for the service that goes, and its refusals are the resource's: they
  // are said there.
  const planned = plan?.replaced;
  const isPlanned =
    planned !== undefined &&
    serviceKey(planned) ===
      serviceKey({ cloudService: goes.cloudService, serviceName: goes.service });
  if (!isPlanned) return [{ ...comes, replaces }, goes];
  const parts = {
    ...GONE,
    asked: "nothing: it is replaced",
    plan: planned.plan,
    replacedBy: { service, cloudService },
  };
  return [{ ...comes, replaces }, reviewed(seen, seen.oldOutputs ?? {}, parts, surroundings)];
}

/**
 * One service for each resource, and for one that the engine replaces the service that goes as
 * well.
 */
export function reviewServices(
  resources: Iterable<SeenResource>,
  surroundings: Surroundings,
): ReviewedService[] {
  const services = [...resources]
    .filter(({ type }) => type === SERVICE_TYPE)
    .flatMap((seen) => {
      const change = changeOf(seen);
      // Of a resource that was not looked at the engine shows what the state has.
      if (surroundings.targeted && change === "same") return [];
      const old = seen.oldOutputs ?? {};
      if (change === "delete")
        return seen.retained ? [] : [reviewed(seen, old, GONE, surroundings)];
      const inputs = seen.inputs ?? seen.oldInputs;
      const lastKnown = change === "replace" ? null : lastKnownOf(seen.oldOutputs);
      const asks = { asked: askedFor(inputs), wanted: wantedIn(inputs) };
      const parts = { change, ...asks, plan: planOf(inputs), lastKnown, replacedBy: null };
      const comes = reviewed(seen, inputs ?? {}, parts, surroundings);
      return change === "replace" && !seen.retained
        ? replacement(seen, comes, surroundings)
        : [comes];
    });
  return withoutTakenOver(services);
}
