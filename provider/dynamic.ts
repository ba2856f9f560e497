/**
 * The module that every state file names: `require("pulumi-biztalk/dynamic").provider`. Its path and the name of its
 * export are frozen: destroying any stack ever made needs them.
 */
import "./compile-cache.js";
import { systemClock } from "./clock.js";
import { createProvider, listenForShutdown, type DynamicProvider } from "./lifecycle/index.js";

const shutdown = listenForShutdown(process, (ms) => systemClock.sleep(ms));
const inner = createProvider({ env: process.env, clock: systemClock, signal: shutdown.signal });

/** The provider that Pulumi's dynamic-provider host calls; one for each process. */
export const provider: DynamicProvider = {
  ...inner,
  create: (inputs) => shutdown.during(() => inner.create(inputs)),
  update: (id, olds, news) => shutdown.during(() => inner.update(id, olds, news)),
  delete: (id, props) => shutdown.during(() => inner.delete(id, props)),
};
