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
import { SERVICE_TYPE } from "../resource-types.js";
import { registeredUrn, serviceUrn } from "./service-urn.js";

/** A service that is being registered, after all transformations. */
export interface Registering {
  readonly resource: pulumi.Resource;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: pulumi.CustomResourceOptions;
  /** The transforms that the engine will run for this resource alone. */
  readonly transforms: pulumi.ResourceTransform[];
}

const protectedByParent = ({ parent }: pulumi.CustomResourceOptions): boolean | undefined =>
  (parent as { readonly __protect?: boolean } | undefined)?.__protect;

/** Inputs that say which service it is. */
const IDENTITY = ["serviceName", "cloudService"];

/** What the SDK knows of an output's origin. */
interface Traced {
  allResources?(): Promise<ReadonlySet<pulumi.Resource>>;
}

/**
 * The URNs of the resources that the service's identity follows from: in a preview it may not be
 * known.
 */
async function originsOf(props: Registering["props"]): Promise<string[]> {
  const outputs = IDENTITY.map((name) => props[name]).filter((value) =>
    pulumi.Output.isInstance(value),
  );
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
export function explicitProvider({ opts }: Registering): Provider | undefined {
  const found = opts.provider ?? opts.parent?.getProvider(SERVICE_TYPE);
  return found instanceof Provider ? found : undefined;
}

/**
 * Collects what the provider has to be told of one service. Resolves when the URN of its parent is
 * known.
 */
export async function serviceCall(registering: Registering): Promise<ServiceCall> {
  const { name, opts, props, transforms } = registering;
  const protect = opts.protect ?? protectedByParent(opts) ?? false;
  const keep = keepOf({ ...opts, protect });
  const urn = await serviceUrn(name, opts.parent);
  await seeEngineTransforms(opts.parent, transforms);
  const origins = await originsOf(props);
  return {
    urn,
    dryRun: pulumi.runtime.isDryRun(),
    ...defined({ ignore: opts.ignoreChanges, keep }),
    ...(origins.length === 0 ? {} : { origins }),
  };
}
