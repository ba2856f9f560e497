/** Scenes with what leaves no trace on the service: restart triggers, backups, secrets; and with what a kill leaves. */
import assert from "node:assert/strict";
import { ProviderError } from "../../provider/errors.js";
import { seenAs } from "../../provider/mabs/judge/seen-as.js";
import { plan } from "../../provider/mabs/planner/index.js";
import { Rig } from "../mabs/executor/rig.js";
import { ScriptedPort, serviceIn } from "../mabs/executor/scripted-port.js";
import { operationsIn, textOf } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { STORE } from "./history.js";
import { Machine, type Plant } from "./machine.js";
import { BACKUP, program, type Inputs } from "./scenes.js";

const AUTO = { name: "auto-7", takenAt: "2016-05-16T07:00:00.000Z" };
const HOUR_MS = 3_600_000;

/** A secret; inputs beside it. */
const secret = (trackingStore: string, differs: Inputs = {}): Program =>
  program({ configuration: { trackingStore }, ...differs });

const textIn = ({ said, notes }: Ran): string => [...said, ...notes].join("\n");

describe("scenes: what leaves no trace on the service", () => {
  let machine: Machine;
  let engine: EngineModel;
  const begin = (plant: Plant = {}): void => {
    machine = new Machine(plant);
    engine = new EngineModel(machine);
  };
  afterEach(() => machine.close());

  /** `up`, and what it sent. */
  const run = async (asked: Program): Promise<Ran & { readonly sent: readonly string[] }> => {
    const since = (await operationsIn(machine)).length;
    const ran = await engine.up(asked);
    return { ...ran, sent: (await operationsIn(machine)).slice(since).map(textOf) };
  };

  /** What an `up` that ends well sent. */
  const up = async (asked: Program): Promise<readonly string[]> => {
    const ran = await run(asked);
    assert.equal(ran.end, "succeeded", textIn(ran));
    return ran.sent;
  };

  const fails = async (asked: Program): Promise<void> => {
    assert.equal((await run(asked)).end, "failed");
  };

  const stateOf = async (name: string): Promise<string> =>
    (await machine.view(name))?.state ?? "absent";

  /** Makes the stack, then kills the `up` of a program where the journal has noted that the operation was accepted. */
  const killedWhenAccepted = async (
    operation: string,
    asked: Program,
    before: () => Promise<void>,
  ): Promise<void> => {
    const point = `journal.write ${operation} accepted, after`;
    for (let at = 0; ; at += 1) {
      await machine.reset();
      engine = new EngineModel(machine);
      await before();
      const { end, points } = await engine.up(asked, at);
      assert.equal(end, "killed", `there is no point "${point}"`);
      if (points.at(-1) === point) return;
    }
  };

  describe("two runners", () => {
    it("a change to and fro is made each time, whichever of two runners makes it", async () => {
      begin();
      const [a, b] = [secret("A", { restartTriggers: "A" }), secret("B", { restartTriggers: "B" })];
      const both = ["Update Configuration in Active", "Restart in Active"];
      machine.useJournal("first");
      assert.deepEqual(await up(a), ["Create in absent"]);
      assert.deepEqual(await up(b), both);
      machine.useJournal("second");
      assert.deepEqual(await up(a), both);
      machine.useJournal("first");
      assert.deepEqual(await up(b), both);
    });
  });

  describe("secrets", () => {
    it("a change that the service before this one has seen is made again", async () => {
      begin();
      await up(secret("A"));
      await up(secret("B"));
      await machine.operator("delete", "orders");
      machine.clock.advance(HOUR_MS);
      assert.deepEqual(await up(secret("A", { acceptDataLoss: "orders/absent" })), [
        "Create in absent",
      ]);
      assert.deepEqual(await up(secret("B")), ["Update Configuration in Active"]);
    });

    it("a secret that changes after a Create was accepted is sent", async () => {
      begin();
      await killedWhenAccepted("Create", secret("one"), () => Promise.resolve());
      machine.clock.advance(HOUR_MS);
      assert.deepEqual(await up(secret("two")), ["Update Configuration in Active"]);
    });

    /** The secrets that were sent, each as often as it was. */
    const recorded = (sent: unknown[]): Plant => ({
      client: (client) => ({
        ...client,
        send: (request) => {
          if (request.operation === "Update Configuration")
            sent.push(request.body?.configuration["trackingStore"]);
          return client.send(request);
        },
      }),
    });

    const rows = [
      {
        title: "a Stop fails",
        fault: { operation: "Stop", effect: "fail" },
        one: { state: "Active" },
        two: { state: "Stopped" },
        sent: ["Update Configuration in StopFailed"],
      },
      {
        title: "a Restart is turned away",
        fault: { operation: "Restart", effect: "reject", status: 503 },
        one: { state: "Active", restartTriggers: "a" },
        two: { state: "Active", restartTriggers: "b" },
        sent: ["Update Configuration in Active"],
      },
    ];
    for (const { title, fault, one, two, sent } of rows) {
      it(`a secret that was sent before ${title} is taken back when the program takes it back`, async () => {
        const secrets: unknown[] = [];
        begin(recorded(secrets));
        await up(secret("one", one));
        await machine.fault(fault);
        await fails(secret("two", two));
        assert.deepEqual(await up(secret("one", one)), sent);
        assert.deepEqual(secrets, ["two", "one"]);
        assert.equal(await stateOf("orders"), "Active");
        assert.deepEqual(engine.state.get("orders")?.outputs["configuration"], {
          trackingStore: "one",
        });
        const { end, changed, sent: more } = await run(secret("one", one));
        assert.deepEqual([end, changed, more], ["succeeded", false, []]);
      });
    }
  });

  describe("restart triggers", () => {
    it("a trigger taken back while the service was stopped is due when it comes again", async () => {
      begin();
      const sent: (readonly string[])[] = [];
      for (const [restartTriggers, state] of [
        ["a", "Active"],
        ["b", "Active"],
        ["b", "Stopped"],
        ["a", "Stopped"],
        ["a", "Active"],
        ["b", "Active"],
      ])
        sent.push(await up(program({ restartTriggers, state })));
      assert.deepEqual(sent, [
        ["Create in absent"],
        ["Restart in Active"],
        ["Stop in Active"],
        [],
        ["Start in Stopped"],
        ["Restart in Active"],
      ]);
    });

    it("a Restart that was lost and taken back is sent when it is asked for again", async () => {
      begin();
      await up(program({ restartTriggers: "a" }));
      await machine.fault({ operation: "Restart", effect: "drop-before" });
      await fails(program({ restartTriggers: "b" }));
      assert.deepEqual(await up(program({ restartTriggers: "a" })), []);
      assert.deepEqual(await up(program({ restartTriggers: "b" })), ["Restart in Active"]);
    });
  });

  describe("backups", () => {
    it("a Backup that was lost and taken back is sent when it is asked for again", async () => {
      begin();
      await up(program());
      await machine.fault({ operation: "Backup", effect: "drop-before" });
      await fails(program({ backup: BACKUP }));
      assert.deepEqual(await up(program()), []);
      assert.deepEqual(await up(program({ backup: BACKUP })), ["Backup in Active"]);
      assert.deepEqual(await machine.backups(), ["nightly-1"]);
    });

    it("a backup by somebody else is no reason to take the program's again", async () => {
      begin();
      const second = program({ backup: { name: "nightly-2", store: STORE } });
      await up(program({ backup: BACKUP }));
      await up(second);
      await machine.place("orders", "Active", { lastBackup: AUTO });
      assert.equal((await engine.preview(second)).changed, false);
      const { end, changed, sent } = await run(second);
      assert.deepEqual([end, changed, sent], ["succeeded", false, []]);
    });

    describe("of which the endpoint has forgotten the operation", () => {
      /** The process is killed when a Backup was accepted; it fails, and polls of it are answered 404. */
      const forgotten = async (): Promise<void> => {
        const gone = new Set<string | null | undefined>();
        begin({
          client: (client) => ({
            ...client,
            poll: (service, id) =>
              gone.has(id)
                ? Promise.reject(new ProviderError("not-found", "there is no such operation"))
                : client.poll(service, id),
          }),
        });
        await killedWhenAccepted("Backup", program({ backup: BACKUP }), async () => {
          await up(program());
          await machine.fault({ operation: "Backup", effect: "fail" });
        });
        gone.add((await operationsIn(machine)).at(-1)?.operationId);
        machine.clock.advance(HOUR_MS);
      };

      for (const [what, lastBackup] of [
        ["no backup", undefined],
        ["another backup", AUTO],
      ] as const) {
        it(`is not sent again when the service shows ${what}, and that is said`, async () => {
          await forgotten();
          if (lastBackup !== undefined) await machine.place("orders", "Active", { lastBackup });
          const ran = await run(program({ backup: BACKUP }));
          assert.deepEqual(ran.sent, []);
          assert.match(textIn(ran), /not known whether Backup was taken/);
        });
      }

      it("is not sent again when the service shows that it was taken, and nothing is said", async () => {
        await forgotten();
        const lastBackup = { ...AUTO, name: "nightly-1" };
        await machine.place("orders", "Active", { lastBackup });
        const ran = await run(program({ backup: BACKUP }));
        assert.deepEqual([ran.end, ran.sent, textIn(ran)], ["succeeded", [], ""]);
      });
    });
  });

  describe("what a run that was cut off has left", () => {
    it("an Update Configuration that was accepted is followed by no PUT", async () => {
      begin();
      const asked = program({ configuration: { customDomainUrl: "orders.example" } });
      await killedWhenAccepted("Update Configuration", asked, async () => {
        await up(program());
      });
      const since = (await machine.log()).length;
      assert.deepEqual(await up(asked), []);
      const after = (await machine.log()).slice(since).filter((entry) => entry.kind === "request");
      const puts = after.filter(
        ({ method, path }) => method === "PUT" && path.includes("/biztalk/orders"),
      );
      assert.deepEqual(puts, []);
    });

    it("a Backup that was turned away leaves a service stopped that was stopped since", async () => {
      begin();
      await up(program({ units: 1 }));
      await machine.fault({ operation: "Backup", effect: "reject", status: 503 });
      await fails(program({ units: 1, backup: BACKUP }));
      await machine.operator("stop", "orders");
      assert.deepEqual(await up(program({ units: 1, backup: BACKUP })), ["Backup in Stopped"]);
      assert.equal(await stateOf("orders"), "Stopped");
    });

    it("a Scale that was turned away and taken back leaves nothing to send", async () => {
      begin();
      await up(program({ units: 1 }));
      await machine.fault({ operation: "Scale", effect: "reject", status: 503 });
      await fails(program({ units: 2 }));
      await machine.operator("stop", "orders");
      assert.deepEqual(await up(program({ units: 1 })), []);
      assert.equal(await stateOf("orders"), "Stopped");
    });
  });
});

describe("scenes: after Update Configuration from a failed state", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.close());

  const configuration = { customDomainUrl: "orders.example" };
  const desired = { serviceName: "orders", configuration };

  it("one Restart serves both the recovery and the trigger", async () => {
    const { steps } = plan(seenAs(serviceIn("StartFailed")), {
      ...desired,
      state: "Active",
      restartTriggers: "b",
    });
    const port = new ScriptedPort("StartFailed", "Stopped", "Active");
    const due = { restartTriggers: { from: "a", to: "b" } };
    const { service, served } = await rig.execute(
      { steps, desired: { configuration }, due },
      { port },
    );
    assert.deepEqual(port.operations, ["Update Configuration", "Restart"]);
    assert.equal(service?.state, "Active");
    assert.deepEqual(served, due);
  });

  it("a service that is stopped as desired is left alone", async () => {
    const { steps } = plan(seenAs(serviceIn("StopFailed")), { ...desired, state: "Stopped" });
    const port = new ScriptedPort("StopFailed", "Stopped");
    const { service } = await rig.execute({ steps, desired: { configuration } }, { port });
    assert.deepEqual(port.operations, ["Update Configuration"]);
    assert.equal(service?.state, "Stopped");
  });
});
