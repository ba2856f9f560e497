/**
 * A resource of BizTalk Server as the engine has it, in the two forms that it knows: checked inputs
 * and outputs. A door reads and writes them; below it nobody knows how they are spelled in a state.
 */
import type { Plan } from "../../plan/plan-shapes.js";
import type { InputFailure } from "../../pulumi/input-failure.js";
import type { Properties } from "../../pulumi/unknown.js";

/** A plan as `check` leaves it for those who read a preview. */
export interface CheckedServerPlan extends Plan {
  /** Inputs that are not accepted: the verdict is `refused`, and nothing was planned. */
  readonly invalid?: readonly InputFailure[];
  /** Set when the endpoint could not be asked. Shown once for each endpoint. */
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
}

/** What is kept with a resource in both forms. */
interface Kept {
  readonly urn: string;
  /** The inputs by their names, as the program gives them; what is not known yet is missing. */
  readonly inputs: Properties;
  /** Which endpoint manages it; `undefined` where none could be opened. */
  readonly endpoint: string | undefined;
  /** The plan as lines for a person; `undefined` where it cannot be judged yet. */
  readonly lines: readonly string[] | undefined;
}

/** A resource by its checked inputs. */
export interface CheckedResource extends Kept {
  /** What its kind keeps for the next run. */
  readonly kept: Properties;
  /** Dotted paths of inputs that are not known yet. */
  readonly unknown: readonly string[];
  /** What the lines say, for programs; `undefined` where it cannot be judged yet. */
  readonly plan: CheckedServerPlan | undefined;
}

/** A resource by its outputs. */
export interface ResourceOutputs extends Kept {
  /** What its kind shows of it besides the inputs. */
  readonly seen: Properties;
  /** Whether the last run was left incomplete. */
  readonly incomplete: boolean;
}
