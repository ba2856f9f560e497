/**
 * `biztalk.Service`: the class that programs write `new` on. A shim: it hands its inputs to the
 * provider by name and shows, in a preview, what the provider's `check` found.
 */
import * as pulumi from "@pulumi/pulumi";
import { refuseOlderPulumi } from "./pulumi-version.js";
import { reportPlan } from "./report-plan.js";
import { resourceOptions } from "./resource-options.js";
import { SERVICE } from "./registered-types.js";
import type { ServiceArgs } from "./service-args.js";

/** A BizTalk service. */
export class Service extends pulumi.CustomResource {
  declare readonly serviceName: pulumi.Output<string>;
  declare readonly cloudService: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly edition: pulumi.Output<string>;
  declare readonly units: pulumi.Output<number>;
  /** The state as it was last seen: a row of the service state chart, or a transitional state. */
  declare readonly state: pulumi.Output<string>;
  /** The power that the state counts as; "A or B" where a failed state counts as several. */
  declare readonly power: pulumi.Output<string>;
  /** Where the service answers. Known in a preview. */
  declare readonly url: pulumi.Output<string>;
  declare readonly etag: pulumi.Output<string>;
  /** The service version. */
  declare readonly version: pulumi.Output<string>;
  /** Which endpoint manages the service: host and subscription, or the emulator's file. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The operation that was sent last; "(failed)" behind it when it failed. */
  declare readonly lastOperation: pulumi.Output<string>;
  /** The last backup that the service shows; `null` when there is none. */
  declare readonly lastBackup: pulumi.Output<{ name: string; takenAt: string } | null>;
  /** The plan of the last update, a line for each step. */
  declare readonly plan: pulumi.Output<string[]>;
  /**
   * The way out of a failed state, a line for each step; empty when there is nothing to recover
   * from.
   */
  declare readonly recoveryPlan: pulumi.Output<string[]>;

  constructor(name: string, args: ServiceArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseOlderPulumi();
    super(SERVICE.type, name, { ...args }, resourceOptions(SERVICE, options));
    reportPlan(this, args);
  }
}
