import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { startEmulator as start } from "../../provider/start-emulator.js";
import { consumer, developedWith } from "./support/consumer.js";

const YES = ["--yes", "--skip-preview"];

describe("the package, installed from its tarball", function () {
  this.timeout(300_000);
  const project = consumer({ "@pulumi/pulumi": developedWith("@pulumi/pulumi") });

  const load = (name: string): Record<string, unknown> =>
    createRequire(join(project().folder, "index.js"))(name) as Record<string, unknown>;

  it("exports exactly the public names", () => {
    assert.deepEqual(Object.keys(load("pulumi-biztalk")).toSorted(), [
      "APPLICATION_TYPE",
      "Application",
      "HOST_INSTANCE_TYPE",
      "HostInstance",
      "INSTANCE_POLICY_TYPE",
      "InstancePolicy",
      "Provider",
      "SERVICE_TYPE",
      "Service",
    ]);
  });

  it("has a provider for each type, with the seven methods, under its frozen name", () => {
    const providers = load("pulumi-biztalk/dynamic");
    assert.deepEqual(Object.keys(providers).toSorted(), [
      "application",
      "hostInstance",
      "instancePolicy",
      "provider",
    ]);
    for (const provider of Object.values(providers)) {
      const methods = Object.entries(provider as object).filter(
        ([, method]) => typeof method === "function",
      );
      assert.deepEqual(methods.map(([name]) => name).toSorted(), [
        "check",
        "configure",
        "create",
        "delete",
        "diff",
        "read",
        "update",
      ]);
    }
  });

  it("has the emulator for other people's tests", async () => {
    const { startEmulator, ...others } = load("pulumi-biztalk/emulator");
    assert.deepEqual(Object.keys(others), []);
    const emulator = await (startEmulator as typeof start)({ clock: "virtual" });
    await emulator.control("PUT", "services/integration/orders", { state: "ScaleFailed" });
    assert.equal(((await emulator.control("GET", "services")) as unknown[]).length, 1);
    await emulator.close();
  });

  it("opens no other path of itself", () => {
    for (const path of ["pulumi-biztalk/dist/index.js", "pulumi-biztalk/cli"]) {
      assert.throws(() => load(path), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    }
  });

  it("has the command biztalk, which works", async () => {
    const { version } = load("pulumi-biztalk/package.json");
    assert.deepEqual(await project().biztalk(["--version"]), {
      code: 0,
      stdout: `${String(version)}\n`,
      stderr: "",
    });
    const { stdout } = await project().biztalk(["chart", "service", "--format", "csv"]);
    assert.match(
      stdout,
      /^state,Start,Stop,Restart,Suspend,Resume,Delete,Scale,Update Configuration,Backup\n/,
    );
  });

  it("goes on the tour, although it lies in a folder node_modules", async () => {
    const { code, stdout, stderr } = await project().biztalk(["tour"]);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(
      stdout,
      /^Done\. 20 operations were sent, none that the chart does not allow, in \d+ s\.$/m,
    );
  });

  it("creates a service with the real engine", async () => {
    await project().pulumi("up", ...YES);
    assert.deepEqual(JSON.parse(await project().pulumi("stack", "output", "--json")), {
      state: "Active",
      url: "https://orders.biztalk.windows.net",
    });
    const { stdout } = await project().biztalk([
      "status",
      "--endpoint",
      "emulator:./biztalk.db",
      "--format",
      "json",
    ]);
    assert.equal((JSON.parse(stdout) as { services: object[] }).services.length, 1);
  });

  it("previews it quietly", async () => {
    await project().pulumi("preview", "--expect-no-changes");
  });

  it("destroys it", async () => {
    await project().pulumi("destroy", ...YES);
    const { deployment } = JSON.parse(await project().pulumi("stack", "export")) as {
      deployment: { resources?: unknown[] };
    };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
