/**
 * `biztalk.Service`: the class that programs write `new` on. A shim: it hands its inputs to the provider by name and
 * shows, in a preview, what the provider's `check` found.
 */
import * as pulumi from "@pulumi/pulumi";
import { markSecrets } from "./mark-secrets.js";
import { refuseOlderPulumi } from "./pulumi-version.js";
import { reportPlan } from "./report-plan.js";
import type { ServiceArgs } from "./service-args.js";

/** The type token, for policies and aliases. */
export const SERVICE_TYPE = "pulumi-nodejs:dynamic/biztalk:Service";

/** What every state holds in place of a serialised provider: byte for byte, for ever. */
export const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;';

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
  /** The way out of a failed state, a line for each step; empty when there is nothing to recover from. */
  declare readonly recoveryPlan: pulumi.Output<string[]>;

  constructor(name: string, args: ServiceArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseOlderPulumi();
    if (options.replaceOnChanges !== undefined && options.replaceOnChanges.length > 0) {
      const hint =
        "The provider's diff does not name keys to Pulumi; a change of serviceName or cloudService replaces by itself.";
      throw new pulumi.ResourceError(
        `biztalk.Service ${name}: replaceOnChanges cannot work here. ${hint}`,
        undefined,
        true,
      );
    }
    // In a preview these tell `check` so; in an update `check` writes them, where it is called at all.
    const inPreview = pulumi.runtime.isDryRun() ? pulumi.unknown : undefined;
    const { ignoreChanges, customTimeouts, ...passedOn } = options;
    const given = {
      ...markSecrets(args),
      ...(customTimeouts === undefined ? {} : { timeouts: withCustom(args.timeouts, customTimeouts) }),
    };
    // Where `check` is not called in the preview, because a provider's own endpoint is not known yet, an approved plan
    // would be refused for every default that an update writes: so these are unknown, and `check` is told which they are.
    const names = leftOutOf(given);
    const inputs = {
      ...given,
      ...Object.fromEntries(names.map((name) => [name, inPreview])),
      __urn: urnOf(name, options.parent),
      __ignore: ignoreChanges,
      __keep: keepOf(options),
      plan: inPreview,
      __generation: inPreview,
      __plan: inPreview,
      __dryRun: inPreview,
      __leftOut: names,
      __provider: PROVIDER_TEXT,
    };
    // The engine would reset ignored inputs, and with "*" also those above: `check` does it (lifecycle/unmanaged).
    super(SERVICE_TYPE, name, { ...NO_OUTPUTS, ...inputs }, { deleteBeforeReplace: true, ...passedOn });
    if (pulumi.runtime.isDryRun())
      reportPlan(this, (this as unknown as { readonly __plan: pulumi.Output<unknown> }).__plan);
  }
}

/** What `check` writes although the program does not give it. */
const WRITTEN_BY_CHECK = [
  ...["cloudService", "url", "endpoint", "configuration", "detours", "recovery"],
  ...["backupBeforeDelete", "forceDelete", "adopt", "timeouts"],
] as const;

/** Which of these the program leaves out. */
function leftOutOf(given: Readonly<Record<string, unknown>>): string[] {
  return WRITTEN_BY_CHECK.filter((name) => given[name] === undefined);
}

/** The option that forbids every plan with Delete; `protect` is inherited from the parent, as the SDK does it. */
function keepOf({ protect, retainOnDelete, parent }: pulumi.CustomResourceOptions): string | undefined {
  const inherited = (parent as { readonly __protect?: boolean } | undefined)?.__protect;
  if ((protect ?? inherited) === true) return "protect";
  return retainOnDelete === true ? "retainOnDelete" : undefined;
}

/** Pulumi's `customTimeouts`, which it hands to no dynamic provider; what `timeouts` says wins. */
function withCustom(
  timeouts: ServiceArgs["timeouts"],
  { create, update, delete: remove }: pulumi.CustomTimeouts,
): pulumi.Output<object> {
  const custom = { create, update, delete: remove };
  const given = Object.fromEntries(Object.entries(custom).filter(([, duration]) => duration !== undefined));
  return pulumi.output(timeouts).apply((own) => ({ ...given, ...own }));
}

/** The resource's URN, which Pulumi gives to no dynamic provider: log lines and the journal need it. */
function urnOf(name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent !== undefined) return pulumi.createUrn(name, SERVICE_TYPE, parent);
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${SERVICE_TYPE}::${name}`;
}

/** Every output must be named, or it cannot be read. */
const NO_OUTPUTS = {
  cloudService: undefined,
  units: undefined,
  state: undefined,
  power: undefined,
  url: undefined,
  etag: undefined,
  version: undefined,
  endpoint: undefined,
  lastOperation: undefined,
  lastBackup: undefined,
  recoveryPlan: undefined,
};
