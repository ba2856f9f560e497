/** Scenes in which a request arrives twice, and what is answered is the second copy, when the first has ended. */
import assert from "node:assert/strict";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel } from "./engine-model.js";
import { Machine } from "./machine.js";
import { program, type Inputs } from "./scenes.js";

const OPERATION_MS = 30_000;

describe("scenes: a request that arrives twice", () => {
  let machine: Machine;
  let engine: EngineModel;
  beforeEach(() => {
    machine = new Machine();
    engine = new EngineModel(machine);
  });
  afterEach(() => machine.close());

  const rows: readonly (readonly [string, Inputs])[] = [
    ["the program gives", { units: 1 }],
    ["are left to the service", {}],
  ];
  for (const [whose, differs] of rows) {
    it(`a Scale out of ScaleFailed was taken, with units that ${whose}`, async () => {
      await engine.up(program(differs));
      await machine.place("orders", "ScaleFailed", { units: 1 });
      const since = (await operationsIn(machine)).length;
      await machine.fault({ operation: "Scale", effect: "repeat", delayMs: OPERATION_MS });
      const { end, said } = await engine.up(program(differs));
      const sent = (await operationsIn(machine)).slice(since).map(textOf);
      assert.deepEqual(
        { end, said, sent },
        { end: "succeeded", said: [], sent: ["Scale in ScaleFailed"] },
      );
    });
  }
});
