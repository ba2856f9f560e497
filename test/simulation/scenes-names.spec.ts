/** Scenes in which a name goes from one resource to another, over several runs. */
import assert from "node:assert/strict";
import { shownPlan } from "./agreement.js";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program } from "./engine-model.js";
import { STORE } from "./history.js";
import { Machine } from "./machine.js";
import { FIRST_MEMBERS, stackProgramOf } from "./stack-program.js";

const ORDERS = {
  serviceName: "orders",
  cloudService: "integration",
  region: "West Europe",
  edition: "Standard",
};
const HOUR_MS = 3_600_000;
const LEDGER = { ...ORDERS, serviceName: "ledger" };

/** Whether the other resource has a provider of its own. */
const PLACES = [
  ["in the same process", {}],
  ["in another provider's process", { provider: "east" }],
] as const;

describe("scenes: names that move", () => {
  let machine: Machine;
  let engine: EngineModel;
  beforeEach(() => {
    machine = new Machine();
    engine = new EngineModel(machine);
  });
  afterEach(() => machine.close());

  const up = async (
    asked: Program,
  ): Promise<{ readonly end: string; readonly sent: readonly string[] }> => {
    const since = (await operationsIn(machine)).length;
    const { end } = await engine.up(asked);
    return { end, sent: (await operationsIn(machine)).slice(since).map(textOf) };
  };

  it("the first program of the histories is made", async () => {
    const made = { end: "succeeded", sent: ["Create in absent", "Create in absent"] };
    assert.deepEqual(await up(stackProgramOf(FIRST_MEMBERS)), made);
  });

  for (const [where, provider] of PLACES) {
    it(`what was adopted under another name is not deleted by a later run, ${where}`, async () => {
      await up({ a: { args: ORDERS } });
      const renamed = { args: { ...ORDERS, adopt: true }, ...provider };
      // The run that adopts fails before it comes to the deletes.
      const failed = await up({ renamed, b: { args: { ...LEDGER, units: 1000 } } });
      assert.deepEqual(failed, { end: "failed", sent: [] });
      assert.deepEqual([...engine.state.keys()], ["a", "renamed"]);
      const ended = await up({ renamed, b: { args: LEDGER } });
      assert.deepEqual(ended, { end: "succeeded", sent: ["Create in absent"] });
      assert.deepEqual([...engine.state.keys()], ["renamed", "b"]);
    });
  }

  for (const [how, differs] of [
    ["adopts it", { adopt: true }],
    ["takes it for a free one", {}],
  ] as const) {
    for (const [where, provider] of PLACES) {
      it(`the name of a service that the run has replaced is nobody's in that run, who ${how}, ${where}`, async () => {
        await up({ a: { args: ORDERS } });
        const moved = {
          args: { ...ORDERS, serviceName: "billing", acceptDataLoss: "orders/replace" },
        };
        const other = { args: { ...ORDERS, ...differs }, ...provider };
        const ended = await up({ a: moved, other });
        assert.deepEqual(ended, { end: "failed", sent: ["Delete in Active", "Create in absent"] });
        // The name is free by now, and a preview shows what becomes of it.
        machine.clock.advance(HOUR_MS);
        assert.deepEqual(await up({ a: moved, other }), {
          end: "succeeded",
          sent: ["Create in absent"],
        });
      });
    }
  }

  for (const [where, provider] of PLACES) {
    it(`a service that another resource has made in this run is not the one that is gone, ${where}`, async () => {
      await up({ b: { args: LEDGER } });
      await machine.operator("delete", "ledger");
      const other = { args: LEDGER, ...provider };
      machine.clock.advance(HOUR_MS);
      assert.deepEqual(await up({ other, b: { args: LEDGER } }), {
        end: "failed",
        sent: ["Create in absent"],
      });
    });
  }

  for (const [where, provider] of PLACES) {
    it(`nor the one that is replaced, where that is gone, ${where}`, async () => {
      await up({ b: { args: LEDGER } });
      await machine.operator("delete", "ledger");
      machine.clock.advance(HOUR_MS);
      const backup = { name: "nightly-1", store: STORE };
      const moved = { ...LEDGER, serviceName: "billing", backup, backupBeforeDelete: true };
      const asked = { other: { args: LEDGER, ...provider }, b: { args: moved } };
      assert.equal(shownPlan((await engine.preview(asked)).plans["b"])?.verdict, "refused");
      assert.deepEqual(await up(asked), { end: "failed", sent: ["Create in absent"] });
    });
  }

  for (const [where, provider] of PLACES) {
    it(`a name that follows from what the run has updated replaces nothing unseen, ${where}`, async () => {
      const units = { from: "a", output: "units", prefix: "ledger" };
      const asked = (count: number): Program => ({
        a: { args: { ...ORDERS, units: count } },
        b: {
          args: { ...LEDGER, acceptDataLoss: "ledger1/replace" },
          follows: { serviceName: units },
          ...provider,
        },
      });
      await up(asked(1));
      assert.deepEqual(await up(asked(2)), { end: "failed", sent: ["Scale in Active"] });
      const replaced = ["Delete in Active", "Create in absent"];
      assert.deepEqual(await up(asked(2)), { end: "succeeded", sent: replaced });
    });
  }

  for (const [where, provider] of PLACES) {
    const twin = { args: { ...ORDERS, adopt: true }, ...provider };
    const refused = { end: "failed", sent: [] };

    it(`a service that the stack has is not adopted by a second resource, ${where}`, async () => {
      await up({ a: { args: ORDERS } });
      assert.deepEqual(await up({ a: { args: ORDERS }, twin }), refused);
      assert.deepEqual([...engine.state.keys()], ["a"]);
    });

    it(`of two resources that have one service one can be removed, and the service stays, ${where}`, async () => {
      await up({ a: { args: ORDERS } });
      assert.deepEqual(await up({ twin, a: { args: ORDERS } }), refused);
      assert.deepEqual([...engine.state.keys()], ["a", "twin"]);
      assert.deepEqual(await up({ a: { args: ORDERS } }), { end: "succeeded", sent: [] });
      assert.deepEqual([...engine.state.keys()], ["a"]);
    });
  }

  it("the preview says of a resource that its service goes with the replacement of another one, which has it too", async () => {
    await up({ a: { args: ORDERS } });
    const twin = { args: { ...ORDERS, adopt: true } };
    await up({ twin, a: { args: ORDERS } });
    assert.deepEqual([...engine.state.keys()], ["a", "twin"]);
    const moved = { args: { ...ORDERS, serviceName: "billing", acceptDataLoss: "orders/replace" } };
    const { plans } = await engine.preview({ twin: moved, a: { args: ORDERS } });
    assert.equal(shownPlan(plans["a"])?.verdict, "refused");
  });

  it("a resource that is called otherwise has the Backup that it asks for before its service is replaced", async () => {
    await up({ a: { args: ORDERS } });
    const backup = { name: "nightly-1", store: STORE };
    const args = { ...ORDERS, serviceName: "billing", backup, backupBeforeDelete: true };
    const ended = await up({ renamed: { args, aliases: ["a"] } });
    assert.deepEqual(ended.sent.slice(0, 3), [
      "Backup in Active",
      "Delete in Active",
      "Create in absent",
    ]);
  });
});
