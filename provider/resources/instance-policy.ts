/** `biztalk.InstancePolicy`: the class that programs write `new` on. */
import * as pulumi from "@pulumi/pulumi";
import { refuseOlderPulumi } from "./pulumi-version.js";
import { INSTANCE_POLICY } from "./registered-types.js";
import { reportRefusals } from "./report-plan.js";
import { resourceOptions } from "./resource-options.js";
import type { InstancePolicyArgs } from "./server-args.js";

/**
 * Instances of BizTalk Server that match are resumed, suspended or terminated, whenever a run finds
 * any. When the policy leaves the program no instance is touched.
 */
export class InstancePolicy extends pulumi.CustomResource {
  declare readonly action: pulumi.Output<string>;
  /** What the last run that acted has come to, for instance `3 done, 1 pending`. */
  declare readonly outcome: pulumi.Output<string>;
  /** Those of it that are not done, a line each; the first of them. */
  declare readonly notDone: pulumi.Output<string[]>;
  /** Which server: its address, or the emulator's file. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The plan of the last update, a line for each step. */
  declare readonly plan: pulumi.Output<string[]>;

  constructor(name: string, args: InstancePolicyArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseOlderPulumi();
    super(INSTANCE_POLICY.type, name, { ...args }, resourceOptions(INSTANCE_POLICY, options));
    reportRefusals(this, args);
  }
}
