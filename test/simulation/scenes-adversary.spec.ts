/** Scenes that an adversary found: a live service, its backup or a one-shot that would be lost by what was told before. */
import assert from "node:assert/strict";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { STORE } from "./history.js";
import { Machine, type Plant } from "./machine.js";
import { BACKUP, program, type Inputs } from "./scenes.js";

/** What a run did. */
interface Done {
  readonly end: Ran["end"];
  readonly text: string;
  readonly sent: readonly string[];
}

describe("scenes: an adversary", () => {
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
  const well = async (work: Promise<Done>): Promise<readonly string[]> => {
    const { end, text, sent } = await work;
    assert.equal(end, "succeeded", text);
    return sent;
  };

  describe("somebody else's operation, begun between look and request,", () => {
    /** Sends another request of its kind before the first one of an operation. */
    const before = (operation: string, differs: Inputs): Plant => {
      let isDone = false;
      return {
        client: (client) => ({
          ...client,
          send: async (request) => {
            if (request.operation === operation && !isDone) {
              isDone = true;
              await client.send({ ...request, ...differs });
            }
            return client.send(request);
          },
        }),
      };
    };

    it("is not taken for the Backup on which a service is deleted", async () => {
      begin(before("Backup", { backup: { name: "colleague-1", store: STORE } }));
      await well(run(program()));
      const asked = program({ edition: "Premium", recovery: "replace", backup: BACKUP });
      const { end, sent } = await run(asked);
      assert.deepEqual([end, sent], ["failed", ["Backup in Active", "Backup in BackingUp"]]);
    });

    const UPDATES = "Update Configuration";
    const secret = (trackingStore: string): Program =>
      program({ configuration: { customDomainUrl: "orders.contoso.com", trackingStore } });
    const rows: readonly (readonly [string, Inputs])[] = [
      ["an Update Configuration", { body: { configuration: { trackingStore: "colleague" } } }],
      ["a Scale", { operation: "Scale", body: { units: 3, configuration: {} } }],
    ];
    for (const [what, differs] of rows) {
      it(`(${what}) is not taken for an Update Configuration with a secret without a word`, async () => {
        begin(before(UPDATES, differs));
        await well(run(secret("one")));
        const { end, text } = await run(secret("two"));
        assert.equal(end, "failed");
        assert.match(text, /Update Configuration was sent and it was refused .* not known whether it was taken/);
        assert.match((await run(secret("two"))).text, /change a secret of configuration to have it done/);
      });
    }

    it("is not taken for a Scale to other units", async () => {
      begin(before("Scale", { body: { units: 4, configuration: {} } }));
      await well(run(program({ units: 1 })));
      const { end } = await run(program({ units: 2 }));
      assert.equal(end, "failed");
    });
  });
});
