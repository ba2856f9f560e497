/**
 * What one create or update goes by: the checked inputs, and what `check` of this run has judged.
 */
import { isDeepStrictEqual } from "node:util";
import { defined } from "../../defined.js";
import { ProviderError } from "../../errors.js";
import type { Log } from "../../pulumi/call.js";
import type { KnownInputs, ServiceInputs } from "../inputs/service-inputs.js";
import type { CheckedPlan } from "../judge/checked-plan.js";
import type { OneShotInputs } from "../judge/one-shots.js";
import { question, type Question } from "../judge/question.js";
import type { Judgement } from "../judge/run-notes.js";
import type { Session } from "../judge/session.js";
import type { Line } from "../judge/unrecorded.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { serviceIn, type CheckedService, type ServiceOutputs } from "./service-states.js";

/** One resource to bring to what its program says. */
export interface ApplyRequest {
  readonly checked: CheckedService;
  /** What the engine has of it; `undefined` for a new resource. */
  readonly recorded: { readonly id: string; readonly outputs: ServiceOutputs } | undefined;
  readonly log: Log;
}

/** Everything that one run goes by. */
export interface Applying extends ApplyRequest {
  readonly service: ServiceRef;
  /** Nothing required is missing: `check` has let it pass. */
  readonly inputs: ServiceInputs;
  readonly judgement: Judgement;
  readonly plan: CheckedPlan;
}

/** The resource's id: container and name. */
export const idOf = ({ cloudService, serviceName }: ServiceRef): string =>
  `${cloudService}/${serviceName}`;

/** Names of the inputs that differ. */
function differing(before: KnownInputs, after: KnownInputs): string[] {
  const [olds, news]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }];
  return [...new Set([...Object.keys(olds ?? {}), ...Object.keys(news ?? {})])]
    .filter((name) => !isDeepStrictEqual(olds?.[name], news?.[name]))
    .sort();
}

/**
 * What was planned is what these inputs ask for: a policy that remediates changes them after
 * `check` has planned.
 *
 * @throws {ProviderError} `invalid-input`, with the names of the inputs; nothing was sent.
 */
export function applying({ notes }: Session, request: ApplyRequest): Applying {
  const { checked } = request;
  const service = serviceIn(checked.inputs);
  const judgement = service === undefined ? undefined : notes.judgementOf(service);
  const plan = judgement?.plan;
  if (service === undefined || judgement === undefined || plan === undefined)
    throw new ProviderError(
      "invalid-input",
      `${checked.inputs.serviceName ?? "a service"}: no plan was made for it in ` +
        "this run, perhaps because a policy that remediates has changed its name: " +
        "nothing was sent. Write the values that the policy wants into the " +
        `program, and run \`pulumi up\` again.`,
    );
  const names = differing(judgement.inputs, checked.inputs);
  if (names.length === 0)
    return { ...request, service, inputs: checked.inputs as ServiceInputs, judgement, plan };
  throw new ProviderError(
    "invalid-input",
    `${service.serviceName}: ${names.join(", ")} was changed after the plan ` +
      "was made, by a policy that remediates: nothing was sent. The plan is " +
      "another one for the changed inputs, and no preview has shown it. Write " +
      "the values that the policy wants into the program.",
  );
}

/**
 * Where the resource stands: the life that `check` gave it, and the runs that the engine had
 * recorded before this one.
 */
export function lineOf({ judgement: { life }, recorded }: Applying): Line {
  return { generation: recorded?.outputs.runs ?? 0, ...defined({ life }) };
}

/** What is to be judged when everything is known. */
export function questionOf(
  what: Applying,
  live: Service | null,
  completed: OneShotInputs,
): Question {
  const { service, inputs, judgement, recorded } = what;
  const { urn, ignored, moved } = judgement;
  return question({
    ...{ service, inputs, urn, live, moved, completed },
    unmanaged: ignored,
    ...lineOf(what),
    isRecorded: recorded !== undefined,
  });
}
