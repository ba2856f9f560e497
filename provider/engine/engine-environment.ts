/**
 * The environment in which the tour, the tests and the examples run an engine: never the user's own
 * Pulumi.
 */
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "./engine.js";

/**
 * An environment with a Pulumi home, a state backend and a journal of its own below one folder;
 * nothing in it asks for a confirmation, an update or a registry. The engine finds this process's
 * Node.
 */
export function engineEnvironment(
  engine: Engine,
  folder: string,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const path = [dirname(engine.path), dirname(process.execPath), env["PATH"] ?? ""].join(delimiter);
  return {
    ...env,
    PATH: path,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "emulator",
    PULUMI_CREDENTIAL_STORE: "plaintext",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
    BIZTALK_JOURNAL: join(folder, "journal"),
  };
}
