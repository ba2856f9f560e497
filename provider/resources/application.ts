/** `biztalk.Application`: the class that programs write `new` on. */
import * as pulumi from "@pulumi/pulumi";
import { refuseOlderPulumi } from "./pulumi-version.js";
import { APPLICATION } from "./registered-types.js";
import { reportRefusals } from "./report-plan.js";
import { resourceOptions } from "./resource-options.js";
import type { ApplicationArgs } from "./server-args.js";

/**
 * Whether an application of BizTalk Server runs. The resource manages a state, not the application:
 * when it leaves the program, the application is left as it is.
 */
export class Application extends pulumi.CustomResource {
  declare readonly applicationName: pulumi.Output<string>;
  /** The state as it was last seen: Started, Stopped, PartiallyStarted or NotApplicable. */
  declare readonly state: pulumi.Output<string>;
  /** Which server: its address, or the emulator's file. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The plan of the last update, a line for each step. */
  declare readonly plan: pulumi.Output<string[]>;

  constructor(name: string, args: ApplicationArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseOlderPulumi();
    super(APPLICATION.type, name, { ...args }, resourceOptions(APPLICATION, options));
    reportRefusals(this, args);
  }
}
