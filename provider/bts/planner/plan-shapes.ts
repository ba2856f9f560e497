/** What comes out of the planner of BizTalk Server: the ground floor's plan, and what these add. */
import type { Plan, Step } from "../../plan/plan-shapes.js";
import type { Judgement } from "./judge-instance.js";
import type { ReceiveLocationName } from "./shapes.js";

/** One step for the instances of a policy, all of which are in one state. */
export interface InstanceStep extends Step<"Save messages" | "Resume" | "Suspend" | "Terminate"> {
  /** The instances, in the order in which they are asked. */
  readonly ids: readonly string[];
  /** Whether the list is read again first: what the steps before have ended is gone from it. */
  readonly afterFreshRead: boolean;
}

/** An instance that matches, and what comes of it. */
export interface InstanceMatch extends Judgement {
  /** Messages that are gone with it; `null` where the list of messages was not read. */
  readonly messagesLost: number | null;
}

/** The plan of a policy. */
export interface InstancePlan extends Plan<InstanceStep> {
  /** Every match, in the order of the steps: by state, then by id. */
  readonly matches: readonly InstanceMatch[];
  readonly counts: Readonly<Record<Judgement["outcome"], number>>;
  /** Messages that are gone when all steps are done; `null` where that is not known. */
  readonly messagesLost: number | null;
}

/** What is left in an application or a host instance. */
export interface DrainPlan {
  /** What keeps it from being drained, and what the drain's action would do to each. */
  readonly left: readonly Judgement[];
  /** Suspended ones, which are listed and do not count unless they are to block. */
  readonly suspended: readonly string[];
  /** Receive locations that are disabled; on a refusal these and no others are enabled again. */
  readonly closes: readonly ReceiveLocationName[];
  readonly deadlineMs: number;
  readonly onDeadline: "refuse" | "proceed";
}

/** What is asked before a step is done. */
export interface StepGuard {
  /** `read again`: nothing may be left of these, else the step is not done. */
  readonly guard?: "nothing left" | "read again";
}

/** One step for an application. */
export interface ApplicationStep
  extends Step<"Close intake" | "Drain" | "Start" | "Stop">, StepGuard {
  /** The body of the request: every option of the REST service. */
  readonly options?: Readonly<Record<string, boolean>>;
  /** The receive locations that it disables. */
  readonly closes?: readonly ReceiveLocationName[];
}

/** The plan of an application. */
export interface ApplicationPlan extends Plan<ApplicationStep> {
  readonly drain: DrainPlan | null;
}

/** One step for a host instance. */
export type HostInstanceStep = Step<"Drain" | "Start" | "Stop">;

/** The plan of a host instance. */
export interface HostInstancePlan extends Plan<HostInstanceStep> {
  readonly drain: DrainPlan | null;
  /** Instances that a stop drops from memory, where a stop is planned. */
  readonly dehydrates: number;
}
