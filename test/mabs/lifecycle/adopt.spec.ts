import assert from "node:assert/strict";
import type { State } from "../../../provider/mabs/chart/index.js";
import { operationsIn, textOf } from "../../simulation/audit.js";
import { EngineModel, type Program } from "../../simulation/engine-model.js";
import { Machine } from "../../simulation/machine.js";
import { STORE } from "../../support/backup-store.js";

const ARGS = {
  serviceName: "orders",
  cloudService: "integration",
  region: "West Europe",
  edition: "Standard",
};

const adopting = (more: Readonly<Record<string, unknown>> = {}): Program => ({
  orders: { args: { ...ARGS, units: 1, state: "Active", adopt: true, ...more } },
});

/**
 * What is sent when a service is adopted as Active from each state, or why nothing is: docs/planner.md, Routes and
 * Replacement. A text that ends with a period is the refusal's permit.
 */
const EXPECTED: Readonly<Record<State, readonly string[] | string>> = {
  Active: [],
  Stopped: ["Start in Stopped"],
  Suspended: ["Resume in Suspended"],
  StartFailed: ["Start in StartFailed"],
  StopFailed: ["Start in StopFailed"],
  RestartFailed: ["Start in RestartFailed"],
  SuspendedFailed: ["Resume in SuspendedFailed"],
  ResumeFailed: ["Resume in ResumeFailed"],
  ConfigUpdateFailed: ["Update Configuration in ConfigUpdateFailed"],
  ScaleFailed: ["Scale in ScaleFailed"],
  Disabled: 'recovery: "replace" and acceptDataLoss: "orders/Disabled"',
  ServiceUpdateFailed: 'recovery: "replace" and acceptDataLoss: "orders/ServiceUpdateFailed"',
  DisableFailed: 'recovery: "replace" and acceptDataLoss: "orders/DisableFailed"',
  EnableFailed: 'recovery: "replace" and acceptDataLoss: "orders/EnableFailed"',
  CreatedFailed: 'recovery: "replace"',
  RestoreFailed: 'recovery: "replace" and acceptDataLoss: "orders/RestoreFailed"',
};

describe("adopt", function () {
  this.timeout(20_000);
  let machine: Machine;
  before(() => {
    machine = new Machine();
  });
  beforeEach(() => machine.reset());
  after(() => machine.close());

  for (const [state, expected] of Object.entries(EXPECTED)) {
    const isRefused = typeof expected === "string";
    it(`from ${state}: ${isRefused ? `refused without ${expected}` : expected.join(", ") || "nothing to send"}`, async () => {
      const engine = new EngineModel(machine);
      await machine.place("orders", state, { units: 1 });
      const ran = await engine.up(adopting());
      const sent = (await operationsIn(machine)).map(textOf);
      if (isRefused) {
        assert.equal(ran.end, "failed");
        assert.ok(ran.said.join("\n").includes(`(set ${expected}).`), ran.said.join("\n"));
        assert.deepEqual(sent, []);
        return;
      }
      assert.equal(ran.end, "succeeded", ran.said.join("\n"));
      assert.deepEqual(sent, expected);
      assert.equal((await machine.view("orders"))?.state, "Active");
      assert.deepEqual((await engine.up(adopting())).changed, false);
    });
  }

  it("replaces what it adopts where the program permits that, and takes it for its own", async () => {
    const engine = new EngineModel(machine);
    await machine.place("orders", "CreatedFailed");
    const ran = await engine.up(adopting({ recovery: "replace" }));
    assert.equal(ran.end, "succeeded", ran.said.join("\n"));
    assert.deepEqual((await operationsIn(machine)).map(textOf), [
      "Delete in CreatedFailed",
      "Create in absent",
    ]);
    assert.equal((await engine.up(adopting({ recovery: "replace" }))).changed, false);
  });

  it("does not go with restoreFrom", async () => {
    await machine.place("orders", "Active");
    const restoreFrom = { name: "nightly-1", store: STORE };
    const ran = await new EngineModel(machine).up(adopting({ restoreFrom }));
    assert.match(
      ran.said.join(),
      /restoreFrom: adopt takes over a service that exists, restoreFrom makes a new one/,
    );
  });
});

describe("a pending Restore without a journal", function () {
  this.timeout(20_000);
  const backup = { name: "nightly-1", store: STORE };
  let machine: Machine;
  let engine: EngineModel;
  const program = (more: Readonly<Record<string, unknown>> = {}): Program => ({
    orders: { args: { ...ARGS, state: "Active", recovery: "replace", backup, ...more } },
  });

  before(() => {
    machine = new Machine();
  });
  after(() => machine.close());
  // A replacement whose Restore was turned away: the outputs know of it, and a fresh runner has no journal.
  beforeEach(async () => {
    await machine.reset();
    engine = new EngineModel(machine);
    await engine.up(program());
    const lastBackup = (await machine.view("orders"))?.lastBackup;
    await machine.place("orders", "ServiceUpdateFailed", { lastBackup });
    await machine.fault({ operation: "Restore", effect: "reject", status: 429 });
    const ran = await engine.up(program());
    assert.match(ran.said.join(), /Restore was not taken: the endpoint is busy/);
    assert.equal(await machine.view("orders"), undefined);
    machine.loseJournal();
  });

  it("is refused with the backup's name instead of making an empty service", async () => {
    const ran = await engine.up(program());
    assert.match(ran.said.join(), /orders, which this stack knows and which is gone/);
    assert.match(ran.said.join(), /restoreFrom: \{ name: "nightly-1", store \}/);
    assert.equal(await machine.view("orders"), undefined);
  });

  it("is not forgotten by a refresh", async () => {
    assert.equal((await engine.refresh()).end, "succeeded");
    assert.ok(engine.state.has("orders"));
    assert.equal((await engine.up(program())).end, "failed");
    assert.equal(await machine.view("orders"), undefined);
  });

  it("is made by restoreFrom, and given up by consent only", async () => {
    const ran = await engine.up(program({ restoreFrom: backup }));
    assert.equal(ran.end, "succeeded", ran.said.join("\n"));
    const sent = (await operationsIn(machine)).filter(({ status }) => status === 202).map(textOf);
    assert.deepEqual(sent.slice(-2), ["Restore in absent", "Resume in Suspended"]);
  });

  it("is given up by a consent that names it", async () => {
    const ran = await engine.up(
      program({ acceptDataLoss: "orders/absent", backup: { ...backup, name: "nightly-2" } }),
    );
    assert.equal(ran.end, "succeeded", ran.said.join("\n"));
    const sent = (await operationsIn(machine)).filter(({ status }) => status === 202).map(textOf);
    assert.ok(
      sent.lastIndexOf("Create in absent") > sent.indexOf("Delete in ServiceUpdateFailed"),
      sent.join(),
    );
  });
});
