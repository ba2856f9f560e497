/**
 * `check`: validates, writes defaults, observes, and plans. Read-only (design section 6).
 *
 * In a dry run nothing fails here, so that one preview shows the findings of every resource: the class that users write
 * reads them from `__plan`. In the update run a refusal is a check failure.
 */
import { messageOf, ProviderError } from "../errors.js";
import { describePlan, type Plan, type Refusal } from "../planner/index.js";
import { serviceUrl, type Service } from "../protocol/index.js";
import { refuseIdentity, releaseCreate, uncertainCreate, type Claim } from "./identity.js";
import { judge } from "./judge.js";
import { judgeWhenSettled } from "./judge-when-settled.js";
import type { OneShotInputs } from "./one-shots.js";
import { INPUT_NAMES, parseInputs, type ParsedInputs } from "./service-inputs.js";
import { urnOf, type Session } from "./session.js";
import { toWire } from "./to-wire.js";
import { ignoredPaths, ignoreFailures, withIgnored } from "./unmanaged.js";
import { isUnknown, restoreUnknown, UNKNOWN, type Properties } from "./unknown.js";
import { generationOf } from "./unrecorded.js";

/** What Pulumi gets. */
export interface CheckResult {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** The structured plan in a checked input: hidden from display, for the class, policies and reports. */
export interface CheckedPlan extends Plan {
  /** What an earlier run left open and nobody can know. Reported, and not repeated. */
  readonly uncertain?: readonly string[];
  /** Set when the endpoint could not be asked. Shown once for each endpoint. */
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
}

type Finding = { readonly plan: CheckedPlan } | { readonly undecided: true };

const refusedPlan = (refusals: readonly Refusal[], base?: Plan): CheckedPlan => ({
  observed: null,
  steps: [],
  recovery: null,
  notes: [],
  ...base,
  verdict: "refused",
  refusals: [...refusals, ...(base?.refusals ?? [])],
});

function invalidInput(message: string): Refusal {
  return {
    operation: "Check",
    state: "",
    legalHere: [],
    route: [],
    permit: null,
    source: "inputs of biztalk.Service",
    message,
  };
}

function endpointDown(endpoint: string, reason: unknown): Finding {
  const message = messageOf(reason);
  const plan = { verdict: "unknown", observed: null, steps: [], refusals: [], recovery: null, notes: [] } as const;
  return { plan: { ...plan, endpointError: { endpoint, message } } };
}

/** Inputs that were completed, from the old checked inputs. */
function completedOf(olds: Properties): OneShotInputs {
  const { restartTriggers, backup, restoreFrom, configuration } = olds as OneShotInputs;
  return {
    ...(restartTriggers === undefined ? {} : { restartTriggers }),
    ...(backup === undefined ? {} : { backup }),
    ...(restoreFrom === undefined ? {} : { restoreFrom }),
    ...(configuration === undefined ? {} : { configuration }),
  };
}

/** In an update run everything is known, so what is still unknown is a state that nobody knows: refused, with its text. */
function refuseUndecided(plan: Plan): Refusal {
  const message = plan.notes.join(" ");
  const state = plan.observed?.state ?? "";
  return { operation: "Plan", state, legalHere: [], route: [], permit: null, source: "planning rule PR-9", message };
}

/** What the class passes along besides the program's inputs. */
interface Asked {
  readonly urn: string;
  readonly dryRun: boolean;
  readonly ignored: readonly string[];
  readonly keep?: "protect" | "retainOnDelete";
}

function askedOf(news: Properties): Asked {
  const keep = news["__keep"];
  return {
    urn: urnOf(news),
    dryRun: isUnknown(news["__dryRun"]),
    ignored: ignoredPaths(news),
    ...(keep === "protect" || keep === "retainOnDelete" ? { keep } : {}),
  };
}

async function find(session: Session, parsed: ParsedInputs, olds: Properties, asked: Asked): Promise<Finding> {
  const { urn, dryRun } = asked;
  const { inputs, unknown, failures } = parsed;
  if (failures.length > 0) return { plan: refusedPlan(failures.map(invalidInput)) };
  const { serviceName, cloudService } = inputs;
  if (serviceName === undefined || cloudService === undefined) return { undecided: true };
  const service = { cloudService, serviceName };
  let live: Service | null;
  let identity: Refusal[];
  let claim: Claim;
  try {
    live = await session.observe(service);
    if (!dryRun && Object.keys(olds).length > 0) await releaseCreate(session, service);
    claim = { urn, service, region: inputs.region, adopt: inputs.adopt, olds, live };
    identity = await refuseIdentity(session, claim);
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code === "journal") throw reason;
    return endpointDown(session.identity, reason);
  }
  if (identity.length > 0) {
    // Whether it may be taken over is not known yet.
    const mayBePermitted = unknown.includes("adopt") && identity.every(({ permit }) => permit === "adopt: true");
    return mayBePermitted ? { undecided: true } : { plan: refusedPlan(identity) };
  }
  const question = {
    service,
    inputs,
    unknown,
    unmanaged: Object.keys(olds).length > 0 ? asked.ignored : [],
    ...(asked.keep === undefined ? {} : { keep: asked.keep }),
    urn,
    completed: completedOf(olds),
    generation: generationOf(olds),
    live,
  };
  const judged = dryRun ? await judge(session, question) : await judgeWhenSettled(session, question);
  const planned = judged.plan;
  const uncertain = [...uncertainCreate(session, claim), ...judged.uncertain];
  const plan = uncertain.length > 0 ? { ...planned, uncertain } : planned;
  if (plan.verdict !== "unknown") return { plan };
  if (!dryRun) return { plan: refusedPlan([refuseUndecided(plan)], plan) };
  return unknown.length > 0 ? { undecided: true } : { plan };
}

/** Inputs of a resource that the SDK and this class add; they are no user's inputs. */
const OWN_INPUTS: ReadonlySet<string> = new Set([
  "plan",
  "__plan",
  "__dryRun",
  "__urn",
  "__keep",
  "__ignore",
  "__generation",
  "__leftOut",
  "__provider",
  "url",
  "endpoint",
]);

/** Properties without those that the class has marked as unknown although the program leaves them out. */
function withoutLeftOut(news: Properties): Properties {
  const names: unknown = news["__leftOut"];
  const isLeftOut = (name: string): boolean => Array.isArray(names) && names.includes(name) && isUnknown(news[name]);
  return Object.fromEntries(Object.entries(news).filter(([name]) => !isLeftOut(name)));
}

/** What the program gave. */
function userInputs(news: Properties): Properties {
  return Object.fromEntries(Object.entries(news).filter(([name]) => !OWN_INPUTS.has(name)));
}

/**
 * How many runs the engine will have recorded with these inputs: one more where there is something to do or to report. A
 * create counts as none, since the engine records the inputs of one that has failed, too.
 */
function nextGeneration(olds: Properties, { verdict, uncertain }: CheckedPlan): number {
  const isRun = verdict !== "noop" || uncertain !== undefined;
  return Object.keys(olds).length === 0 ? 0 : generationOf(olds) + (isRun ? 1 : 0);
}

/** Checked inputs: the program's with every default, what is known in advance of the outputs, and the plan. */
function checkedInputs(
  session: Session | undefined,
  parsed: ParsedInputs,
  olds: Properties,
  news: Properties,
  finding: Finding,
): Record<string, unknown> {
  // Inputs that are not accepted are shown as they were given.
  const inputs = parsed.failures.length > 0 ? { ...parsed.inputs, ...userInputs(news) } : parsed.inputs;
  const { unknown } = parsed;
  const customDomain = inputs.configuration["customDomainUrl"];
  const urlUnknown = inputs.serviceName === undefined || unknown.includes("configuration.customDomainUrl");
  const url = urlUnknown
    ? UNKNOWN
    : serviceUrl(inputs.serviceName, typeof customDomain === "string" ? customDomain : undefined);
  const ignored = ignoredPaths(news);
  const plan = "plan" in finding ? finding.plan : undefined;
  const readable = plan === undefined || plan.verdict === "unknown" ? UNKNOWN : describePlan(plan);
  const known = { ...inputs, url, ...(session === undefined ? {} : { endpoint: session.identity }) };
  const cloudService = inputs.cloudService ?? UNKNOWN;
  const paths = unknown.filter((path) => INPUT_NAMES.includes(path.split(".", 1)[0] ?? ""));
  return toWire({
    ...restoreUnknown({ ...known, cloudService }, paths),
    __urn: news["__urn"],
    __ignore: ignored.length > 0 ? ignored : undefined,
    __leftOut: news["__leftOut"],
    __generation: plan === undefined || plan.verdict === "unknown" ? UNKNOWN : nextGeneration(olds, plan),
    plan: readable,
    __plan: plan ?? UNKNOWN,
  });
}

/**
 * Checks one resource.
 *
 * @param opened - the session, or a promise that rejects when the endpoint cannot be used.
 */
export async function check(opened: Promise<Session>, olds: Properties, asGiven: Properties): Promise<CheckResult> {
  const news = withoutLeftOut(asGiven);
  const asked = askedOf(news);
  const { urn, dryRun, ignored } = asked;
  const given = userInputs(news);
  const read = parseInputs(Object.keys(olds).length > 0 ? withIgnored(given, olds, ignored) : given);
  const parsed = { ...read, failures: [...read.failures, ...ignoreFailures(ignored)] };
  let session: Session | undefined;
  let finding: Finding;
  try {
    session = await opened;
    finding = await find(session, parsed, olds, asked);
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    finding = endpointDown(session?.identity ?? "", reason);
  }
  const plan = "plan" in finding ? finding.plan : undefined;
  session?.told.verdicts.set(urn, plan?.verdict ?? "unknown");
  if (dryRun) return { inputs: checkedInputs(session, parsed, olds, news, finding), failures: [] };
  const texts = [
    ...(plan?.refusals ?? []).map(({ message }) => message),
    ...(plan?.endpointError === undefined ? [] : [plan.endpointError.message]),
  ];
  const failures = texts.map((reason) => ({ property: "", reason }));
  // Outside a dry run the engine takes no unknown value, and of inputs that failed none is used.
  return { inputs: failures.length > 0 ? { ...news } : checkedInputs(session, parsed, olds, news, finding), failures };
}
