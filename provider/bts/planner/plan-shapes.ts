/** What comes out of the planner of BizTalk Server: the ground floor's plan, and what these add. */
import type { Plan, Step } from "../../plan/plan-shapes.js";
import type { Judgement } from "./judge-instance.js";
import type { StartOptions, StopOptions } from "./application-options.js";
import type { Drain, ReceiveLocationName } from "./shapes.js";

/** One step for the instances of a policy, all of which are in one state. */
export interface InstanceStep extends Step<"Save messages" | "Resume" | "Suspend" | "Terminate"> {
  /** The instances, in the order in which they are asked. */
  readonly ids: readonly string[];
  /**
   * Whether the steps before may end some of them too, which a reader is told. The list is read
   * before each step in any case.
   */
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

/** What is left in an application or a host instance before it is stopped. */
export interface DrainPlan {
  /** What keeps it from being drained, and what the drain's action does to each. */
  readonly left: readonly Judgement[];
  /** Suspended ones of an application that do not keep it from being drained. */
  readonly suspended: readonly Judgement[];
  /** Receive locations that a refusal enables again, these and no others. */
  readonly reopens: readonly ReceiveLocationName[];
  readonly action: Drain["action"];
  readonly deadlineMs: number;
  readonly onDeadline: Drain["onDeadline"];
}

/** One step for an application. */
export interface ApplicationStep extends Step<
  "Open intake" | "Close intake" | "Drain" | "Start" | "Stop"
> {
  /** The body of the request: every option of the REST service. */
  readonly options?: StartOptions | StopOptions;
  /** The receive locations that it disables. */
  readonly closes?: readonly ReceiveLocationName[];
  /** The receive locations that it enables, and no others. */
  readonly opens?: readonly ReceiveLocationName[];
  /** Whether the list is read again first, and the step is not done where any instance is left. */
  readonly onlyWhenEmpty?: boolean;
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
  /** How many instances a stop drops from memory, where one is planned. */
  readonly dehydrates: number;
}
