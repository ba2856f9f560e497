/** From what a program and its transformations have agreed on to what Pulumi registers. */
import * as pulumi from "@pulumi/pulumi";
import { CALL, PLAN, PROVIDER, RECORD } from "../doors/dynamic/hidden-names.js";
import { carried } from "./carried-by-pulumi.js";
import { markSecrets } from "./mark-secrets.js";
import { explicitProvider, serviceCall, type Registering } from "./service-call.js";
import { refuseOptions, withCustomTimeouts } from "./service-options.js";

/** What every state holds in place of a serialised provider: byte for byte, for ever. */
export const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;';

/** Every output must be named, or it cannot be read. */
const OUTPUTS = [
  ...["cloudService", "units", "state", "power", "url", "etag", "version", "endpoint"],
  ...["lastOperation", "lastBackup", "plan", "recoveryPlan", PLAN],
];

/** What `check` writes although the program does not give it. */
const WRITTEN_BY_CHECK = [...["cloudService", "url", "endpoint", "plan", PLAN, RECORD]];

/**
 * In a preview in which the provider's own inputs are not known, `check` is not called, and an
 * approved plan would be refused for every default that an update writes. Only there they are
 * unknown; a transformation never sees it.
 */
function unjudged(registering: Registering): Readonly<Record<string, unknown>> {
  const provider = pulumi.runtime.isDryRun() ? explicitProvider(registering) : undefined;
  if (provider === undefined) return {};
  const unknown = provider.isKnown.then((isKnown) => (isKnown ? undefined : pulumi.unknown));
  const names = WRITTEN_BY_CHECK.filter((name) => registering.props[name] === undefined);
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

/** The hidden call; unknown where `check` will not be there to take it out. */
async function call(registering: Registering): Promise<unknown> {
  const told = await serviceCall(registering);
  const isKnown = told.dryRun ? await (explicitProvider(registering)?.isKnown ?? true) : true;
  return isKnown ? told : pulumi.unknown;
}

/** Options that this package honours itself. */
const TAKEN_OVER = ["ignoreChanges", "customTimeouts"];

/**
 * What is registered for a service.
 *
 * @throws {pulumi.ResourceError} for an option that cannot work.
 * @throws {pulumi.RunError} for a value that Pulumi cannot carry.
 */
export function registration({ resource, name, props, opts }: pulumi.ResourceTransformationArgs): {
  props: Readonly<Record<string, unknown>>;
  opts: pulumi.CustomResourceOptions;
} {
  const options = opts as pulumi.CustomResourceOptions;
  refuseOptions(name, options);
  const given = withCustomTimeouts(markSecrets(props), options.customTimeouts);
  const triggers = given["restartTriggers"];
  const inputs =
    triggers === undefined
      ? given
      : { ...given, restartTriggers: carried(triggers, "restartTriggers", name) };
  const transforms = [...(options.transforms ?? [])];
  const registering = { resource, name, props: inputs, opts: options, transforms };
  // The engine would reset ignored inputs to old values, and with "*" also the hidden ones: `check`
  // does it.
  const passedOn = Object.fromEntries(
    Object.entries(options).filter(([option]) => !TAKEN_OVER.includes(option)),
  );
  return {
    props: {
      ...Object.fromEntries(OUTPUTS.map((output) => [output, undefined])),
      ...inputs,
      ...unjudged(registering),
      [CALL]: call(registering),
      [PROVIDER]: PROVIDER_TEXT,
    },
    opts: { ...passedOn, transforms },
  };
}
