/**
 * A service as a policy sees it: the checked inputs of its resource, the lines of its plan among
 * them.
 */
import {
  APPLICATION_TYPE,
  HOST_INSTANCE_TYPE,
  INSTANCE_POLICY_TYPE,
  SERVICE_TYPE,
} from "../resource-types.js";
import type { ResourceValidationArgs } from "@pulumi/policy";
import { parseState } from "../mabs/chart/index.js";
import { readPlan, type ReadPlan } from "../plan/read-plan.js";

/** What policies are asked about: a service, or a resource of BizTalk Server. */
export interface PlannedService {
  readonly isOnServer: boolean;
  /** The name of what it is about. */
  readonly service: string;
  readonly stack: string;
  readonly plan: ReadPlan;
  /** What Pulumi replaces with it: a line for each service that goes. */
  readonly replaces: readonly string[];
  /** `undefined` where nobody manages them, or where they are not known yet. */
  readonly units: number | undefined;
  readonly backupBeforeDelete: unknown;
}

/** Whether there is no service yet: nothing of it can be interrupted. */
export const isNew = ({ plan }: Pick<PlannedService, "plan">): boolean =>
  plan.from === "no service";

/**
 * How the line of a service that goes when Pulumi replaces the resource begins; the others are the
 * new service's plan.
 */
const REPLACES = "Replaces ";

/** Reads a value that may not be known in a preview: the SDK throws where it is not. */
function known(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The input that names what a resource is about; nothing where it goes by the resource's name. */
const NAME_INPUTS: Readonly<Record<string, string | null>> = {
  [SERVICE_TYPE]: "serviceName",
  [INSTANCE_POLICY_TYPE]: null,
  [APPLICATION_TYPE]: "applicationName",
  [HOST_INSTANCE_TYPE]: "hostName",
};

/**
 * What a resource of ours is about; `undefined` for any other resource, and for one that cannot be judged
 * yet.
 */
export function plannedService({
  type,
  props,
  urn,
}: Pick<ResourceValidationArgs, "type" | "props" | "urn">): PlannedService | undefined {
  const nameInput = NAME_INPUTS[type];
  if (nameInput === undefined) return undefined;
  const input = (name: string): unknown => known(() => props[name]);
  // As JSON, since a list of the SDK's throws at each line that is not known.
  const given = known(() => JSON.parse(JSON.stringify(props["plan"])) as unknown);
  const lines: unknown[] = Array.isArray(given) ? given : [];
  const isReplaced = (line: unknown): line is string =>
    typeof line === "string" && line.startsWith(REPLACES);
  const plan = readPlan(
    lines.filter((line) => !isReplaced(line)),
    (words) => parseState(words) ?? words,
  );
  // One that is gone already, or that is left behind, has no Delete.
  const replaces = lines.filter(isReplaced).filter((line) => /\bDelete\b/.test(line));
  const service = nameInput === null ? urn.split("::").at(-1) : input(nameInput);
  const units = input("units");
  if (plan === undefined || typeof service !== "string") return undefined;
  const stack = urn.split("::", 1)[0]?.replace("urn:pulumi:", "") ?? "";
  const backupBeforeDelete = input("backupBeforeDelete");
  return {
    isOnServer: type !== SERVICE_TYPE,
    service,
    stack,
    plan,
    replaces,
    units: typeof units === "number" ? units : undefined,
    backupBeforeDelete,
  };
}
