/**
 * The module that every state file names: `require("pulumi-biztalk/dynamic").provider`. Its path
 * and the name of its export are frozen: destroying any stack ever made needs them.
 */
import "./needs-node.js";
import "./compile-cache.js";
import { systemClock } from "./clock.js";
import { createProvider, type DynamicProvider } from "./doors/dynamic/provider-methods.js";
import { listenForShutdown } from "./pulumi/shutdown.js";

const ending = new AbortController();
const { provider: inner, end } = createProvider({
  env: process.env,
  clock: systemClock,
  signal: ending.signal,
  origin: { folder: process.cwd(), backend: process.env["PULUMI_BACKEND_URL"] ?? "" },
  run: process.argv.at(-1) ?? "",
});
const during = listenForShutdown(process, {
  ending,
  wait: (ms) => systemClock.sleep(ms),
  atRest: end,
});

/** The provider that Pulumi's dynamic-provider host calls; one for each process. */
export const provider: DynamicProvider = {
  ...inner,
  create: (inputs) => during(() => inner.create(inputs)),
  update: (id, olds, news) => during(() => inner.update(id, olds, news)),
  delete: (id, props) => during(() => inner.delete(id, props)),
};
