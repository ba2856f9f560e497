/**
 * The transforms that the engine runs (`transforms`, `registerResourceTransform`) and the options
 * that a service inherits from its parent are known to no class. Where there may be any, a
 * transform of this package runs behind them and tells the provider what they have made of the
 * service's options.
 */
import { defined } from "../defined.js";
import { CALL } from "../doors/dynamic/hidden-names.js";
import * as pulumi from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { markSecrets } from "./mark-secrets.js";
import { keepOf, refuseOptions, withCustomTimeouts } from "./service-options.js";
import { registeredType } from "./registered-types.js";

/** What the SDK knows of the run of a program; it declares no types for it. */
interface Store {
  readonly callbacks?: unknown;
  readonly supportsTransforms?: boolean;
}
interface Callbacks {
  registerTransform(transform: pulumi.ResourceTransform): Promise<unknown>;
}
interface Monitor {
  registerStackTransform(request: unknown, answered: (error: Error | null) => void): void;
}
const { getStore } = state as unknown as { getStore: () => Store };
const { getCallbacks, getMonitor } = settings as unknown as {
  getCallbacks: () => Callbacks | undefined;
  getMonitor: () => Monitor | undefined;
};

/**
 * Runs of programs, and whether the transform stands behind all others there. In one process there
 * may be several.
 */
const registrations = new WeakMap<Store, Promise<boolean>>();

type Properties = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);

/**
 * What the program's inputs and hidden call are by the options that the engine's transforms have
 * left.
 */
function seen({
  type,
  name,
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult | undefined {
  const { [CALL]: call, ...inputs } = props as Properties;
  const rules = registeredType(type);
  if (rules === undefined || !isPlain(call)) return undefined;
  const options = opts as pulumi.CustomResourceOptions;
  refuseOptions(rules, name, options);
  const keep = keepOf(options);
  const rest = Object.fromEntries(Object.entries(call).filter(([field]) => field !== "keep"));
  const before = Array.isArray(call["ignore"]) ? (call["ignore"] as string[]) : [];
  const added = options.ignoreChanges ?? [];
  const ignore = [...new Set([...before, ...added])];
  const told = { ...rest, ...defined({ keep }), ...(ignore.length === 0 ? {} : { ignore }) };
  const all = { ...withCustomTimeouts(markSecrets(inputs), options.customTimeouts), [CALL]: told };
  // Options that are not given stay as they are: to hand them back would be to rebuild each of
  // them.
  const unchanged = undefined as unknown as pulumi.ResourceOptions;
  return { props: all, opts: added.length === 0 ? unchanged : { ...opts, ignoreChanges: [] } };
}

/**
 * Puts the transform behind those of the stack; `false` where the language host does not know the
 * request.
 */
async function register(): Promise<boolean> {
  const [callbacks, monitor] = [getCallbacks(), getMonitor()];
  if (callbacks === undefined || monitor === undefined) return false;
  const request = await callbacks.registerTransform(seen);
  return new Promise((resolve) => {
    monitor.registerStackTransform(request, (error) => {
      resolve(error === null);
    });
  });
}

/**
 * Sees to it that the engine's transforms and inherited options are seen, where there may be any.
 * Resolves before the service is registered.
 *
 * @param own - the resource's own transforms: an older language host knows no others, so the
 * transform goes there.
 */
export async function seeEngineTransforms(
  parent: pulumi.Resource | undefined,
  own: pulumi.ResourceTransform[],
): Promise<void> {
  const store = getStore();
  const mayHave = store.callbacks !== undefined || own.length > 0 || parent !== undefined;
  if (!mayHave || store.supportsTransforms !== true) return;
  const registered = registrations.get(store) ?? register();
  registrations.set(store, registered);
  if (!(await registered)) own.push(seen);
}
