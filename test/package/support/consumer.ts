import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineEnvironment, type Engine } from "../../../provider/engine/index.js";
import { packageRoot } from "../../../provider/package-root.js";
import { engine, needEngine } from "../../engine/support/engine.js";
import { attempt, npmEnvironment, packed, run, type Ran } from "./packed.js";

const PROJECT = `name: consumer
runtime:
  name: nodejs
  options: { typescript: false }
main: index.js
config:
  biztalk:endpoint: emulator:./biztalk.db
`;

const PROGRAM = `"use strict";
const { Service } = require("pulumi-biztalk");
const orders = new Service("orders", { serviceName: "orders", region: "West Europe", edition: "Premium", units: 2 });
exports.url = orders.url;
exports.state = orders.state;
`;

/** A Pulumi project whose packages npm installed, this one from its tarball. */
export interface Consumer {
  readonly folder: string;
  /** The environment of its commands: an engine with a home, a state and a journal of its own. */
  readonly env: NodeJS.ProcessEnv;
  readonly engine: Engine;
  /** Runs `pulumi`, whatever comes of it. */
  readonly attempt: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ran>;
  /** Runs `pulumi`, and fails unless its exit code is 0. */
  readonly pulumi: (...args: readonly string[]) => Promise<string>;
  /** Runs the installed command `biztalk`, whatever comes of it. */
  readonly biztalk: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ran>;
}

/** The version of a package that this one is developed with. */
export function developedWith(name: string): string {
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> };
  return devDependencies[name] ?? "";
}

/**
 * Makes a project with a stack `dev` for the tests of a `describe`; `others` are its packages
 * besides this one.
 */
export function consumer(others: Readonly<Record<string, string>>): () => Consumer {
  const pack = packed();
  needEngine();
  let made: Consumer;
  before(async () => {
    const { folder: base, tarball } = pack();
    const folder = join(base, "consumer");
    mkdirSync(join(base, "state"));
    mkdirSync(folder);
    const dependencies = { ...others, "pulumi-biztalk": `file:${tarball}` };
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "consumer", private: true, dependencies }),
    );
    writeFileSync(join(folder, "Pulumi.yaml"), PROJECT);
    writeFileSync(join(folder, "index.js"), PROGRAM);
    const found = await engine();
    const env = engineEnvironment(found, base, npmEnvironment());
    await run(
      "npm",
      ["install", "--prefer-offline", "--no-audit", "--no-fund"],
      folder,
      npmEnvironment(),
    );
    const flags = ["--non-interactive", "--color", "never"];
    const command = join(folder, "node_modules", ".bin", "biztalk");
    made = {
      folder,
      env,
      engine: found,
      attempt: (args, own = env) => attempt(found.path, [...args, ...flags], folder, own),
      pulumi: (...args) => run(found.path, [...args, ...flags], folder, env),
      biztalk: (args, own = env) => attempt(command, args, folder, own),
    };
    await made.pulumi("stack", "init", "dev");
  });
  return () => made;
}
