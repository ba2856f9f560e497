/** A plan as `check` leaves it for the calls that follow, and for those who read a preview. */
import type { InputFailure } from "../../pulumi/input-failure.js";
import type { Plan } from "../planner/index.js";

/** The plan for one resource. */
export interface CheckedPlan extends Plan {
  /** Inputs that are not accepted: the verdict is `refused`, and nothing was planned. */
  readonly invalid?: readonly InputFailure[];
  /** What an earlier run left open and nobody can know. Reported, and not repeated. */
  readonly uncertain?: readonly string[];
  /** Set when the endpoint could not be asked. Shown once for each endpoint. */
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
  /**
   * The service that the engine deletes because the program names another one, and the plan for it.
   */
  readonly replaced?: {
    readonly cloudService: string;
    readonly serviceName: string;
    readonly plan: Plan;
  };
}
