/** Scenes in which a whole service is made, taken over, replaced or deleted, and what is said when it is not. */
import assert from "node:assert/strict";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { STORE } from "./history.js";
import { Machine, type Plant } from "./machine.js";
import { BACKUP, program, type Inputs } from "./scenes.js";

const AUTO = { name: "auto-7", takenAt: "2016-04-16T07:00:00.000Z" };
const MONTH_MS = 30 * 24 * 3_600_000;

/** What a run did. */
interface Done {
  readonly end: Ran["end"];
  /** Errors, warnings and notes. */
  readonly text: string;
  readonly sent: readonly string[];
}

describe("scenes: whole services", () => {
  let machine: Machine;
  let engine: EngineModel;
  const begin = (plant: Plant = {}): void => {
    machine = new Machine(plant);
    engine = new EngineModel(machine);
  };
  afterEach(() => machine.close());

  const done = async (work: () => Promise<Ran>): Promise<Done> => {
    const since = (await operationsIn(machine)).length;
    const { end, said, notes } = await work();
    const sent = (await operationsIn(machine)).slice(since).map(textOf);
    return { end, text: [...said, ...notes].join("\n"), sent };
  };
  const run = (asked: Program): Promise<Done> => done(() => engine.up(asked));
  const destroy = (): Promise<Done> => done(() => engine.destroy());

  /** What a run that ends well sent. */
  const well = async (work: Promise<Done>): Promise<readonly string[]> => {
    const { end, text, sent } = await work;
    assert.equal(end, "succeeded", text);
    return sent;
  };

  /** The text of a run that failed before anything was sent. */
  const refused = async (work: Promise<Done>): Promise<string> => {
    const { end, text, sent } = await work;
    assert.deepEqual([end, sent], ["failed", []]);
    return text;
  };

  describe("a backup before Delete", () => {
    const stuck = async (backupBeforeDelete: boolean | string): Promise<void> => {
      begin();
      const timeouts = { settle: "1m" };
      await well(run(program({ backupBeforeDelete, forceDelete: true, backup: BACKUP, timeouts })));
      await machine.place("orders", "Updating");
    };

    it("that is a must is not passed over by forceDelete", async () => {
      await stuck(true);
      assert.match(await refused(destroy()), /backupBeforeDelete: "ifPossible"/);
    });

    it("that is wanted if possible gives way to forceDelete", async () => {
      await stuck("ifPossible");
      assert.deepEqual(await well(destroy()), ["Delete in Updating"]);
    });

    it("needs a store, also when it is wanted only if possible", async () => {
      begin();
      assert.equal(
        await refused(run(program({ backupBeforeDelete: "ifPossible" }))),
        "backupBeforeDelete: there is no store to write to; give backup: { name, store }.",
      );
    });

    describe("whose Delete failed", () => {
      const asked = program({ backupBeforeDelete: true, backup: BACKUP });
      const failed = async (): Promise<void> => {
        begin();
        await well(run(asked));
        await machine.fault({ operation: "Delete", effect: "fail" });
        const { end, sent } = await destroy();
        assert.deepEqual([end, sent], ["failed", ["Backup in Active", "Delete in Active"]]);
      };

      it("is good for a second destroy at once", async () => {
        await failed();
        assert.deepEqual(await well(destroy()), ["Delete in Active"]);
      });

      it("is not good for a destroy after the service has run on", async () => {
        await failed();
        machine.clock.advance(MONTH_MS);
        await machine.operator("stop", "orders");
        await machine.operator("start", "orders");
        await well(run(asked));
        assert.deepEqual(await well(destroy()), ["Backup in Active", "Delete in Active"]);
      });
    });
  });

  describe("Standard to Premium", () => {
    const premium = { state: "Active", edition: "Premium", recovery: "replace" };
    const NEW_BACKUP = /backup: \{ name, store \} with a new name/;

    const olds = {
      "the program's": { backup: BACKUP, lastBackup: { ...AUTO, name: "nightly-1" } },
      "somebody else's": { lastBackup: AUTO },
    };
    for (const [whose, { lastBackup, ...differs }] of Object.entries(olds)) {
      it(`does not restore ${whose} old backup by a consent that was left behind`, async () => {
        begin();
        await well(run(program({ state: "Active", ...differs })));
        await machine.place("orders", "Active", { lastBackup });
        const asked = program({ ...premium, ...differs, acceptDataLoss: "orders/Active" });
        assert.match(await refused(run(asked)), NEW_BACKUP);
      });
    }

    describe("whose Delete was turned away", () => {
      const failed = async (): Promise<void> => {
        begin();
        await well(run(program({ state: "Active" })));
        await machine.fault({ operation: "Delete", effect: "reject", status: 503 });
        const { end, sent } = await run(program({ ...premium, backup: BACKUP }));
        assert.deepEqual([end, sent], ["failed", ["Backup in Active", "Delete in Active"]]);
      };

      it("goes on with its backup in the next run", async () => {
        await failed();
        const sent = await well(run(program({ ...premium, backup: BACKUP })));
        assert.deepEqual(sent, ["Delete in Active", "Restore in absent", "Resume in Suspended"]);
        assert.deepEqual(await machine.backups(), ["nightly-1"]);
      });

      it("wants a new backup after it was given up", async () => {
        await failed();
        assert.deepEqual(await well(run(program({ state: "Active", backup: BACKUP }))), []);
        machine.clock.advance(MONTH_MS);
        assert.match(await refused(run(program({ ...premium, backup: BACKUP }))), NEW_BACKUP);
      });
    });
  });

  it("a backup that nobody has seen is no reason to delete a service", async () => {
    begin({ client: (client) => ({ ...client, findBackup: () => Promise.resolve(undefined) }) });
    await well(run(program()));
    await machine.place("orders", "ServiceUpdateFailed");
    const restoreFrom = { name: "typo-1", store: STORE };
    const text = await refused(run(program({ recovery: "replace", restoreFrom })));
    assert.match(text, /acceptDataLoss: "orders\/ServiceUpdateFailed"/);
  });

  describe("a Create without an answer", () => {
    const lost = async (effect: string): Promise<void> => {
      begin();
      await machine.fault({ operation: "Create", effect });
      const { end, sent } = await run(program());
      assert.deepEqual([end, sent], ["failed", ["Create in absent"]]);
    };

    it("that was not taken is no claim on the service that a colleague made", async () => {
      await lost("drop-before");
      await machine.place("orders", "Active", { units: 4 });
      assert.match(await refused(run(program())), /adopt: true/);
      assert.deepEqual((await destroy()).sent, []);
      assert.equal((await machine.view("orders"))?.units, 4);
    });

    it("that was taken is in the state with its failure, and the next run has nothing to send", async () => {
      await lost("drop-after");
      const { end, text, sent } = await run(program());
      assert.deepEqual([end, sent], ["succeeded", []], text);
    });

    it("that was taken before a kill is taken for the one that was sent, and that is said", async () => {
      begin();
      for (let at = 0, point: string | undefined; point !== "client.send Create, after"; at += 1) {
        await machine.reset();
        engine = new EngineModel(machine);
        const { end, points } = await engine.up(program(), at);
        assert.equal(end, "killed");
        point = points.at(-1);
      }
      const { end, text, sent } = await run(program());
      assert.deepEqual([end, sent], ["succeeded", []], text);
      assert.match(text, /taken for the one/);
    });
  });

  describe("another name, of a service that exists", () => {
    const renamed = async (differs: Inputs = {}): Promise<Done> => {
      begin();
      await machine.place("billing1", "Active");
      await well(run(program()));
      return run(program({ serviceName: "billing1", ...differs }));
    };

    for (const differs of [{}, { adopt: true }, { acceptDataLoss: "orders/replace" }]) {
      it(`is refused before the old one is deleted, with ${JSON.stringify(differs)}`, async () => {
        const text = await refused(renamed(differs));
        assert.match(text, /the new name is not free: billing1/);
        assert.match(text, /pulumi state rename/);
        assert.deepEqual((await operationsIn(machine)).map(textOf), ["Create in absent"]);
      });
    }
  });

  describe("what is said", () => {
    it("of a transition that does not end: nothing is legal, and what forces a Delete", async () => {
      begin();
      await well(run(program({ state: "Active" })));
      await machine.place("orders", "BackingUp");
      const text = await refused(run(program({ state: "Stopped", timeouts: { settle: "1m" } })));
      assert.match(text, /Legal here: nothing/);
      assert.match(text, /forceDelete/);
    });

    const rows: readonly (readonly [Inputs, RegExp])[] = [
      [{ backup: "nightly-1" }, /^backup: /],
      [{ configuration: "x" }, /^configuration: /],
      [{ timeouts: "5m" }, /^timeouts: /],
      [{ configuration: { certificate: "MII" } }, /^configuration\.certificate: /],
      [{ configuration: { accessControl: "KEY" } }, /^configuration\.accessControl: /],
    ];
    for (const [given, begins] of rows) {
      it(`of ${JSON.stringify(given)} begins with the input's name and shows no secret`, async () => {
        begin();
        const text = await refused(run(program(given)));
        assert.match(text, begins);
        assert.doesNotMatch(text, /MII|KEY/);
      });
    }
  });
});
