import assert from "node:assert/strict";
import type { Desired } from "../../../provider/mabs/planner/index.js";
import { LIVING } from "../chart/literals.js";
import { failureOf, operationsOf, Rig, stepOf, UC } from "./rig.js";
import { ScriptedPort } from "./scripted-port.js";

const BACKUP = { name: "nightly", store: "AccountKey=a" } as const;
const TAKEN = { lastBackup: { name: "nightly", takenAt: "2016-05-15T00:00:00Z" } } as const;

describe("executePlan() of a service that moved after it was planned", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.close());

  describe("into another state", () => {
    const rows: readonly { planned: string; desired: Desired; operation: string; moved: string }[] =
      [
        { planned: "Active", desired: { units: 3 }, operation: "Scale", moved: "Stopped" },
        { planned: "Active", desired: { units: 3 }, operation: "Scale", moved: "ScaleFailed" },
        {
          planned: "Active",
          desired: { state: "Stopped" },
          operation: "Stop",
          moved: "StopFailed",
        },
        { planned: "Active", desired: { state: "Stopped" }, operation: "Stop", moved: "Suspended" },
        {
          planned: "Active",
          desired: { state: "Suspended" },
          operation: "Suspend",
          moved: "Disabled",
        },
        {
          planned: "Stopped",
          desired: { state: "Active" },
          operation: "Start",
          moved: "StartFailed",
        },
        {
          planned: "Suspended",
          desired: { state: "Active" },
          operation: "Resume",
          moved: "ResumeFailed",
        },
        {
          planned: "Active",
          desired: { restartTriggers: "rev-2" },
          operation: "Restart",
          moved: "Stopped",
        },
        {
          planned: "Active",
          desired: { configuration: { customDomainUrl: "a.b" } },
          operation: UC,
          moved: "StartFailed",
        },
        { planned: "Active", desired: { backup: BACKUP }, operation: "Backup", moved: "Stopped" },
      ];
    for (const { planned, desired, operation, moved } of rows) {
      it(`sends no ${operation} planned in ${planned} when it is in ${moved}, and says both`, async () => {
        await rig.put(planned);
        const { steps } = await rig.plan(desired);
        await rig.put(moved);
        const { code, details, message } = await failureOf(rig.execute({ steps, backup: BACKUP }));
        assert.deepEqual(
          [code, details.at.operation, details.done, details.sent],
          ["diverged", operation, [], false],
        );
        assert.deepEqual(
          [details.service?.state, await rig.changes(), rig.entry()],
          [moved, [], undefined],
        );
        assert.match(message, new RegExp(`${operation} .*${planned}.*${moved}.*nothing was sent`));
      });
    }

    it("sends nothing when it is gone", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan({ units: 3 });
      await rig.reset();
      const { code, details, message } = await failureOf(rig.execute({ steps }));
      assert.deepEqual([code, details.service, await rig.changes()], ["diverged", null, []]);
      assert.match(message, /absent/);
    });

    it("sends no Create when there is a service already", async () => {
      const { steps } = await rig.plan({ edition: "Standard" });
      await rig.put("Active");
      const { code } = await failureOf(
        rig.execute({ steps, desired: { edition: "Standard", configuration: {} } }),
      );
      assert.deepEqual([code, await rig.changes()], ["diverged", []]);
    });

    it("sends nothing in a state that nobody knows, even when that was planned", async () => {
      const port = new ScriptedPort("Frozen");
      const steps = [stepOf({ operation: "Delete", expects: "Frozen", yields: "absent" })];
      const { code, message } = await failureOf(rig.execute({ steps }, { port }));
      assert.deepEqual([code, port.operations], ["diverged", []]);
      assert.match(message, /Frozen/);
    });

    it("ends in the middle of the plan: what was done stands, the rest is not sent", async () => {
      const port = new ScriptedPort("Active", "Active", "Stopped");
      const steps = [
        stepOf({ operation: "Scale", expects: "Active", yields: "Active" }),
        stepOf({ operation: UC, expects: "Active", yields: "Active" }),
        stepOf({ operation: "Suspend", expects: "Active", yields: "Suspended" }),
      ];
      const desired = { units: 3, configuration: { customDomainUrl: "orders.example.com" } };
      const { code, details, message } = await failureOf(rig.execute({ steps, desired }, { port }));
      assert.deepEqual([code, port.operations, details.sent], ["diverged", ["Scale", UC], true]);
      assert.deepEqual(
        [details.service?.state, operationsOf(details.done).includes("Scale")],
        ["Stopped", true],
      );
      assert.match(message, /Stopped/);
    });
  });

  describe("to what cannot be read", () => {
    for (const operation of ["Stop", "Scale", "Delete"] as const) {
      it(`sends no ${operation} to a service with an edition that nobody knows`, async () => {
        const port = new ScriptedPort("Active (edition Gold)");
        const step = stepOf({ operation, expects: "Active", yields: "Active" });
        const desired = { units: 3, configuration: {} };
        const run = rig.execute({ steps: [step], desired }, { port });
        const { code, message } = await failureOf(run);
        assert.deepEqual([code, port.operations], ["diverged", []]);
        assert.match(message, /it is in Active \(edition Gold\): nothing was sent for it/);
      });
    }
  });

  describe("between look and request", () => {
    it("is a divergence by If-Match (412): not taken, and the journal knows that it is over", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan({ units: 3, state: "Stopped" });
      rig.between = async (request, send) => {
        if (request.method !== "GET") await rig.put("Active", { units: 2 });
        return send();
      };
      const run = rig.execute({ steps, desired: { units: 3, configuration: {} } });
      const { code, details, message } = await failureOf(run);
      assert.deepEqual(
        [code, details.at.operation, details.done, details.sent],
        ["diverged", "Scale", [], false],
      );
      assert.deepEqual(
        (await rig.changes()).map(({ operation, status }) => [operation, status]),
        [["Scale", 412]],
      );
      assert.deepEqual([rig.entry()?.phase, rig.entry()?.served], ["done", {}]);
      assert.match(message, /not taken/);
      assert.match(message, /changed/);
    });
  });

  describe("to where a step leads", () => {
    const rows = [
      {
        operation: "Start",
        planned: ["Stopped", {}],
        desired: { state: "Active" },
        now: ["Active", {}],
      },
      {
        operation: "Stop",
        planned: ["Active", {}],
        desired: { state: "Stopped" },
        now: ["Stopped", {}],
      },
      {
        operation: "Suspend",
        planned: ["Active", {}],
        desired: { state: "Suspended" },
        now: ["Suspended", {}],
      },
      {
        operation: "Resume",
        planned: ["Suspended", {}],
        desired: { state: "Active" },
        now: ["Active", {}],
      },
      {
        operation: "Scale",
        planned: ["Active", {}],
        desired: { units: 3 },
        now: ["Active", { units: 3 }],
      },
      {
        operation: "Scale",
        planned: ["ScaleFailed", {}],
        desired: { units: 3 },
        now: ["Active", { units: 3 }],
      },
      {
        operation: "Backup",
        planned: ["Active", {}],
        desired: { backup: BACKUP },
        now: ["Active", TAKEN],
      },
    ] as const;
    for (const { operation, planned, desired, now } of rows) {
      it(`skips ${operation}, planned in ${planned[0]}`, async () => {
        await rig.put(planned[0], planned[1]);
        const { steps } = await rig.plan(desired);
        assert.deepEqual(operationsOf(steps), [operation]);
        await rig.put(now[0], now[1]);
        const job = { steps, desired: { units: 3, configuration: {} }, backup: BACKUP };
        const { done, service } = await rig.execute(job);
        assert.deepEqual([done, service?.state, await rig.changes()], [[], now[0], []]);
        assert.ok(
          rig.lines.some((line) => line.includes(operation)),
          "a line says so",
        );
      });
    }

    it("skips Delete when it is gone", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan(null);
      await rig.reset();
      const { done, service } = await rig.execute({ steps });
      assert.deepEqual([done, service, await rig.changes()], [[], null, []]);
    });

    it("skips what is satisfied and does the rest", async () => {
      await rig.put("Active");
      const desired: Desired = { units: 3, state: "Stopped", backup: BACKUP };
      const { steps } = await rig.plan(desired);
      await rig.put("Active", { units: 3 });
      const { done } = await rig.execute({
        steps,
        desired: { units: 3, configuration: {} },
        backup: BACKUP,
      });
      assert.deepEqual(
        [operationsOf(steps), await rig.sent()],
        [
          ["Backup", "Scale", "Stop"],
          ["Backup", "Stop"],
        ],
      );
      assert.deepEqual(operationsOf(done), ["Backup", "Stop"]);
    });

    it("never skips Restart: what it does cannot be seen", async () => {
      await rig.put("StopFailed");
      const steps = [
        stepOf({ operation: "Start", expects: "StopFailed", yields: "Active" }),
        stepOf({ operation: "Restart", expects: "Active", yields: "Active" }),
      ];
      await rig.put("Active");
      await rig.execute({ steps });
      assert.deepEqual(await rig.sent(), ["Restart"]);
    });

    it("sends a Scale whose units are still different, and a Backup of another name", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan({ units: 3, backup: BACKUP });
      await rig.put("Active", { units: 2, lastBackup: { ...TAKEN.lastBackup, name: "weekly" } });
      await rig.execute({ steps, desired: { units: 3, configuration: {} }, backup: BACKUP });
      assert.deepEqual([await rig.sent(), (await rig.read())?.units], [["Backup", "Scale"], 3]);
    });
  });

  it("deletes from every state that the chart knows, but only from the planned one", async () => {
    for (const state of LIVING) {
      await rig.put(state);
      const { steps } = await rig.plan(null);
      await rig.put(state === "Active" ? "Stopped" : "Active");
      assert.equal((await failureOf(rig.execute({ steps }))).code, "diverged");
      await rig.put(state);
      assert.equal((await rig.execute({ steps })).service, null);
    }
    assert.deepEqual(
      await rig.sent(),
      LIVING.map(() => "Delete"),
    );
  });
});
