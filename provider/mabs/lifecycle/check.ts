/**
 * `check`: validates, writes defaults, observes, and plans (docs/architecture.md, The calls of
 * Pulumi).
 *
 * In a preview nothing fails here, so that one preview shows the findings of every resource. In an
 * update a refusal is a failure.
 */
import { defined } from "../../defined.js";
import { randomBytes } from "node:crypto";
import { ProviderError } from "../../errors.js";
import type { Call } from "../../pulumi/call.js";
import type { InputFailure } from "../../pulumi/input-failure.js";
import type { Properties } from "../../pulumi/unknown.js";
import { INPUT_NAMES, parseInputs, type ParsedInputs } from "../inputs/service-inputs.js";
import { ignoredPaths, ignoreFailures, withIgnored } from "../inputs/unmanaged.js";
import type { CheckedPlan } from "../judge/checked-plan.js";
import type { Session } from "../judge/session.js";
import { describePlan, describeStep } from "../planner/index.js";
import { serviceUrl, type ServiceRef } from "../protocol/index.js";
import { endpointDown, findPlan, type Finding } from "./find-plan.js";
import { serviceIn, type CheckedService } from "./service-states.js";

/** What is asked about one resource. */
export interface CheckRequest {
  readonly call: Call;
  /** What the program gives, unknown values included. */
  readonly given: Properties;
  /** As the engine has it; `undefined` for a new one. */
  readonly recorded: CheckedService | undefined;
}

/** What came of it. Of an update that has failures nothing else is used. */
export interface CheckAnswer {
  readonly checked: CheckedService;
  readonly failures: readonly InputFailure[];
}

/** Everything that one check goes by. */
interface Checking extends CheckRequest {
  readonly session: Session | undefined;
  readonly parsed: ParsedInputs;
}

/**
 * How many runs the engine will have recorded with these inputs: one more where there is something
 * to do or to report. A create counts as none, since the engine records the inputs of one that has
 * failed, too.
 */
function nextRuns({ recorded }: Checking, { verdict, uncertain }: CheckedPlan): number {
  const isRun = verdict !== "noop" || uncertain !== undefined;
  return recorded === undefined ? 0 : (recorded.runs ?? 0) + (isRun ? 1 : 0);
}

/** A new life: 72 random bits. */
const newLife = (): string => randomBytes(9).toString("base64url");

/**
 * The life of the resource. A new one's is not known in a preview; one of a state before 0.2 has
 * none, and gets none.
 */
function lifeOf({ recorded, call }: Checking, finding: Finding): string | undefined {
  const begun = ("plan" in finding ? finding.life : undefined) ?? recorded?.life;
  if (begun !== undefined || recorded !== undefined || call.dryRun) return begun;
  return newLife();
}

/**
 * A plan as lines, the service that goes among them: it is the checked input `plan`, so an approved
 * preview is bound to it.
 */
function linesOf(plan: CheckedPlan): string[] {
  const [headline = "", ...rest] = describePlan(plan);
  const { replaced, invalid = [], verdict } = plan;
  const failed = invalid.map(
    ({ reason }) => `${reason.split("\n", 1)[0] ?? ""} [input-not-accepted]`,
  );
  if (replaced === undefined || verdict === "refused") return [headline, ...failed, ...rest];
  const { cloudService, serviceName, plan: old } = replaced;
  return [
    headline,
    `Replaces ${cloudService}/${serviceName}: ${old.steps.map(describeStep).join("; ")}`,
    ...rest,
  ];
}

/** Where the service will answer; `undefined` where what that follows from is not known yet. */
function urlOf({ parsed: { inputs, unknown } }: Checking): string | undefined {
  const { serviceName, configuration } = inputs;
  if (serviceName === undefined || unknown.includes("configuration.customDomainUrl"))
    return undefined;
  const domain = configuration["customDomainUrl"];
  return serviceUrl(serviceName, typeof domain === "string" ? domain : undefined);
}

function checkedService(checking: Checking, finding: Finding): CheckedService {
  const { session, call, parsed } = checking;
  const plan = "plan" in finding ? finding.plan : undefined;
  const isJudged = plan !== undefined && plan.verdict !== "unknown";
  return {
    inputs: parsed.inputs,
    unknown: parsed.unknown.filter((path) => INPUT_NAMES.includes(path.split(".", 1)[0] ?? "")),
    url: urlOf(checking),
    endpoint: session?.identity,
    ignored: ignoredPaths(call.ignore),
    life: lifeOf(checking, finding),
    moved: false,
    runs: isJudged ? nextRuns(checking, plan) : undefined,
    lines: isJudged ? linesOf(plan) : undefined,
    plan,
  };
}

/** A file that a misspelt path would make is said before it holds services. */
function sayNewFile({ newFile, identity }: Session, { urn, dryRun, log }: Call): void {
  if (!dryRun || !newFile.isNew || newFile.isSaid) return;
  newFile.isSaid = true;
  log.warn(
    urn,
    `The file of ${identity} does not exist yet: it is made, empty. Is the path right?`,
  );
}

async function findingOf(
  opened: Promise<Session>,
  request: Omit<Checking, "session">,
): Promise<{ readonly session: Session | undefined; readonly finding: Finding }> {
  let session: Session | undefined;
  try {
    session = await opened;
    sayNewFile(session, request.call);
    return { session, finding: await findPlan(session, request) };
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    return { session, finding: endpointDown(session?.identity ?? "", reason) };
  }
}

/**
 * The container that the service is in: of a resource that the engine replaces it asks again,
 * without old inputs.
 */
async function containerOf(
  opened: Promise<Session>,
  { recorded, call }: CheckRequest,
): Promise<string | undefined> {
  if (recorded !== undefined) return recorded.inputs.cloudService;
  const session = await opened.catch(() => undefined);
  return session?.notes.replacedOf(call.urn)?.service.cloudService;
}

/** Why an update is not made: what a plan says against it. */
const failuresIn = ({ invalid = [], refusals, endpointError }: CheckedPlan): InputFailure[] => [
  ...invalid,
  ...refusals.map(({ message }) => ({ property: "", reason: message })),
  ...(endpointError === undefined ? [] : [{ property: "", reason: endpointError.message }]),
];

/** Keeps the judgement for the calls of this run that follow. */
function note(
  session: Session,
  checking: Checking,
  service: ServiceRef,
  answer: CheckedService,
  moved: boolean,
): void {
  const { urn, keep } = checking.call;
  const { inputs, ignored, life, plan } = answer;
  session.notes.judged(service, { urn, ignored, inputs, life, moved, plan, ...defined({ keep }) });
}

/**
 * Checks one resource.
 *
 * @param opened - the session, or a promise that rejects when the endpoint cannot be used.
 */
export async function check(opened: Promise<Session>, request: CheckRequest): Promise<CheckAnswer> {
  const { call, given, recorded } = request;
  const ignored = ignoredPaths(call.ignore);
  const container = await containerOf(opened, request);
  const read = parseInputs(
    recorded === undefined ? given : withIgnored(given, recorded.inputs, ignored),
    container,
  );
  const parsed = { ...read, failures: [...read.failures, ...ignoreFailures(ignored)] };
  const { session, finding } = await findingOf(opened, { ...request, parsed });
  const checking = { ...request, session, parsed };
  const checked = checkedService(checking, finding);
  const service = serviceIn(parsed.inputs);
  const moved = "plan" in finding && finding.moved === true;
  if (session !== undefined && service !== undefined)
    note(session, checking, service, checked, moved);
  return {
    checked,
    failures: call.dryRun || checked.plan === undefined ? [] : failuresIn(checked.plan),
  };
}
