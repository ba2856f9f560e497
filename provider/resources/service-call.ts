/**
 * What the class tells the provider beside the program's inputs, since Pulumi tells a dynamic
 * provider none of it: one hidden property that `check` reads and takes out again.
 */
import { defined } from "../defined.js";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceCall } from "../doors/dynamic/read-call.js";
import { Provider } from "./provider.js";
import { seeEngineTransforms } from "./engine-transforms.js";
import { keepOf } from "./service-options.js";
import { futureUrn, registeredUrn } from "./future-urn.js";
import type { RegisteredType } from "./registered-types.js";

/** A resource that is being registered, after all transformations. */
export interface Registering {
  readonly rules: RegisteredType;
  readonly resource: pulumi.Resource;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: pulumi.CustomResourceOptions;
  /** The transforms that the engine will run for this resource alone. */
  readonly transforms: pulumi.ResourceTransform[];
}

const protectedByParent = ({ parent }: pulumi.CustomResourceOptions): boolean | undefined =>
  (parent as { readonly __protect?: boolean } | undefined)?.__protect;

/** What the SDK knows of an output's origin. */
interface Traced {
  allResources?(): Promise<ReadonlySet<pulumi.Resource>>;
}

/**
 * The URNs of the resources that the resource's identity follows from: in a preview it may not be
 * known.
 */
async function originsOf({ rules, props }: Registering): Promise<string[]> {
  const outputs = rules.identity
    .map((name) => props[name])
    .filter((value) => pulumi.Output.isInstance(value));
  const origins = outputs.map(async (output) => [
    ...((await (output as Traced).allResources?.()) ?? []),
  ]);
  const custom = (await Promise.all(origins))
    .flat()
    .filter((each) => pulumi.CustomResource.isInstance(each));
  return [...new Set(await Promise.all(custom.map(registeredUrn)))].sort();
}

/**
 * The endpoint's provider, where the program gives one of ours: its own inputs may not be known in
 * a preview.
 */
export function explicitProvider({ opts, rules }: Registering): Provider | undefined {
  const found = opts.provider ?? opts.parent?.getProvider(rules.type);
  return found instanceof Provider ? found : undefined;
}

/**
 * Collects what the provider has to be told of one resource. Resolves when the URN of its parent is
 * known.
 */
export async function serviceCall(registering: Registering): Promise<ServiceCall> {
  const { rules, name, opts, transforms } = registering;
  const protect = opts.protect ?? protectedByParent(opts) ?? false;
  const keep = keepOf({ ...opts, protect });
  const urn = await futureUrn(rules.type, name, opts.parent);
  await seeEngineTransforms(opts.parent, transforms);
  const origins = await originsOf(registering);
  return {
    urn,
    dryRun: pulumi.runtime.isDryRun(),
    ...defined({ ignore: opts.ignoreChanges, keep }),
    ...(origins.length === 0 ? {} : { origins }),
  };
}
