/** `biztalk.HostInstance`: the class that programs write `new` on. */
import * as pulumi from "@pulumi/pulumi";
import { refuseOlderPulumi } from "./pulumi-version.js";
import { HOST_INSTANCE } from "./registered-types.js";
import { reportRefusals } from "./report-plan.js";
import { resourceOptions } from "./resource-options.js";
import type { HostInstanceArgs } from "./server-args.js";

/**
 * Whether a host of BizTalk Server 2020 runs on a machine. The resource manages a state, not the
 * host instance: when it leaves the program, the host instance is left as it is.
 */
export class HostInstance extends pulumi.CustomResource {
  declare readonly hostName: pulumi.Output<string>;
  declare readonly machine: pulumi.Output<string>;
  /** The state as it was last seen. */
  declare readonly state: pulumi.Output<string>;
  /** Whether it is disabled: then it cannot be started, and no request enables it. */
  declare readonly disabled: pulumi.Output<boolean>;
  /** Which server: its address, or the emulator's file. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The plan of the last update, a line for each step. */
  declare readonly plan: pulumi.Output<string[]>;

  constructor(name: string, args: HostInstanceArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseOlderPulumi();
    super(HOST_INSTANCE.type, name, { ...args }, resourceOptions(HOST_INSTANCE, options));
    reportRefusals(this, args);
  }
}
