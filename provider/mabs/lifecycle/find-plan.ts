/**
 * What `check` finds out about one resource: its plan, or that it cannot be judged yet. Read-only
 * but for the journal's claims.
 */
import { defined } from "../../defined.js";
import { messageOf, ProviderError } from "../../errors.js";
import type { Plan, Refusal } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { refuseIdentity, type Claim } from "./identity.js";
import type { CheckedPlan } from "../judge/checked-plan.js";
import { judge } from "../judge/judge.js";
import { question, type Question } from "../judge/question.js";
import { judgeReplaced, withReplaced } from "../judge/judge-replaced.js";
import { judgeWhenSettled } from "../judge/judge-when-settled.js";
import type { OneShotInputs } from "../judge/one-shots.js";
import { ownCreate, releaseCreate, type OwnCreate } from "../judge/own-create.js";
import type { ParsedInputs } from "../inputs/service-inputs.js";
import type { Replaced } from "../judge/run-notes.js";
import type { Session } from "../judge/session.js";
import { ignoredPaths } from "../inputs/unmanaged.js";
import type { Call } from "../../pulumi/call.js";
import { failureOf } from "../../pulumi/input-failure.js";
import { serviceIn, type CheckedService } from "./service-states.js";

/**
 * A plan, with the life of the resource where an earlier run has begun it, and whether a refresh
 * has found the service moved; or that nothing can be judged yet.
 */
export type Finding =
  | { readonly plan: CheckedPlan; readonly life?: string; readonly moved?: boolean }
  | { readonly undecided: true };

const NOTHING = { observed: null, steps: [], refusals: [], recovery: null, notes: [] } as const;

const refusedPlan = (refusals: readonly Refusal[], base?: Plan): CheckedPlan => ({
  ...NOTHING,
  ...base,
  verdict: "refused",
  refusals: [...refusals, ...(base?.refusals ?? [])],
});

/** The finding for an endpoint that cannot be asked. */
export function endpointDown(endpoint: string, reason: unknown): Finding {
  return {
    plan: {
      ...NOTHING,
      verdict: "unknown",
      endpointError: { endpoint, message: messageOf(reason) },
    },
  };
}

/** Inputs that were completed, from the old checked inputs. */
export function completedIn({
  restartTriggers,
  backup,
  restoreFrom,
  configuration,
}: OneShotInputs): OneShotInputs {
  return {
    ...defined({ restartTriggers, backup, restoreFrom, configuration }),
  };
}

/**
 * In an update run everything is known, so what is still unknown is a state that nobody knows:
 * refused, with its text.
 */
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
  readonly service: ServiceRef;
  readonly live: Service | null;
  readonly own: OwnCreate | undefined;
  readonly refusals: readonly Refusal[];
  readonly replaced: Replaced | undefined;
}

/** What is asked about one resource. */
export interface PlanRequest {
  readonly call: Call;
  readonly parsed: ParsedInputs;
  /** As the engine has it; `undefined` for a new one. */
  readonly recorded: CheckedService | undefined;
}

async function look(session: Session, request: PlanRequest, service: ServiceRef): Promise<Seen> {
  const { parsed, recorded, call } = request;
  const { urn, dryRun, keep, origins } = call;
  const { region, adopt } = parsed.inputs;
  const live = await session.observe(service);
  const own =
    recorded === undefined && live !== null
      ? await ownCreate(session, urn, service, live)
      : undefined;
  if (!dryRun && recorded !== undefined) await releaseCreate(session, service);
  const before = recorded === undefined ? undefined : serviceIn(recorded.inputs);
  // First, so that the engine's second look at a resource that it replaces is answered like the
  // first one.
  const replaced = await judgeReplaced(session, {
    ...{ urn, before, service, keep },
    inputs: parsed.inputs,
    completed: recorded?.inputs ?? {},
  });
  const known =
    recorded === undefined ? undefined : { service: before, endpoint: recorded.endpoint };
  const claim: Claim = { urn, service, region, adopt, recorded: known, live, own, keep };
  const refusals = await refuseIdentity(session, claim, origins);
  // Other provider processes do not see this one's notes; of a new resource they see what it makes.
  // A journal that cannot be written is no reason to fail here: nothing is sent without it.
  if (!dryRun && refusals.length === 0 && session.notes.isRecordedFor(urn, service))
    await session.journal.claim(service, { run: session.run, urn }).catch(() => undefined);
  return { service, live, own, refusals, replaced };
}

/** The question to the planner: of a service that replaces another one nothing is known yet. */
function questionOf({ parsed, recorded, call }: PlanRequest, seen: Seen): Question {
  const { service, live, own, replaced } = seen;
  const before =
    replaced === undefined && serviceIn(recorded?.inputs ?? {}) !== undefined
      ? recorded
      : undefined;
  const life = own?.life ?? before?.life;
  return question({
    ...{ service, live, urn: call.urn },
    inputs: parsed.inputs,
    unknown: parsed.unknown,
    ...defined({ keep: call.keep, life }),
    ...(before === undefined
      ? {}
      : {
          unmanaged: ignoredPaths(call.ignore),
          completed: completedIn(before.inputs),
          generation: before.runs ?? 0,
          isRecorded: true,
          moved: before.moved,
        }),
  });
}

/**
 * Finds the plan for one resource.
 *
 * @throws {ProviderError} `journal` when the journal cannot be read. An endpoint that cannot be
 * asked is a finding.
 */
export async function findPlan(session: Session, request: PlanRequest): Promise<Finding> {
  const { call, parsed } = request;
  const { inputs, unknown, failures } = parsed;
  if (failures.length > 0)
    return { plan: { ...refusedPlan([]), invalid: failures.map(failureOf) } };
  const service = serviceIn(inputs);
  if (service === undefined) return { undecided: true };
  let seen: Seen;
  try {
    seen = await look(session, request, service);
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code === "journal") throw reason;
    return endpointDown(session.identity, reason);
  }
  const { own, refusals, replaced } = seen;
  if (refusals.length > 0) {
    // Whether it may be taken over is not known yet.
    const mayBePermitted =
      unknown.includes("adopt") &&
      refusals.every(({ permit }) => permit?.startsWith("adopt:") === true);
    return mayBePermitted ? { undecided: true } : { plan: refusedPlan(refusals) };
  }
  const asked = questionOf(request, seen);
  const judged = call.dryRun ? await judge(session, asked) : await judgeWhenSettled(session, asked);
  const uncertain = [...(own?.uncertain === undefined ? [] : [own.uncertain]), ...judged.uncertain];
  const planned = replaced === undefined ? judged.plan : withReplaced(judged.plan, replaced);
  const plan: CheckedPlan = {
    ...planned,
    ...(uncertain.length === 0 ? {} : { uncertain }),
    ...(replaced === undefined ? {} : { replaced: { ...replaced.service, plan: replaced.plan } }),
  };
  const rest = { moved: asked.moved, ...defined({ life: asked.life }) };
  if (plan.verdict !== "unknown") return { plan, ...rest };
  if (!call.dryRun) return { plan: refusedPlan([refuseUndecided(plan)], plan) };
  return unknown.length > 0 ? { undecided: true } : { plan, ...rest };
}
