/** From the engine's events to what findings about the resources of BizTalk Server are made from. */
import type { ReviewedResource } from "../bts/findings/index.js";
import { unpackServerPlan } from "../doors/dynamic/server-properties.js";
import { isUnknown, type Properties } from "../pulumi/unknown.js";
import { APPLICATION_TYPE, HOST_INSTANCE_TYPE, INSTANCE_POLICY_TYPE } from "../resource-types.js";
import { changeOf, locationOf, type Surroundings } from "./review-services.js";
import type { Said, SeenResource } from "./stack-events.js";

const text = (value: unknown): string =>
  typeof value === "string" && !isUnknown(value) ? value : "";

/** What a type is about, by its inputs: its name, and what that is unique in. */
const SUBJECTS: Readonly<
  Record<string, (inputs: Properties, name: string) => { name: string; container: string | null }>
> = {
  [INSTANCE_POLICY_TYPE]: (_, name) => ({ name, container: null }),
  [APPLICATION_TYPE]: (inputs, name) => ({
    name: text(inputs["applicationName"]) || name,
    container: null,
  }),
  [HOST_INSTANCE_TYPE]: (inputs, name) => ({
    name: text(inputs["hostName"]) || name,
    container: text(inputs["machine"]) || null,
  }),
};

/** Whether a type is one of BizTalk Server's. */
export const isServerType = (type: string): boolean => type in SUBJECTS;

/**
 * Whether `check` has refused a resource, or could not ask about it, which ends the program of a
 * preview.
 */
export function isStoppedResource({ type, inputs }: SeenResource): boolean {
  const plan = isServerType(type) ? unpackServerPlan(inputs ?? {}) : null;
  return plan?.verdict === "refused" || plan?.endpointError !== undefined;
}

/** What the program asks for, in words. */
function askedFor(inputs: Properties): string {
  const { action, state } = inputs;
  return text(action) || (text(state) === "" ? "" : `state ${text(state)}`);
}

/** The resources of BizTalk Server that a run of the engine saw. */
export function reviewServer(
  resources: Iterable<SeenResource>,
  said: readonly Said[],
  surroundings: Surroundings,
): ReviewedResource[] {
  return [...resources].flatMap((seen) => {
    const subjectOf = SUBJECTS[seen.type];
    const change = changeOf(seen);
    if (subjectOf === undefined || (surroundings.targeted && change === "same")) return [];
    const inputs = (change === "delete" ? seen.oldOutputs : (seen.inputs ?? seen.oldInputs)) ?? {};
    const name = seen.urn.split("::").at(-1) ?? "";
    return [
      {
        urn: seen.urn,
        name,
        subject: {
          type: `biztalk.${seen.type.split(":").at(-1) ?? ""}`,
          ...subjectOf(inputs, name),
        },
        endpoint: text(inputs["endpoint"]),
        change,
        asked: change === "delete" ? "nothing: it leaves the program" : askedFor(inputs),
        plan: change === "delete" ? null : unpackServerPlan(inputs),
        said: said
          .filter(({ urn, severity }) => urn === seen.urn && severity !== "error")
          .map(({ message }) => message),
        location: change === "delete" ? null : locationOf(seen.urn, surroundings),
      },
    ];
  });
}
