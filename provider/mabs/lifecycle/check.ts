/**
 * `check`: validates, writes defaults, observes, and plans (docs/architecture.md, The calls of Pulumi).
 *
 * In a dry run nothing fails here, so that one preview shows the findings of every resource: the class that users write
 * reads them from `__plan`. In the update run a refusal is a check failure.
 */
import { randomUUID } from "node:crypto";
import { ProviderError } from "../../errors.js";
import { describePlan, describeStep } from "../planner/index.js";
import { serviceUrl } from "../protocol/index.js";
import { warn } from "../../pulumi/engine-log.js";
import { endpointDown, findPlan, type CheckedPlan, type Finding } from "./find-plan.js";
import { callOf, programInputs, recordOf, writeRecord, type ServiceCall, type ServiceRecord } from "./hidden.js";
import { INPUT_NAMES, parseInputs, type ParsedInputs } from "../inputs/service-inputs.js";
import type { Session } from "../judge/session.js";
import { toWire } from "../../pulumi/wire-values.js";
import { ignoredPaths, ignoreFailures, withIgnored } from "../inputs/unmanaged.js";
import { restoreUnknown, UNKNOWN, type Properties } from "../../pulumi/unknown.js";

/** What Pulumi gets. */
export interface CheckResult {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** Everything that one check goes by. */
interface Checking {
  readonly session: Session | undefined;
  readonly call: ServiceCall;
  readonly parsed: ParsedInputs;
  readonly olds: Properties;
  readonly news: Properties;
}

const isNew = ({ olds }: Checking): boolean => Object.keys(olds).length === 0;

/**
 * How many runs the engine will have recorded with these inputs: one more where there is something to do or to report. A
 * create counts as none, since the engine records the inputs of one that has failed, too.
 */
function nextRuns(checking: Checking, { verdict, uncertain }: CheckedPlan): number {
  const isRun = verdict !== "noop" || uncertain !== undefined;
  return isNew(checking) ? 0 : recordOf(checking.olds).runs + (isRun ? 1 : 0);
}

/** What is kept with the resource. In a preview the life of a new one, and what cannot be judged, is not known. */
function recordFor(checking: Checking, finding: Finding): Properties {
  const { call, olds } = checking;
  const { urn, dryRun } = call;
  const plan = "plan" in finding ? finding.plan : undefined;
  const life = ("plan" in finding ? finding.life : undefined) ?? recordOf(olds).life;
  const ignored = ignoredPaths(call.ignore);
  const isJudged = plan !== undefined && plan.verdict !== "unknown";
  // A resource of a state before 0.2 has no life, and gets none: what the journal holds of it has none either.
  const given = life ?? (isNew(checking) ? randomUUID() : undefined);
  const record: ServiceRecord = {
    urn,
    ...(given === undefined ? {} : { life: given }),
    runs: isJudged ? nextRuns(checking, plan) : 0,
    ...(ignored.length === 0 ? {} : { ignore: ignored }),
  };
  const unknown = [
    ...(dryRun && life === undefined && given !== undefined ? (["life"] as const) : []),
    ...(isJudged ? [] : (["runs"] as const)),
  ];
  return writeRecord(record, unknown);
}

/** A plan as lines, the service that goes among them: it is the checked input `plan`, so an approved preview is bound to it. */
function linesOf(plan: CheckedPlan): string[] {
  const [headline = "", ...rest] = describePlan(plan);
  if (plan.replaced === undefined || plan.verdict === "refused") return [headline, ...rest];
  const { cloudService, serviceName, plan: old } = plan.replaced;
  return [headline, `Replaces ${cloudService}/${serviceName}: ${old.steps.map(describeStep).join("; ")}`, ...rest];
}

/** Checked inputs: the program's with every default, what is known in advance of the outputs, and the plan. */
function checkedInputs(checking: Checking, finding: Finding): Record<string, unknown> {
  const { session, parsed, news } = checking;
  // Inputs that are not accepted are shown as they were given.
  const inputs = parsed.failures.length > 0 ? { ...parsed.inputs, ...programInputs(news) } : parsed.inputs;
  const { unknown } = parsed;
  const customDomain = inputs.configuration["customDomainUrl"];
  const urlUnknown = inputs.serviceName === undefined || unknown.includes("configuration.customDomainUrl");
  const url = urlUnknown
    ? UNKNOWN
    : serviceUrl(inputs.serviceName, typeof customDomain === "string" ? customDomain : undefined);
  const plan = "plan" in finding ? finding.plan : undefined;
  const known = { ...inputs, url, ...(session === undefined ? {} : { endpoint: session.identity }) };
  const cloudService = inputs.cloudService ?? UNKNOWN;
  const paths = unknown.filter((path) => INPUT_NAMES.includes(path.split(".", 1)[0] ?? ""));
  return toWire({
    ...restoreUnknown({ ...known, cloudService }, paths),
    ...recordFor(checking, finding),
    plan: plan === undefined || plan.verdict === "unknown" ? UNKNOWN : linesOf(plan),
    __plan: plan ?? UNKNOWN,
  });
}

/** A file that a misspelt path would make is said before it holds services. */
function sayNewFile({ newFile, identity }: Session, { urn, dryRun }: ServiceCall): void {
  if (!dryRun || !newFile.isNew || newFile.isSaid) return;
  newFile.isSaid = true;
  warn(urn, `The file of ${identity} does not exist yet: it is made, empty. Is the path right?`);
}

async function findingOf(
  opened: Promise<Session>,
  parsed: ParsedInputs,
  olds: Properties,
  call: ServiceCall,
): Promise<{ readonly session: Session | undefined; readonly finding: Finding }> {
  let session: Session | undefined;
  try {
    session = await opened;
    sayNewFile(session, call);
    return { session, finding: await findPlan(session, parsed, olds, call) };
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    return { session, finding: endpointDown(session?.identity ?? "", reason) };
  }
}

/** The container that the service is in: of a resource that the engine replaces it asks again, without old inputs. */
async function containerOf(opened: Promise<Session>, olds: Properties, { urn }: ServiceCall): Promise<unknown> {
  if (Object.keys(olds).length > 0) return olds["cloudService"];
  const session = await opened.catch(() => undefined);
  return session?.told.replaced.get(urn)?.service.cloudService;
}

/**
 * Checks one resource.
 *
 * @param opened - the session, or a promise that rejects when the endpoint cannot be used.
 */
export async function check(opened: Promise<Session>, olds: Properties, news: Properties): Promise<CheckResult> {
  const call = callOf(news);
  const ignored = ignoredPaths(call.ignore);
  const given = programInputs(news);
  const isKnown = Object.keys(olds).length > 0;
  const container = await containerOf(opened, olds, call);
  const read = parseInputs(isKnown ? withIgnored(given, olds, ignored) : given, container);
  const parsed = { ...read, failures: [...read.failures, ...ignoreFailures(ignored)] };
  const { session, finding } = await findingOf(opened, parsed, olds, call);
  const checking = { session, call, parsed, olds, news };
  const plan = "plan" in finding ? finding.plan : undefined;
  session?.told.verdicts.set(call.urn, plan?.verdict ?? "unknown");
  const inputs = checkedInputs(checking, finding);
  if (call.dryRun) return { inputs, failures: [] };
  const texts = [
    ...(plan?.refusals ?? []).map(({ message }) => message),
    ...(plan?.endpointError === undefined ? [] : [plan.endpointError.message]),
  ];
  // Outside a dry run the engine takes no unknown value, and of inputs that failed none is used.
  if (texts.length > 0) return { inputs: { ...news }, failures: texts.map((reason) => ({ property: "", reason })) };
  session?.told.checked.set(call.urn, inputs);
  return { inputs, failures: [] };
}
