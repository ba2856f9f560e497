/** What one kind of resource of BizTalk Server is to the calls of Pulumi. */
import type { Plan } from "../../plan/plan-shapes.js";
import type { Properties } from "../../pulumi/unknown.js";
import type { ParsedGoal } from "../inputs/index.js";
import type { ServerSession } from "../judge/server-session.js";

/** What is known of a resource beside what the program gives. */
export interface About {
  /** Its name in the program. */
  readonly name: string;
  /** Inputs that the engine has recorded; `undefined` for a new resource. */
  readonly recorded: Properties | undefined;
  /** What `keep` has given in the last run that the engine has recorded. */
  readonly kept: Properties;
}

/** A run on one resource: what it does it says here. */
export interface KindRun {
  readonly session: ServerSession;
  /** How long it may wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly progress: (line: string) => void;
}

/** What a run has come to. */
export interface Ended {
  /** What the kind shows of the resource afterwards. */
  readonly seen: Properties;
  /** Why it is not all done, a line each: something was sent, and the engine records that. */
  readonly failures: readonly string[];
}

/** A kind of resource. Each of its functions is pure but `judge`, `apply` and `observe`. */
export interface Kind<Goal = unknown, P extends Plan = Plan> {
  readonly inputNames: readonly string[];
  /** Inputs whose change is another thing. */
  readonly identity: readonly string[];
  /** Inputs that outputs show as they were seen: drift of theirs is the plan's to tell. */
  readonly live: readonly string[];
  parse(given: Properties, about: About): ParsedGoal<Goal>;
  /** The engine's id of it. */
  idOf(goal: Goal, about: About): string;
  /** Reads what is there and plans. Sends nothing that changes anything. */
  judge(session: ServerSession, goal: Goal, about: About): Promise<P>;
  /** What the next run has to know of this one, where it is carried out. */
  keep(plan: P, about: About): Properties;
  /** The plan as lines; they stand in the checked inputs, so an approved preview is bound to them. */
  linesOf(plan: P): readonly string[];
  /** What a preview shows besides: what comes and goes, and binds nobody. */
  details(plan: P): readonly string[];
  /**
   * Carries out a plan.
   *
   * @throws {ServerStepFailure} where it stopped before its end.
   */
  apply(run: KindRun, goal: Goal, plan: P): Promise<Ended>;
  /** What is shown of it as it is now; `null` where it is gone. */
  observe(session: ServerSession, goal: Goal): Promise<Properties | null>;
  /** What is said when the resource leaves the program: nothing is done. */
  leave(session: ServerSession | undefined, goal: Goal): readonly string[];
}
