/** What a preview saw of one resource of BizTalk Server: what findings are made from. */
import type { Plan, Step } from "../../plan/plan-shapes.js";
import type { Finding, ReportedResource, Subject } from "../../report/report-document.js";

/** A plan as far as the checked inputs tell it. */
export interface CheckedServerPlan extends Pick<Plan, "verdict" | "observed" | "refusals"> {
  readonly steps: readonly Pick<Step, "operation" | "expects" | "yields" | "serves" | "risk">[];
  readonly invalid?: readonly { readonly reason: string }[];
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
}

/** One resource. */
export interface ReviewedResource {
  readonly urn: string;
  /** Its name in the program. */
  readonly name: string;
  readonly subject: Subject;
  readonly endpoint: string;
  readonly change: ReportedResource["change"];
  readonly asked: string;
  /** `null` where it cannot be judged yet. */
  readonly plan: CheckedServerPlan | null;
  /** What its provider said of it in the preview: what comes and goes. */
  readonly said: readonly string[];
  readonly location: Finding["location"];
}
