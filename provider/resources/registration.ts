/** From what a program and its transformations have agreed on to what Pulumi registers. */
import * as pulumi from "@pulumi/pulumi";
import { CALL, PLAN, PROVIDER, RECORD } from "../doors/dynamic/hidden-names.js";
import { carried } from "./carried-by-pulumi.js";
import { markSecrets } from "./mark-secrets.js";
import { explicitProvider, serviceCall, type Registering } from "./service-call.js";
import type { RegisteredType } from "./registered-types.js";
import { refuseOptions, withCustomTimeouts } from "./service-options.js";

/**
 * In a preview in which the provider's own inputs are not known, `check` is not called, and an
 * approved plan would be refused for every default that an update writes. Only there they are
 * unknown; a transformation never sees it.
 */
function unjudged(registering: Registering): Readonly<Record<string, unknown>> {
  const provider = pulumi.runtime.isDryRun() ? explicitProvider(registering) : undefined;
  if (provider === undefined) return {};
  const unknown = provider.isKnown.then((isKnown) => (isKnown ? undefined : pulumi.unknown));
  const written = [...registering.rules.written, PLAN, RECORD];
  const names = written.filter((name) => registering.props[name] === undefined);
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

type Registered = Pick<pulumi.ResourceTransformationArgs, "props"> & {
  readonly opts: pulumi.CustomResourceOptions;
};

function register(
  rules: RegisteredType,
  { resource, name, props, opts }: pulumi.ResourceTransformationArgs,
): Registered {
  const options = opts as pulumi.CustomResourceOptions;
  refuseOptions(rules, name, options);
  const given = withCustomTimeouts(markSecrets(props), options.customTimeouts);
  const triggers = given["restartTriggers"];
  const inputs =
    triggers === undefined
      ? given
      : { ...given, restartTriggers: carried(triggers, "restartTriggers", name) };
  const transforms = [...(options.transforms ?? [])];
  const registering = { rules, resource, name, props: inputs, opts: options, transforms };
  // The engine would reset ignored inputs to old values, and with "*" also the hidden ones: `check`
  // does it.
  const passedOn = Object.fromEntries(
    Object.entries(options).filter(([option]) => !TAKEN_OVER.includes(option)),
  );
  return {
    props: {
      ...Object.fromEntries([...rules.outputs, PLAN].map((output) => [output, undefined])),
      ...inputs,
      ...unjudged(registering),
      [CALL]: call(registering),
      [PROVIDER]: rules.provider,
    },
    opts: { ...passedOn, transforms },
  };
}

/**
 * What is registered for a resource of a type, as a transformation.
 *
 * @throws {pulumi.ResourceError} for an option that cannot work.
 * @throws {pulumi.RunError} for a value that Pulumi cannot carry.
 */
export const registration =
  (rules: RegisteredType) =>
  (given: pulumi.ResourceTransformationArgs): Registered =>
    register(rules, given);
