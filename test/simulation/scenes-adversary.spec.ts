/** Scenes that an adversary found: a live service, its backup or a one-shot that would be lost by what was told before. */
import assert from "node:assert/strict";
import type { DynamicProvider } from "../../provider/doors/dynamic/provider-methods.js";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { STORE } from "./history.js";
import { Machine, type Plant } from "./machine.js";
import { BACKUP, program, type Inputs } from "./scenes.js";

const URN = "urn:pulumi:dev::simulation::pulumi-nodejs:dynamic/biztalk:Service::orders";

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
  const refused = async (work: Promise<Done>): Promise<string> => {
    const { end, text, sent } = await work;
    assert.deepEqual([end, sent], ["failed", []], text);
    return text;
  };

  /** The second name that a resource is given. */
  const renamed = (differs: Inputs = {}): Program =>
    program({ serviceName: "billing1", ...differs });

  describe("a replacement by the engine", () => {
    /** What the engine asks of a provider for other inputs, with retainOnDelete. */
    const retained = async (
      differs: Inputs,
    ): Promise<{ provider: DynamicProvider; failures: readonly string[] }> => {
      begin();
      await well(run(program()));
      const provider = machine.start(() => Promise.resolve(), {
        origin: { folder: "simulation", backend: "" },
        run: machine.newRun(),
      }).provider;
      provider.configure({ config: { get: () => undefined } });
      const __call = { urn: URN, dryRun: false, keep: "retainOnDelete" };
      const olds = engine.state.get("orders")?.inputs ?? assert.fail();
      const { failures } = await provider.check(olds, {
        ...program(differs)["orders"]?.args,
        __call,
      });
      return { provider, failures: failures.map(({ reason }) => reason) };
    };

    /** The engine asks for the delete of what it replaces, whatever the program's new options are: it goes by the state's. */
    it("leaves the service behind when retainOnDelete is new in the same run", async () => {
      const { provider, failures } = await retained({ serviceName: "billing1" });
      assert.deepEqual(failures, []);
      const { id, outputs } = engine.state.get("orders") ?? assert.fail();
      await provider.delete(id, outputs);
      assert.equal((await machine.view("orders"))?.state, "Active");
    });

    it("needs another name where the service that is left behind keeps its own", async () => {
      const { failures } = await retained({ cloudService: "elsewhere" });
      assert.match(failures.join("\n"), /the new name orders is not available/);
    });

    it("takes the Backup that it has shown, also of a resource that an alias has renamed", async () => {
      begin();
      await well(run(program()));
      // As `aliases` does it: the state goes on under the new name, with the outputs as they are.
      engine.state.set("shop", engine.state.get("orders") ?? assert.fail());
      engine.state.delete("orders");
      const differs = { serviceName: "billing1", backup: BACKUP, backupBeforeDelete: true };
      const asked = { shop: program(differs)["orders"] ?? assert.fail() };
      assert.deepEqual((await well(run(asked))).slice(0, 2), [
        "Backup in Active",
        "Delete in Active",
      ]);
    });

    it("takes the Backup if possible, as it has shown", async () => {
      begin();
      await well(run(program()));
      const differs = {
        backup: BACKUP,
        backupBeforeDelete: "ifPossible",
        acceptDataLoss: "orders/replace",
      };
      const sent = await well(run(renamed(differs)));
      assert.deepEqual(sent.slice(0, 2), ["Backup in Active", "Delete in Active"]);
    });

    it("takes no Backup that it has not shown", async () => {
      begin();
      await well(run(program({ backup: BACKUP, backupBeforeDelete: true })));
      const sent = await well(run(renamed({ acceptDataLoss: "orders/replace" })));
      assert.deepEqual(sent, ["Delete in Active", "Create in absent"]);
    });

    it("is not permitted by a backup that nobody has seen", async () => {
      begin({ client: (client) => ({ ...client, findBackup: () => Promise.resolve(undefined) }) });
      await well(run(program()));
      const restoreFrom = { name: "typo-1", store: STORE };
      assert.match(
        await refused(run(renamed({ restoreFrom }))),
        /acceptDataLoss: "orders\/replace"/,
      );
    });

    it("is not permitted by the backup from which the service was made before", async () => {
      begin();
      await well(run(program({ backup: BACKUP })));
      await machine.operator("delete", "orders");
      machine.clock.advance(3_600_000);
      const restoreFrom = { name: "nightly-1", store: STORE };
      await well(run(program({ restoreFrom })));
      assert.match(
        await refused(run(renamed({ restoreFrom }))),
        /acceptDataLoss: "orders\/replace"/,
      );
    });

    it("stays in the container that the program does not name", async () => {
      begin();
      await well(run(program()));
      const asked = renamed({ acceptDataLoss: "orders/replace", cloudService: undefined });
      await well(run(asked));
      assert.equal(engine.state.get("orders")?.outputs["cloudService"], "integration");
    });
  });

  describe("consent to an empty service", () => {
    it("left in the program does not give up a Restore that is pending", async () => {
      begin();
      const left = { acceptDataLoss: "orders/absent" };
      await well(run(program(left)));
      await machine.fault({ operation: "Restore", effect: "reject", status: 503 });
      const premium = { edition: "Premium", recovery: "replace", backup: BACKUP, ...left };
      const { end } = await run(program(premium));
      assert.equal(end, "failed");
      assert.deepEqual(await well(run(program(premium))), [
        "Restore in absent",
        "Resume in Suspended",
      ]);
    });

    it("is given of itself for a Restore that is pending", async () => {
      begin();
      await well(run(program()));
      await machine.fault({ operation: "Restore", effect: "reject", status: 503 });
      const premium = { edition: "Premium", recovery: "replace", backup: BACKUP };
      const { end } = await run(program(premium));
      assert.equal(end, "failed");
      const given = {
        ...premium,
        backup: { ...BACKUP, name: "nightly-2" },
        acceptDataLoss: "orders/pending",
      };
      assert.deepEqual(await well(run(program(given))), ["Create in absent", "Backup in Active"]);
    });
  });

  for (const fault of [{ effect: "fail" }, { effect: "reject", status: 503 }]) {
    it(`a destroy whose Delete ended with ${fault.effect} is no consent to lose the service later`, async () => {
      begin();
      const asked = program({ backup: BACKUP, backupBeforeDelete: true });
      await well(run(asked));
      await machine.fault({ operation: "Delete", ...fault });
      assert.equal((await done(() => engine.destroy())).end, "failed");
      await run(asked);
      await machine.operator("delete", "orders");
      machine.clock.advance(3_600_000);
      const anew = program({ backup: { ...BACKUP, name: "nightly-2" }, backupBeforeDelete: true });
      assert.match(await refused(run(anew)), /acceptDataLoss: "orders\/absent"/);
    });
  }

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
      it(`(${what}) is not taken for an Update Configuration with a secret, which is sent again`, async () => {
        begin(before(UPDATES, differs));
        await well(run(secret("one")));
        const { end, text } = await run(secret("two"));
        assert.equal(end, "failed");
        assert.match(
          text,
          /Update Configuration was sent and it was refused .* not known whether it was taken/,
        );
        // It may be the service's or not: sent once more it does no harm.
        assert.deepEqual(await well(run(secret("two"))), ["Update Configuration in Active"]);
        assert.deepEqual(await well(run(secret("two"))), []);
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
