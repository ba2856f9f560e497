import assert from "node:assert/strict";
import { join } from "node:path";
import { createEmulator, openStore, type Emulator } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { audit } from "./support/audit.js";
import { controlOf, type Control } from "./support/control.js";
import { fails, succeeds } from "./support/outcomes.js";
import { projectFor } from "./support/suite.js";

/** Services at endpoints of their own; `services.json` says their units, and whether the late endpoint is in use. */
const PROGRAM = `"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { Provider, Service } = require("pulumi-biztalk");

const { units, late, state } = JSON.parse(readFileSync(join(__dirname, "services.json"), "utf8"));
const common = { cloudService: "integration", region: "West Europe", edition: "Premium", units, state };
const at = (file) => "emulator:./" + file + ".db?operationMs=20";

const east = new Provider("east", { endpoint: at("east") });
const west = new Provider("west", { endpoint: pulumi.secret(at("west")) });
new Service("orders", { ...common, serviceName: "orders" }, { provider: east });
const invoices = new Service("invoices", { ...common, serviceName: "invoices" }, { provider: west });
if (late) {
  const endpoint = invoices.etag.apply(() => at("late"));
  const provider = new Provider("late", { endpoint });
  new Service("returns", { ...common, serviceName: "returns" }, { provider });
}
`;

describe("biztalk.Provider", function () {
  this.timeout(180_000);
  const project = projectFor({ endpoint: null, program: PROGRAM });
  const emulators = new Map<string, Emulator>();
  const at = (file: string): Control =>
    controlOf(() => {
      const open =
        emulators.get(file) ??
        createEmulator({
          store: openStore(join(project().folder, `${file}.db`)),
          products: [emulatedServices({ operationMs: 20 })],
        });
      emulators.set(file, open);
      return open;
    });
  const declare = (declared: Readonly<Record<string, unknown>>): void => {
    project().declare(declared as never);
  };
  const names = async (file: string): Promise<string[]> =>
    (await at(file).operations()).map(
      ({ operation, service }) => `${String(operation)} ${String(service)}`,
    );

  after(async () => {
    for (const emulator of emulators.values()) await emulator.close();
  });
  afterEach(async () => {
    for (const file of emulators.keys()) await audit(at(file));
  });

  it("gives each service its own endpoint, known or secret", async () => {
    declare({ units: 1, late: false });
    await succeeds(project().up());
    assert.deepEqual(await names("east"), ["Create orders"]);
    assert.deepEqual(await names("west"), ["Create invoices"]);
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().refresh("--expect-no-changes"));
  });

  it("refuses at each of them in one preview", async () => {
    await at("east").place("orders", "Suspended");
    await at("west").place("invoices", "Suspended");
    declare({ units: 2, late: false, state: "Suspended" });
    const preview = await fails(project().preview());
    const refused = preview.diagnostics.filter(({ message }) =>
      message.startsWith("Operation not allowed: Scale"),
    );
    assert.deepEqual(refused.map(({ urn }) => urn?.split("::").at(-1)).sort(), [
      "invoices",
      "orders",
    ]);
    await at("east").place("orders", "Active");
    await at("west").place("invoices", "Active");
  });

  it("destroys each where it is", async () => {
    await succeeds(project().destroy());
    assert.deepEqual((await names("east")).at(-1), "Delete orders");
    assert.deepEqual((await names("west")).at(-1), "Delete invoices");
  });

  it("whose endpoint is not known yet is left for the update to judge, an approved plan included", async () => {
    declare({ units: 1, late: true });
    const plan = join(project().folder, "plan.json");
    const preview = await succeeds(project().run("preview", "--save-plan", plan));
    // What it depends on is made in the same run, so nothing could be judged.
    assert.doesNotMatch(preview.text, /returns create Plan/);
    await succeeds(project().run("up", "--yes", "--plan", plan));
    assert.deepEqual(await names("late"), ["Create returns"]);
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().destroy());
    assert.deepEqual((await names("late")).at(-1), "Delete returns");
  });
});
