import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { engineEnvironment, packageRoot } from "../../provider/engine/index.js";
import { engine, needEngine } from "../engine/support/engine.js";
import { npmEnvironment, packed, run } from "./support/packed.js";

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

const YES = ["--yes", "--skip-preview"];

describe("the package, installed from its tarball", function () {
  this.timeout(300_000);
  needEngine();
  const pack = packed();
  let project = "";
  let pulumi: (...args: readonly string[]) => Promise<string>;

  before(async () => {
    project = join(pack().folder, "consumer");
    mkdirSync(join(pack().folder, "state"));
    mkdirSync(project);
    const { devDependencies } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
      devDependencies: Record<string, string>;
    };
    const dependencies = {
      "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
      "pulumi-biztalk": `file:${pack().tarball}`,
    };
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true, dependencies }));
    writeFileSync(join(project, "Pulumi.yaml"), PROJECT);
    writeFileSync(join(project, "index.js"), PROGRAM);
    const found = await engine();
    const env = engineEnvironment(found, pack().folder, npmEnvironment());
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], project, npmEnvironment());
    pulumi = (...args) => run(found.path, [...args, "--non-interactive", "--color", "never"], project, env);
    await pulumi("stack", "init", "dev");
  });

  const load = (name: string): Record<string, unknown> =>
    createRequire(join(project, "index.js"))(name) as Record<string, unknown>;

  it("exports exactly the public names", () => {
    assert.deepEqual(Object.keys(load("pulumi-biztalk")).toSorted(), ["Provider", "SERVICE_TYPE", "Service"]);
  });

  it("has a provider with the seven methods, under its frozen name", () => {
    const { provider, ...others } = load("pulumi-biztalk/dynamic");
    assert.deepEqual(Object.keys(others), []);
    const methods = Object.entries(provider as object).filter(([, method]) => typeof method === "function");
    assert.deepEqual(methods.map(([name]) => name).toSorted(), [
      "check",
      "configure",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });

  it("opens no other path of itself", () => {
    for (const path of ["pulumi-biztalk/dist/index.js", "pulumi-biztalk/cli"]) {
      assert.throws(() => load(path), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    }
  });

  it("has the command biztalk, which works", async () => {
    const command = join(project, "node_modules", ".bin", "biztalk");
    const { version } = load("pulumi-biztalk/package.json");
    assert.equal(await run(command, ["--version"], project, npmEnvironment()), `${String(version)}\n`);
    const csv = await run(command, ["chart", "service", "--format", "csv"], project, npmEnvironment());
    assert.match(csv, /^state,Start,Stop,Restart,Suspend,Resume,Delete,Scale,Update Configuration,Backup\n/);
  });

  it("creates a service with the real engine", async () => {
    await pulumi("up", ...YES);
    assert.deepEqual(JSON.parse(await pulumi("stack", "output", "--json")), {
      state: "Active",
      url: "https://orders.biztalk.windows.net",
    });
    const command = join(project, "node_modules", ".bin", "biztalk");
    const args = ["status", "--endpoint", "emulator:./biztalk.db", "--format", "json"];
    const { services } = JSON.parse(await run(command, args, project, npmEnvironment())) as { services: object[] };
    assert.equal(services.length, 1);
  });

  it("previews it quietly", async () => {
    await pulumi("preview", "--expect-no-changes");
  });

  it("destroys it", async () => {
    await pulumi("destroy", ...YES);
    const { deployment } = JSON.parse(await pulumi("stack", "export")) as { deployment: { resources?: unknown[] } };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
