import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AxiosError, AxiosHeaders } from "axios";
import type { Job, OneShots } from "../../../provider/mabs/executor/index.js";
import { DEFAULT_POLICY, plan, type Desired } from "../../../provider/mabs/planner/index.js";
import { failureOf, operationsOf, Rig, SECRET, UC } from "./rig.js";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STORE = "AccountName=orders;AccountKey=c3RvcmU=";

/** The children of `ServiceSettings` in a body. */
const settingsIn = (body: string | undefined): string | undefined =>
  /<ServiceSettings>(.*)<\/ServiceSettings>/.exec(body ?? "")?.[1];

describe("executePlan()", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.close());

  describe("one operation", () => {
    interface Row {
      readonly operation: string;
      readonly from: string;
      readonly desired: Desired;
      readonly body?: Job["desired"];
      readonly ends: object;
    }
    const domain = { customDomainUrl: "orders.example.com" };
    const rows: readonly Row[] = [
      {
        operation: "Start",
        from: "Stopped",
        desired: { state: "Active" },
        ends: { state: "Active" },
      },
      {
        operation: "Stop",
        from: "Active",
        desired: { state: "Stopped" },
        ends: { state: "Stopped" },
      },
      {
        operation: "Restart",
        from: "Active",
        desired: { restartTriggers: "rev-2" },
        ends: { state: "Active" },
      },
      {
        operation: "Suspend",
        from: "Active",
        desired: { state: "Suspended" },
        ends: { state: "Suspended" },
      },
      {
        operation: "Resume",
        from: "Suspended",
        desired: { state: "Active" },
        ends: { state: "Active" },
      },
      {
        operation: "Scale",
        from: "Active",
        desired: { units: 3 },
        body: { units: 3, configuration: domain },
        ends: { state: "Active", units: 3, configuration: {} },
      },
      {
        operation: UC,
        from: "Active",
        desired: { configuration: domain },
        body: { configuration: domain },
        ends: { state: "Active", units: 1, configuration: domain },
      },
      ...["Active", "Stopped", "Suspended"].map((state) => ({
        operation: "Backup",
        from: state,
        desired: { backup: { name: "nightly" } },
        ends: { state, lastBackup: { name: "nightly", takenAt: "2016-05-16T08:00:00.000Z" } },
      })),
    ];

    for (const { operation, from, desired, body, ends } of rows) {
      it(`sends ${operation} in ${from} once, with If-Match, and ends as planned`, async () => {
        await rig.put(from);
        const etag = (await rig.read())?.etag;
        const { steps } = await rig.plan(desired);
        // A plan with a trigger comes with the trigger's change: without one it was served already, and is skipped.
        const due =
          desired.restartTriggers === undefined
            ? {}
            : { restartTriggers: { from: "rev-1", to: "rev-2" } };
        const job = {
          steps,
          due,
          desired: body ?? { configuration: {} },
          backup: { name: "nightly", store: STORE },
        };
        const { done, service } = await rig.execute(job);
        const changes = (await rig.changes()).map(({ operationId, ...change }) => {
          assert.match(operationId ?? "", GUID);
          return change;
        });
        assert.deepEqual(changes, [{ operation, state: from, status: 202, ifMatch: etag }]);
        assert.deepEqual(operationsOf(done), [operation]);
        assert.deepEqual({ ...(await rig.read()), ...ends }, await rig.read());
        assert.deepEqual(service, await rig.read());
      });
    }

    it("sends Delete in Active once, with If-Match, and ends without a service", async () => {
      await rig.put("Active");
      const etag = (await rig.read())?.etag;
      const { done, service } = await rig.execute({ steps: (await rig.plan(null)).steps });
      assert.deepEqual([operationsOf(done), service, await rig.read()], [["Delete"], null, null]);
      assert.deepEqual(
        (await rig.changes()).map(({ operation, ifMatch }) => ({ operation, ifMatch })),
        [{ operation: "Delete", ifMatch: etag }],
      );
    });

    it("makes the container and sends Create once, without If-Match, and ends Active", async () => {
      const { steps } = await rig.plan({ edition: "Standard", units: 2 });
      const desired = {
        edition: "Standard",
        units: 2,
        configuration: { trackingStore: SECRET },
      } as const;
      const { done, service } = await rig.execute({ steps, desired, region: "North Europe" });
      assert.deepEqual(
        (await rig.changes()).map(({ operation, state, ifMatch }) => [operation, state, ifMatch]),
        [
          ["Create Container", null, null],
          ["Create", "absent", null],
        ],
      );
      assert.equal(
        settingsIn(rig.bodies.find((body) => body.includes("<Edition>"))),
        `<Edition>Standard</Edition><UnitCount>2</UnitCount><TrackingStoreConnectionString>${SECRET}</TrackingStoreConnectionString>`,
      );
      assert.deepEqual(operationsOf(done), ["Create"]);
      assert.deepEqual(
        [service?.state, service?.edition, service?.units, service?.region],
        ["Active", "Standard", 2, "North Europe"],
      );
    });
  });

  describe("several operations", () => {
    const configuration = { customDomainUrl: "orders.example.com" };
    const everything: Desired = {
      state: "Stopped",
      units: 3,
      configuration,
      backup: { name: "nightly" },
    };

    it("are sent in the order of the plan, once each, each with the ETag of its own moment", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan(everything);
      assert.deepEqual(operationsOf(steps), ["Backup", "Scale", UC, "Stop"]);
      const job = {
        steps,
        desired: { units: 3, configuration },
        backup: { name: "nightly", store: STORE },
      };
      const { done, service } = await rig.execute(job);
      const changes = await rig.changes();
      assert.deepEqual(
        changes.map(({ operation, state, status }) => [operation, state, status]),
        [
          ["Backup", "Active", 202],
          ["Scale", "Active", 202],
          [UC, "Active", 202],
          ["Stop", "Active", 202],
        ],
      );
      for (const { ifMatch } of changes) assert.match(ifMatch ?? "", GUID);
      assert.equal(new Set(changes.map(({ ifMatch }) => ifMatch)).size, 4);
      assert.deepEqual(done, steps);
      assert.deepEqual(
        [service?.state, service?.units, service?.configuration],
        ["Stopped", 3, configuration],
      );
      assert.equal((await rig.plan(everything)).verdict, "noop");
    });

    it("make a detour that is in the plan", async () => {
      await rig.put("Stopped");
      const { steps } = await rig.plan(
        { state: "Stopped", units: 3 },
        { ...DEFAULT_POLICY, detours: true },
      );
      await rig.execute({ steps, desired: { units: 3, configuration: {} } });
      assert.deepEqual(await rig.sent(), ["Start", "Scale", "Stop"]);
      assert.deepEqual([await rig.state(), (await rig.read())?.units], ["Stopped", 3]);
    });

    it("say on a progress line what is sent", async () => {
      await rig.put("Active");
      await rig.execute({
        steps: (await rig.plan({ state: "Stopped", units: 3 })).steps,
        desired: { units: 3, configuration: {} },
      });
      const named = rig.lines.map((line) => /Scale|Stop/.exec(line)?.[0]);
      assert.deepEqual([...new Set(named)], ["Scale", "Stop"]);
    });
  });

  it("sends nothing for an empty plan, and returns the service", async () => {
    await rig.put("Active");
    const { done, service, served } = await rig.execute({ steps: [] });
    assert.deepEqual([done, service, served], [[], await rig.read(), {}]);
    assert.deepEqual(await rig.changes(), []);
  });

  describe("PR-6: one PUT carries one operation", () => {
    const configuration = {
      customDomainUrl: "orders.example.com",
      trackingStore: SECRET,
      "accessControl.issuerName": "owner",
    };
    const both: Desired = { units: 3, configuration };

    it("Scale sends the units and no setting, Update Configuration the settings and no units", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan(both);
      await rig.execute({ steps, desired: { edition: "Standard", units: 3, configuration } });
      assert.deepEqual(rig.bodies.map(settingsIn), [
        "<UnitCount>3</UnitCount>",
        `<CustomDomainUrl>orders.example.com</CustomDomainUrl><TrackingStoreConnectionString>${SECRET}</TrackingStoreConnectionString><AccessControl><IssuerName>owner</IssuerName></AccessControl>`,
      ]);
    });

    it("Scale out of ScaleFailed sends the present units when they are unmanaged", async () => {
      await rig.put("ScaleFailed", { units: 4 });
      await rig.execute({ steps: (await rig.plan({})).steps });
      assert.deepEqual(rig.bodies.map(settingsIn), ["<UnitCount>4</UnitCount>"]);
    });
  });

  describe("secrets", () => {
    const configuration = { trackingStore: SECRET, "accessControl.issuerKey": "issuer-hunter2" };
    const due = { secrets: { from: "s1", to: "s2" } };
    const job = {
      desired: { configuration },
      due,
      backup: { name: "nightly", store: "AccountKey=store-hunter2" },
    };

    it("are sent with Update Configuration and Backup", async () => {
      await rig.put("Active");
      const { steps } = await rig.plan({ configuration, backup: job.backup });
      await rig.execute({ ...job, steps });
      assert.match(rig.bodies.join(), /Password=hunter2;.*/);
      assert.match(rig.bodies.join(), /issuer-hunter2/);
      assert.match(rig.bodies.join(), /AccountKey=store-hunter2/);
      assert.doesNotMatch(rig.lines.join(), /hunter2/);
    });

    for (const [situation, arrange] of [
      ["an operation that fails", () => rig.fault(UC, "fail")],
      ["a request that is refused", () => rig.fault(UC, "reject", { status: 400 })],
      ["an answer that is lost", () => void (rig.between = cutAfterChange)],
      ["an answer that does not come in time", () => void (rig.between = late)],
    ] as const) {
      it(`are in no text of ${situation}`, async () => {
        await rig.put("Active");
        const { steps } = await rig.plan({ configuration });
        await arrange();
        const failure = await failureOf(rig.execute({ ...job, steps }));
        assert.match(rig.bodies.join(), /hunter2/);
        assert.doesNotMatch(inspect(failure, { depth: 20, showHidden: true }), /hunter2/);
        assert.doesNotMatch(JSON.stringify([failure.details, rig.entry(), rig.lines]), /hunter2/);
      });
    }

    const late: Rig["between"] = async ({ method, headers, body: data = "" }, send) => {
      const answer = await send();
      if (method === "GET") return answer;
      // What axios itself throws after its time limit: the request's configuration is part of it.
      const config = { headers: new AxiosHeaders(headers), data };
      throw new AxiosError("timeout of 30000ms exceeded", AxiosError.ECONNABORTED, config);
    };

    const cutAfterChange: Rig["between"] = async (request, send) => {
      const answer = await send();
      if (request.method !== "GET")
        throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      return answer;
    };
  });

  describe("one-shots", () => {
    const restartTriggers = { from: "rev-1", to: "rev-2" };
    const backup = { from: "", to: "nightly" };
    const secrets = { from: "s1", to: "s2" };
    const due: OneShots = { restartTriggers, backup, secrets };

    it("are served by the operations they are for", async () => {
      await rig.put("Active");
      const configuration = { trackingStore: SECRET };
      const desired: Desired = {
        units: 3,
        configuration,
        backup: { name: "nightly" },
        restartTriggers: "rev-2",
      };
      const { steps } = await rig.plan(desired);
      assert.deepEqual(operationsOf(steps), ["Backup", "Scale", UC, "Restart"]);
      const job = {
        steps,
        due,
        desired: { units: 3, configuration },
        backup: { name: "nightly", store: STORE },
      };
      const { served } = await rig.execute(job);
      assert.deepEqual(served, due);
      assert.deepEqual(rig.entry()?.served, due);
    });

    const rows = [
      {
        operation: "Start",
        from: "Stopped",
        desired: { state: "Active" },
        serves: { restartTriggers },
      },
      { operation: "Stop", from: "Active", desired: { state: "Stopped" }, serves: {} },
      { operation: "Suspend", from: "Active", desired: { state: "Suspended" }, serves: {} },
      { operation: "Resume", from: "Suspended", desired: { state: "Active" }, serves: {} },
      { operation: "Scale", from: "ScaleFailed", desired: {}, serves: {} },
      { operation: UC, from: "ConfigUpdateFailed", desired: {}, serves: { secrets } },
    ] as const;
    for (const { operation, from, desired, serves } of rows) {
      it(`${operation} serves ${Object.keys(serves).join(", ") || "none"}`, async () => {
        await rig.put(from);
        const { steps } = await rig.plan(desired);
        assert.deepEqual(operationsOf(steps), [operation]);
        const { served } = await rig.execute({ steps, due });
        assert.deepEqual([served, rig.entry()?.served], [serves, serves]);
      });
    }

    it("Create serves the secrets it carries", async () => {
      const steps = plan(null, { edition: "Standard" }).steps;
      const desired = { edition: "Standard", configuration: { trackingStore: SECRET } } as const;
      const { served } = await rig.execute({ steps, desired, due: { secrets } });
      assert.deepEqual(served, { secrets });
    });

    // PR-5: a restart trigger is served by any Start or Restart after the last UC.
    it("a Start before Update Configuration does not serve the restart trigger", async () => {
      await rig.put("Stopped");
      const configuration = { customDomainUrl: "orders.example.com" };
      const { steps } = await rig.plan({
        state: "Active",
        configuration,
        restartTriggers: "rev-2",
      });
      assert.deepEqual(operationsOf(steps), ["Start", UC, "Restart"]);
      await rig.fault(UC, "fail");
      const failure = await failureOf(
        rig.execute({ steps, desired: { configuration }, due: { restartTriggers } }),
      );
      assert.deepEqual(failure.details.served, {});
      assert.deepEqual(rig.entry()?.served, {});
    });
  });

  it("sends nothing when it is run again after success", async () => {
    await rig.put("StopFailed");
    const desired: Desired = { state: "Suspended", units: 1 };
    await rig.execute({ steps: (await rig.plan(desired)).steps });
    const sent = await rig.sent();
    await rig.execute({ steps: (await rig.plan(desired)).steps });
    assert.deepEqual(
      [sent, await rig.sent()],
      [
        ["Start", "Suspend"],
        ["Start", "Suspend"],
      ],
    );
  });
});
