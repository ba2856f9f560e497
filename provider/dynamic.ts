/**
 * The module that every state file names, for instance `require("pulumi-biztalk/dynamic").provider`.
 * Its path and the names of its exports are frozen: destroying any stack ever made needs them.
 */
import "./needs-node.js";
import "./compile-cache.js";
import { systemClock } from "./clock.js";
import { engineRun } from "./doors/dynamic/engine-run.js";
import { createProvider, type DynamicProvider } from "./doors/dynamic/provider-methods.js";
import { createServerProviders } from "./doors/dynamic/server-methods.js";
import { listenForShutdown } from "./pulumi/shutdown.js";

const ending = new AbortController();
const world = { env: process.env, clock: systemClock, signal: ending.signal };
const { provider: services, end } = createProvider({
  ...world,
  origin: { folder: process.cwd(), backend: process.env["PULUMI_BACKEND_URL"] ?? "" },
  run: engineRun(process.argv, process.env),
});
const server = createServerProviders(world);
const during = listenForShutdown(process, {
  ending,
  wait: (ms) => systemClock.sleep(ms),
  atRest: end,
});

/** Counts calls that change something as under way, so that an end in good order waits for them. */
const counted = (inner: DynamicProvider): DynamicProvider => ({
  ...inner,
  create: (inputs) => during(() => inner.create(inputs)),
  update: (id, olds, news) => during(() => inner.update(id, olds, news)),
  delete: (id, props) => during(() => inner.delete(id, props)),
});

/** The provider of services, which Pulumi's dynamic-provider host calls; one for each process. */
export const provider: DynamicProvider = counted(services);

/** The provider of policies of instances. */
export const instancePolicy: DynamicProvider = counted(server.InstancePolicy);

/** The provider of applications. */
export const application: DynamicProvider = counted(server.Application);

/** The provider of host instances. */
export const hostInstance: DynamicProvider = counted(server.HostInstance);
