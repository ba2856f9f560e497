/** Gets the engine with the vendor's installer, as the Automation API runs it. */
import { ENGINE_VERSION } from "./engine-version.js";
import { packageRoot } from "../package-root.js";
import { runCommand } from "./run-command.js";

/** The installer is not waited for longer than this (docs/architecture.md, The engine). */
const INSTALL_TIMEOUT_MS = 30_000;

/** In a process of its own, so that an installer that hangs can be ended. */
const PROGRAM = `
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { dirname } = require("node:path");
const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
const { parse } = require(require.resolve("semver", { paths: [sdk] }));
PulumiCommand.install({ root: process.argv[1], version: parse(process.argv[2]) }).catch((error) => {
  process.stderr.write(String(error.message).split("\\n", 1)[0]);
  process.exitCode = 1;
});
`;

/** Installs into a folder. Resolves with what went wrong, `undefined` when nothing did. */
export async function installEngine(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const settings = { cwd: packageRoot(), env, timeoutMs: INSTALL_TIMEOUT_MS };
  const { code, stderr } = await runCommand(
    process.execPath,
    ["-e", PROGRAM, folder, ENGINE_VERSION],
    settings,
  );
  if (code === 0) return undefined;
  return code === null
    ? `no end within ${String(INSTALL_TIMEOUT_MS / 1000)} s`
    : (stderr.trim().split("\n", 1)[0] ?? `exit code ${String(code)}`);
}
