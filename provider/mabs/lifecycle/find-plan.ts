/** What `check` finds out about one resource: its plan, or that it cannot be judged yet. Read-only but for the journal's claims. */
import { messageOf, ProviderError } from "../../errors.js";
import type { Plan, Refusal } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import { recordOf, type ServiceCall } from "./hidden.js";
import { recordedService } from "../judge/recorded-service.js";
import { refuseIdentity, type Claim } from "./identity.js";
import { judge } from "../judge/judge.js";
import type { Question } from "../judge/question.js";
import { judgeReplaced, withReplaced } from "../judge/judge-replaced.js";
import { judgeWhenSettled } from "../judge/judge-when-settled.js";
import type { OneShotInputs } from "../judge/one-shots.js";
import { ownCreate, releaseCreate, type OwnCreate } from "../judge/own-create.js";
import type { ParsedInputs } from "../inputs/service-inputs.js";
import type { Replaced, Session } from "../judge/session.js";
import { ignoredPaths } from "../inputs/unmanaged.js";
import type { Properties } from "../../pulumi/unknown.js";

/** The structured plan in a checked input: hidden from display, for the class, policies and reports. */
export interface CheckedPlan extends Plan {
  /** What an earlier run left open and nobody can know. Reported, and not repeated. */
  readonly uncertain?: readonly string[];
  /** Set when the endpoint could not be asked. Shown once for each endpoint. */
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
  /** The service that the engine deletes because the program names another one, and the plan for it. */
  readonly replaced?: { readonly cloudService: string; readonly serviceName: string; readonly plan: Plan };
}

/** A plan, with the life of the resource where an earlier run has begun it; or that nothing can be judged yet. */
export type Finding = { readonly plan: CheckedPlan; readonly life?: string } | { readonly undecided: true };

const NOTHING = { observed: null, steps: [], refusals: [], recovery: null, notes: [] } as const;

const refusedPlan = (refusals: readonly Refusal[], base?: Plan): CheckedPlan => ({
  ...NOTHING,
  ...base,
  verdict: "refused",
  refusals: [...refusals, ...(base?.refusals ?? [])],
});

function invalidInput(message: string): Refusal {
  return {
    rule: "input-not-accepted",
    operation: "Check",
    state: "",
    legalHere: [],
    route: [],
    permit: null,
    source: "README.md, biztalk.Service",
    message,
  };
}

/** The finding for an endpoint that cannot be asked. */
export function endpointDown(endpoint: string, reason: unknown): Finding {
  return { plan: { ...NOTHING, verdict: "unknown", endpointError: { endpoint, message: messageOf(reason) } } };
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
  const nothing = { legalHere: [], route: [], permit: null };
  return {
    rule: "operation-not-allowed",
    operation: "Plan",
    state,
    ...nothing,
    source: "docs/planner.md, PR-9",
    message,
  };
}

/** What was seen before anything is planned. */
interface Seen {
  readonly service: Question["service"];
  readonly live: Service | null;
  readonly own: OwnCreate | undefined;
  readonly refusals: readonly Refusal[];
  readonly replaced: Replaced | undefined;
}

async function look(
  session: Session,
  { inputs }: ParsedInputs,
  service: Question["service"],
  olds: Properties,
  { urn, dryRun, keep, origins = [] }: ServiceCall,
): Promise<Seen> {
  const { region, adopt } = inputs;
  const live = await session.observe(service);
  const isNew = Object.keys(olds).length === 0;
  const own = isNew && live !== null ? await ownCreate(session, urn, service, live) : undefined;
  if (!dryRun && !isNew) await releaseCreate(session, service);
  // First, so that the engine's second look at a resource that it replaces is answered like the first one.
  const replaced = await judgeReplaced(session, { urn, olds, service, inputs, keep });
  const claim: Claim = { urn, service, region, adopt, olds, live, own, keep };
  const refusals = await refuseIdentity(session, claim, origins);
  return { service, live, own, refusals, replaced };
}

/** The question to the planner: of a service that replaces another one nothing is known yet. */
function questionOf(parsed: ParsedInputs, seen: Seen, olds: Properties, call: ServiceCall): Question {
  const { service, live, own, replaced } = seen;
  const isRecorded = recordedService(olds) !== undefined && replaced === undefined;
  const { life: recorded, runs, moved } = recordOf(isRecorded ? olds : {});
  const life = own?.life ?? recorded;
  return {
    service,
    inputs: parsed.inputs,
    unknown: parsed.unknown,
    unmanaged: isRecorded ? ignoredPaths(call.ignore) : [],
    ...(call.keep === undefined ? {} : { keep: call.keep }),
    urn: call.urn,
    completed: isRecorded ? completedOf(olds) : {},
    generation: runs,
    ...(life === undefined ? {} : { life }),
    isRecorded,
    moved: moved === true,
    live,
  };
}

/**
 * Finds the plan for one resource.
 *
 * @throws {ProviderError} `journal` when the journal cannot be read. An endpoint that cannot be asked is a finding.
 */
export async function findPlan(
  session: Session,
  parsed: ParsedInputs,
  olds: Properties,
  call: ServiceCall,
): Promise<Finding> {
  const { inputs, unknown, failures } = parsed;
  if (failures.length > 0) return { plan: refusedPlan(failures.map(invalidInput)) };
  const { serviceName, cloudService } = inputs;
  if (serviceName === undefined || cloudService === undefined) return { undecided: true };
  let seen: Seen;
  try {
    seen = await look(session, parsed, { cloudService, serviceName }, olds, call);
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code === "journal") throw reason;
    return endpointDown(session.identity, reason);
  }
  const { own, refusals, replaced } = seen;
  if (refusals.length > 0) {
    // Whether it may be taken over is not known yet.
    const mayBePermitted =
      unknown.includes("adopt") && refusals.every(({ permit }) => permit?.startsWith("adopt:") === true);
    return mayBePermitted ? { undecided: true } : { plan: refusedPlan(refusals) };
  }
  const question = questionOf(parsed, seen, olds, call);
  if (question.moved) session.told.moved.add(call.urn);
  const judged = call.dryRun ? await judge(session, question) : await judgeWhenSettled(session, question);
  const uncertain = [...(own?.uncertain === undefined ? [] : [own.uncertain]), ...judged.uncertain];
  const planned = replaced === undefined ? judged.plan : withReplaced(judged.plan, replaced);
  const plan: CheckedPlan = {
    ...planned,
    ...(uncertain.length === 0 ? {} : { uncertain }),
    ...(replaced === undefined ? {} : { replaced: { ...replaced.service, plan: replaced.plan } }),
  };
  const life = question.life === undefined ? {} : { life: question.life };
  if (plan.verdict !== "unknown") return { plan, ...life };
  if (!call.dryRun) return { plan: refusedPlan([refuseUndecided(plan)], plan) };
  return unknown.length > 0 ? { undecided: true } : { plan, ...life };
}
