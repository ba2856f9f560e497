/** Scenes in which a create, or a replacement, was begun by a run that nothing has recorded. */
import assert from "node:assert/strict";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { Machine } from "./machine.js";
import { BACKUP, program } from "./scenes.js";

const HOUR_MS = 3_600_000;

describe("scenes: what a run has begun and nothing has recorded", () => {
  let machine: Machine;
  let engine: EngineModel;
  beforeEach(() => {
    machine = new Machine();
    engine = new EngineModel(machine);
  });
  afterEach(() => machine.close());

  const sent = async (since = 0): Promise<readonly string[]> =>
    (await operationsIn(machine)).slice(since).map(textOf);
  const textIn = ({ said, notes }: Ran): string => [...said, ...notes].join("\n");

  /** Runs a program again and again, from what `before` leaves, until a run is killed at a point of that name. */
  const killedAt = async (
    point: string,
    asked: Program,
    before: () => Promise<void>,
  ): Promise<void> => {
    for (let at = 0; ; at += 1) {
      await machine.reset();
      engine = new EngineModel(machine);
      await before();
      const { end, points } = await engine.up(asked, at);
      assert.equal(end, "killed", `there is no point "${point}"`);
      if (points.at(-1) === point) return;
    }
  };
  const nothing = (): Promise<void> => Promise.resolve();

  for (const point of [
    "journal.write Create accepted, after",
    "journal.write Create done, after",
  ]) {
    it(`a service that somebody has deleted and made again is not the one of the create (${point})`, async () => {
      await killedAt(point, program(), nothing);
      machine.clock.advance(HOUR_MS);
      await machine.operator("delete", "orders");
      machine.clock.advance(HOUR_MS);
      await machine.place("orders", "Active", { units: 1 });
      const before = (await operationsIn(machine)).length;
      const ran = await engine.up(program({ units: 3 }));
      assert.equal(ran.end, "failed");
      assert.match(textIn(ran), /exists already.*\n.*not certain that it is this one/);
      assert.deepEqual((await engine.destroy()).said, []);
      assert.deepEqual(await sent(before), []);
    });

    it(`the service of the create is gone on with, and not made again (${point})`, async () => {
      await killedAt(point, program(), nothing);
      machine.clock.advance(HOUR_MS);
      const ran = await engine.up(program());
      assert.equal(ran.end, "succeeded", textIn(ran));
      assert.deepEqual(await sent(), ["Create in absent"]);
    });
  }

  it("a create that was answered, and whose state the engine could not save, is explained and taken over by name", async () => {
    await engine.up(program());
    engine.state.clear();
    const refused = await engine.up(program());
    assert.equal(refused.end, "failed");
    assert.match(
      textIn(refused),
      /ended in good order: either its state could not be saved, or a replacement is asked for/,
    );
    assert.match(textIn(refused), /adopt: "simulation\/integration\/orders"/);
    const adopted = await engine.up(program({ adopt: "simulation/integration/orders" }));
    assert.equal(adopted.end, "succeeded", textIn(adopted));
    assert.deepEqual(await sent(), ["Create in absent"]);
  });

  it("a job that is killed between Delete and Restore of a change of edition is gone on with by a fresh runner that is told", async () => {
    const before = async (): Promise<void> => {
      assert.equal((await engine.up(program())).end, "succeeded");
    };
    const premium = { edition: "Premium", recovery: "replace", backup: BACKUP };
    await killedAt("journal.write Delete done, after", program(premium), before);
    machine.loseJournal();
    machine.clock.advance(HOUR_MS);
    const ran = await engine.up(program(premium));
    assert.equal(ran.end, "failed");
    assert.match(textIn(ran), /orders, which this stack knows and which is gone/);
    assert.match(textIn(ran), /restoreFrom: \{ name: "nightly-1", store \}/);
    assert.equal(await machine.view("orders"), undefined, "no empty service");
    const restored = await engine.up(
      program({ ...premium, restoreFrom: BACKUP, state: "Suspended" }),
    );
    assert.equal(restored.end, "succeeded", textIn(restored));
    assert.deepEqual((await sent()).at(-1), "Restore in absent");
    assert.equal(
      (await engine.up(program({ ...premium, restoreFrom: BACKUP, state: "Suspended" }))).changed,
      false,
    );
  });
});
