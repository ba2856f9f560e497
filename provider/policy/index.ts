/** The policies of this package, for a pack of one's own, and the pack that comes with it. */
import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { systemClock } from "../clock.js";
import { teamPolicies } from "./team-policies.js";
import { verdictPolicies } from "./verdict-policies.js";

/** Every policy: the verdicts of a preview, and the rules that configuration enables. */
export const policies = (): ResourceValidationPolicy[] => [
  ...verdictPolicies(),
  ...teamPolicies(systemClock),
];

/** Defines the pack `biztalk`. Called once, by the pack's own program. */
export function definePack(): void {
  new PolicyPack("biztalk", { policies: policies() });
}
