/** Scenes in which a name goes from one resource to another, over several runs. */
import assert from "node:assert/strict";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program } from "./engine-model.js";
import { Machine } from "./machine.js";
import { FIRST_MEMBERS, stackProgramOf } from "./stack-program.js";

const ORDERS = { serviceName: "orders", cloudService: "integration", region: "West Europe", edition: "Standard" };
const LEDGER = { ...ORDERS, serviceName: "ledger" };

describe("scenes: names that move", () => {
  let machine: Machine;
  let engine: EngineModel;
  beforeEach(() => {
    machine = new Machine();
    engine = new EngineModel(machine);
  });
  afterEach(() => machine.close());

  const up = async (asked: Program): Promise<{ readonly end: string; readonly sent: readonly string[] }> => {
    const since = (await operationsIn(machine)).length;
    const { end } = await engine.up(asked);
    return { end, sent: (await operationsIn(machine)).slice(since).map(textOf) };
  };

  it("the first program of the histories is made", async () => {
    const made = { end: "succeeded", sent: ["Create in absent", "Create in absent"] };
    assert.deepEqual(await up(stackProgramOf(FIRST_MEMBERS)), made);
  });

  for (const [where, provider] of [
    ["in the same process", {}],
    ["in another provider's process", { provider: "east" }],
  ] as const) {
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
});
