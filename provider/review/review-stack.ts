/** A preview of a stack with its findings: the engine's run, the endpoints' answers, the report. */
import { SERVICE_TYPE } from "../resource-types.js";
import { systemClock } from "../clock.js";
import { reportServices, subjectOf, type ReviewedService } from "../mabs/findings/index.js";
import { assembleReport, type Finding, type Report } from "../report/index.js";
import { isProperties } from "../pulumi/unknown.js";
import type { Watcher } from "./watcher.js";
import { askEndpoint, type Asked, type ProviderInputs } from "./live-services.js";
import { reportResources } from "../bts/findings/index.js";
import { isServerType, isStoppedResource, reviewServer } from "./review-server.js";
import {
  isStoppedService,
  providerUrn,
  reviewServices,
  type Surroundings,
} from "./review-services.js";
import type { StackEvents, Said } from "./stack-events.js";
import { failureFindings, policyFindings, unexplained, type FoundAbout } from "./stack-findings.js";
import { otherErrors, runStack, stackOption, type Stack, type StackRun } from "./stack-run.js";
import { resourcesIn, stackSecrets, type StackPlace } from "./stack-state.js";

/** What a review found. */
export interface Review {
  readonly report: Report;
  readonly services: readonly ReviewedService[];
  /** The providers of the services, secrets masked. */
  readonly providers: readonly ProviderInputs[];
  /** The provider of each service, by its URN. */
  readonly providerOf: ReadonlyMap<string, string>;
  /** Whether the engine would change anything, in resources of any provider. */
  readonly changes: boolean;
  /** Whether the engine has refreshed the state first. */
  readonly refreshed: boolean;
}

const isOurs = (type: string): boolean => type === SERVICE_TYPE || isServerType(type);

/** The providers of the stack's services. */
function providersIn({ resources }: StackEvents): ProviderInputs[] {
  const services = [...resources.values()].filter(({ type }) => type === SERVICE_TYPE);
  const urns = new Set(services.map(providerUrn));
  return [...urns].map((urn) => {
    const seen = resources.get(urn);
    return { urn, inputs: seen?.inputs ?? seen?.oldInputs ?? {} };
  });
}

const placeOf = (stack: Stack): StackPlace => ({
  ...{ engine: stack.engine, cwd: stack.project.folder, stack: stackOption(stack), env: stack.env },
});

/**
 * Adds the deletes that the engine has not come to: it looks for them when the program has
 * succeeded only, and a refusal ends it as a failure. Whatever the program has not declared by then
 * is deleted once nothing stands against it any more. The providers of these services come from the
 * state as well.
 */
async function addUnreachedDeletes(stack: Stack, { resources }: StackEvents): Promise<void> {
  const declared = new Set([...resources.values()].flatMap(({ urn, oldUrn }) => [urn, oldUrn]));
  for (const { urn, type, provider, outputs, inputs, retainOnDelete } of await resourcesIn(
    placeOf(stack),
  )) {
    if (typeof urn !== "string" || typeof type !== "string" || declared.has(urn)) continue;
    if (!isOurs(type) && !type.startsWith("pulumi:providers:")) continue;
    const [oldInputs, oldOutputs] = [inputs, outputs].map((each) =>
      isProperties(each) ? each : null,
    );
    resources.set(urn, {
      ...{
        urn,
        type,
        operations: ["delete"],
        provider: String(provider),
        oldUrn: urn,
        inputs: null,
      },
      ...{
        oldInputs: oldInputs ?? null,
        oldOutputs: oldOutputs ?? null,
        retained: retainOnDelete === true,
      },
    });
  }
}

/**
 * Whether a refusal, an endpoint that is down, or a policy has ended the program, and nothing else
 * has.
 */
function wasStopped({ ended, events }: StackRun): boolean {
  const seen = [...events.resources.values()];
  const stops =
    seen.some((each) => isStoppedService(each) || isStoppedResource(each)) ||
    events.violations.some(({ level }) => level === "mandatory");
  const others = otherErrors(events, ({ urn }) => isOurs(events.resources.get(urn)?.type ?? ""));
  return ended === "done" && stops && others.length === 0;
}

/** Asks each provider's endpoint. */
export async function askAll(
  stack: Stack,
  providers: readonly ProviderInputs[],
): Promise<ReadonlyMap<string, Asked>> {
  const { project, env } = stack;
  const secrets = stackSecrets(placeOf(stack));
  const answers = providers.map(
    async (provider) =>
      [provider.urn, await askEndpoint(provider, env, project.programFolder, secrets)] as const,
  );
  return new Map(await Promise.all(answers));
}

/** A resource of either product, as far as a failure is looked up in its plan. */
interface Judged extends FoundAbout {
  readonly plan: {
    readonly verdict: string;
    readonly refusals: readonly { readonly message: string }[];
    readonly invalid?: readonly { readonly reason: string }[];
    readonly endpointError?: { readonly message: string };
  } | null;
}

/**
 * Whether an error was logged for what is a finding already: a refusal, or an endpoint that could
 * not be asked.
 */
function isFindingOf(judged: readonly Judged[]): (said: Said) => boolean {
  const texts = new Set(
    judged.flatMap(({ plan }) => [
      ...(plan?.invalid ?? []).map(({ reason }) => reason.trim()),
      ...(plan?.refusals ?? []).map(({ message }) => message.trim()),
      ...(plan?.endpointError === undefined ? [] : [plan.endpointError.message.trim()]),
    ]),
  );
  return ({ message }) => texts.has(message);
}

function failures({ code, ended, events }: StackRun, judged: readonly Judged[]): Finding[] {
  const said = failureFindings(events, otherErrors(events, isFindingOf(judged)), judged);
  const explained =
    said.length > 0 ||
    ended !== "done" ||
    events.violations.length > 0 ||
    judged.some(
      ({ plan }) =>
        plan !== null && (plan.verdict === "refused" || plan.endpointError !== undefined),
    );
  return code === 0 || explained ? said : [unexplained(code)];
}

/** The stack's name, from any URN. */
function stackName({ resources }: StackEvents, { stack }: Stack): string {
  const [urn] = resources.keys();
  return urn?.split("::", 1)[0]?.replace("urn:pulumi:", "") ?? stack ?? "";
}

/** Operations that change no resource. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/** Previews a stack. */
export async function reviewStack(
  watcher: Watcher,
  stack: Stack,
  command: Report["command"],
  args: readonly string[],
  signal: AbortSignal,
): Promise<Review> {
  const run = await runStack(watcher, stack, ["preview", ...args], signal);
  const { events, positions } = run;
  const isPassed = (option: RegExp): boolean => stack.passed.some((each) => option.test(each));
  const targeted = isPassed(/^(-t|-x|--target|--exclude)/);
  if (!targeted && wasStopped(run)) await addUnreachedDeletes(stack, events);
  const providers = providersIn(events);
  const answers = await askAll(stack, providers);
  const surroundings: Surroundings = {
    asked: (urn) => answers.get(urn),
    positions,
    ...{ folder: stack.project.folder, cwd: process.cwd(), now: systemClock.now(), targeted },
  };
  const services = reviewServices(events.resources.values(), surroundings);
  const onServer = reviewServer(events.resources.values(), events.said, surroundings);
  const subjects = [
    ...services.map((each) => ({ ...each, subject: subjectOf(each) })),
    ...onServer,
  ];
  const broken = failures(run, subjects);
  const ended = run.ended === "done" && broken.length > 0 ? "failed" : run.ended;
  const others = [...policyFindings(events, subjects), ...broken];
  const { name: project, file: projectFile } = stack.project;
  const head = { command, project, projectFile, stack: stackName(events, stack), ended };
  const reported = [reportServices(services), reportResources(onServer)];
  return {
    report: assembleReport(
      head,
      reported.flatMap(({ resources }) => resources),
      [...reported.flatMap(({ findings }) => findings), ...others],
    ),
    services,
    providers,
    providerOf: new Map(
      [...events.resources.values()].map((seen) => [seen.urn, providerUrn(seen)] as const),
    ),
    changes: Object.entries(events.changes).some(
      ([operation, count]) => count > 0 && !UNCHANGED.has(operation),
    ),
    refreshed: isPassed(/^(-r|--refresh)(=true)?$/),
  };
}
