import {
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as biztalk from "../../../provider/index.js";
import { engine } from "./engine.js";
import { makeProject, type Project } from "./project.js";

type Package = typeof biztalk;

/** A program in this process: several runs of it share all modules (Automation API). */
export interface Inline {
  readonly project: Project;
  readonly stack: Stack;
  /** The package as the programs of a project see it. */
  readonly biztalk: Package;
  /** All that a run said, and whether it succeeded. */
  run(
    command: "preview" | "up" | "destroy",
  ): Promise<{ readonly succeeded: boolean; readonly text: string }>;
}

/** Makes a stack whose program is a function. */
export async function makeInline(
  program: (biztalk: Inline["biztalk"]) => PulumiFn,
  endpoint?: string,
): Promise<Inline> {
  const project = await makeProject(endpoint === undefined ? {} : { endpoint });
  const found = await engine();
  // The engine's own copy of the SDK and the package under test, as a project finds them.
  const own = createRequire(join(project.folder, "index.js"))("pulumi-biztalk") as Package;
  const pulumiCommand = await PulumiCommand.get({
    root: dirname(dirname(found.path)),
    skipVersionCheck: true,
  });
  const envVars = Object.fromEntries(
    Object.entries(project.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "integration", program: program(own) },
    { workDir: project.folder, envVars, pulumiCommand },
  );
  return {
    project,
    stack,
    biztalk: own,
    run: async (command) => {
      const said: string[] = [];
      const onOutput = (text: string): void => void said.push(text);
      try {
        await stack[command]({ onOutput, onError: onOutput, color: "never" });
        return { succeeded: true, text: said.join("") };
      } catch (reason) {
        return { succeeded: false, text: `${said.join("")}\n${String(reason)}` };
      }
    },
  };
}
