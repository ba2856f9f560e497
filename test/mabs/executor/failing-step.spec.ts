import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProviderError } from "../../../provider/errors.js";
import { openServiceJournal, type ServicePort } from "../../../provider/mabs/executor/index.js";
import { plan, type Desired } from "../../../provider/mabs/planner/index.js";
import { failureOf, operationsOf, ORDERS, Rig, stepOf, UC } from "./rig.js";
import { ScriptedPort } from "./scripted-port.js";

const STORE = "AccountKey=a";
const CONFIGURATION = { customDomainUrl: "orders.example.com" } as const;
const STOP = stepOf({ operation: "Stop", expects: "Active", yields: "Stopped" });
const SCALE = stepOf({ operation: "Scale", expects: "Active", yields: "Active" });
const RESTART_DUE = { restartTriggers: { from: "rev-1", to: "rev-2" } } as const;

describe("executePlan() that does not get through", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.close());

  describe("because an operation fails", () => {
    // docs/planner.md, Results: what each leaves on failure.
    const rows: readonly {
      operation: string;
      from: string;
      desired: Desired | null;
      leaves: string;
    }[] = [
      { operation: "Start", from: "Stopped", desired: { state: "Active" }, leaves: "StartFailed" },
      { operation: "Stop", from: "Active", desired: { state: "Stopped" }, leaves: "StopFailed" },
      {
        operation: "Restart",
        from: "Active",
        desired: { restartTriggers: "rev-2" },
        leaves: "RestartFailed",
      },
      {
        operation: "Suspend",
        from: "Active",
        desired: { state: "Suspended" },
        leaves: "SuspendedFailed",
      },
      {
        operation: "Resume",
        from: "Suspended",
        desired: { state: "Active" },
        leaves: "ResumeFailed",
      },
      { operation: "Scale", from: "Active", desired: { units: 3 }, leaves: "ScaleFailed" },
      {
        operation: UC,
        from: "Active",
        desired: { configuration: CONFIGURATION },
        leaves: "ConfigUpdateFailed",
      },
      {
        operation: "Backup",
        from: "Stopped",
        desired: { backup: { name: "nightly" } },
        leaves: "Stopped",
      },
      { operation: "Delete", from: "Active", desired: null, leaves: "Active" },
    ];
    const job = {
      desired: { units: 3, configuration: CONFIGURATION },
      backup: { name: "nightly", store: STORE },
    };

    for (const { operation, from, desired, leaves } of rows) {
      it(`${operation} leaves ${leaves}, is not sent again, and serves nothing (PR-7)`, async () => {
        await rig.put(from);
        const { steps } = await rig.plan(desired);
        await rig.fault(operation, "fail");
        const due = {
          ...RESTART_DUE,
          backup: { from: "", to: "b" },
          secrets: { from: "s1", to: "s2" },
        };
        const { code, details, message } = await failureOf(rig.execute({ ...job, steps, due }));
        assert.deepEqual(
          [code, details.done, details.at, details.service?.state, details.sent, details.served],
          ["operation-failed", [], steps[0], leaves, true, {}],
        );
        assert.deepEqual(
          [await rig.sent(), rig.entry()?.phase, rig.entry()?.served],
          [[operation], "done", {}],
        );
        assert.match(message, new RegExp(`${operation} failed: .*${leaves}`));
      });
    }

    it("Create leaves CreatedFailed", async () => {
      const steps = plan(null, { edition: "Standard" }).steps;
      await rig.fault("Create", "fail");
      const desired = { edition: "Standard", configuration: {} } as const;
      const { code, details } = await failureOf(rig.execute({ steps, desired }));
      assert.deepEqual(
        [code, details.service?.state, details.sent],
        ["operation-failed", "CreatedFailed", true],
      );
      assert.deepEqual(await rig.sent(), ["Create Container", "Create"]);
      assert.equal(
        rig.entry()?.createdBy,
        "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/biztalk:Service::orders",
      );
    });

    it("ends the plan there: what was done and served before stands, what follows is not sent", async () => {
      await rig.put("Active");
      const desired: Desired = {
        state: "Stopped",
        units: 3,
        configuration: CONFIGURATION,
        backup: { name: "nightly" },
      };
      const { steps } = await rig.plan(desired);
      await rig.fault("Scale", "fail");
      const backup = { from: "", to: "nightly" };
      const { details } = await failureOf(rig.execute({ ...job, steps, due: { backup } }));
      assert.deepEqual(operationsOf(steps), ["Backup", "Scale", UC, "Stop"]);
      assert.deepEqual([operationsOf(details.done), details.at.operation], [["Backup"], "Scale"]);
      assert.deepEqual([details.served, await rig.sent()], [{ backup }, ["Backup", "Scale"]]);
      assert.deepEqual(rig.entry()?.served, { backup });
    });

    it("gives the reason of the endpoint", async () => {
      const port = new ScriptedPort("Active", "StopFailed");
      port.status = () =>
        Promise.resolve({ result: "Failed", error: { httpCode: "409", message: "quota used up" } });
      const { message } = await failureOf(rig.execute({ steps: [STOP] }, { port }));
      assert.match(message, /quota used up/);
    });

    it("takes a success that leads to another state as a divergence", async () => {
      const port = new ScriptedPort("Active", "Suspended");
      const { code, details, message } = await failureOf(
        rig.execute({ steps: [STOP, SCALE] }, { port }),
      );
      assert.deepEqual(
        [code, details.sent, details.service?.state],
        ["diverged", true, "Suspended"],
      );
      assert.deepEqual(port.operations, ["Stop"]);
      assert.match(message, /Suspended.*Stopped/);
    });
  });

  describe("because the endpoint refuses the request", () => {
    for (const [status, code] of [
      [400, "request-refused"],
      [403, "unauthenticated"],
      [404, "not-found"],
      [409, "request-refused"],
      [412, "diverged"],
    ] as const) {
      it(`${status} is ${code}: not taken, nothing left to look for`, async () => {
        await rig.put("Active");
        await rig.fault("Stop", "reject", { status });
        const { details, message, ...failure } = await failureOf(
          rig.execute({ steps: [STOP, SCALE], due: RESTART_DUE }),
        );
        assert.deepEqual(
          [failure.code, details.at, details.done, details.sent],
          [code, STOP, [], false],
        );
        assert.match(message, /Stop was not taken/);
        assert.deepEqual([await rig.sent(), await rig.state()], [["Stop"], "Active"]);
        assert.deepEqual(
          [rig.entry()?.phase, rig.entry()?.serves, rig.entry()?.served],
          ["done", {}, {}],
        );
      });
    }

    it(`"Operation not allowed" is operation-not-allowed: not taken`, async () => {
      await rig.put("Active", { edition: "Developer" });
      const { code, details, message } = await failureOf(
        rig.execute({ steps: [SCALE], desired: { units: 3, configuration: {} } }),
      );
      assert.deepEqual(
        [code, details.sent, rig.entry()?.phase],
        ["operation-not-allowed", false, "done"],
      );
      assert.match(message, /Operation not allowed/);
    });

    it("a Create that was not taken is not noted as ours", async () => {
      await rig.fault("Create", "reject", { status: 409 });
      const desired = { edition: "Standard", configuration: {} } as const;
      await failureOf(rig.execute({ steps: plan(null, { edition: "Standard" }).steps, desired }));
      assert.equal(rig.entry()?.createdBy, null);
    });

    // Error table: TooManyRequests, and ServerBusy ("retry"), say that the request was not received.
    for (const status of [429, 503]) {
      it(`${status} says that it was not taken, and when to come back`, async () => {
        await rig.put("Active");
        await rig.fault("Stop", "reject", { status, retryAfter: 7 });
        const { code, details, message } = await failureOf(rig.execute({ steps: [STOP, SCALE] }));
        assert.deepEqual([code, details.at, details.done, details.sent], ["busy", STOP, [], false]);
        assert.match(message, /Stop was not taken: the endpoint is busy .*come back in 7 s/);
        assert.deepEqual([await rig.sent(), rig.entry()?.phase], [["Stop"], "done"]);
      });
    }

    for (const status of [500]) {
      it(`${status} does not say whether it was taken`, async () => {
        await rig.put("Active");
        await rig.fault("Stop", "reject", { status });
        const { details, message } = await failureOf(rig.execute({ steps: [STOP, SCALE] }));
        assert.deepEqual([details.at, details.done, details.sent], [STOP, [], true]);
        assert.match(message, /not known whether it was taken/);
        assert.deepEqual([await rig.sent(), rig.entry()?.phase], [["Stop"], "sending"]);
      });
    }
  });

  describe("because the answer is lost", () => {
    const cut = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

    for (const [when, state] of [
      ["after it took effect", "Stopping"],
      ["before it took effect", "Active"],
    ] as const) {
      it(`${when}: says that it is not known, leaves \`sending\` in the journal, sends nothing more`, async () => {
        await rig.put("Active");
        const etag = (await rig.read())?.etag;
        rig.between = async (request, send) => {
          if (request.method === "GET") return send();
          if (state === "Stopping") await send();
          throw cut();
        };
        const { code, details, message } = await failureOf(
          rig.execute({ steps: [STOP, SCALE], due: RESTART_DUE }),
        );
        assert.deepEqual(
          [code, details.at, details.done, details.sent],
          ["unavailable", STOP, [], true],
        );
        assert.match(message, /not known whether it was taken/);
        const entry = rig.entry();
        assert.deepEqual(
          [entry?.operation, entry?.phase, entry?.etag, entry?.operationId],
          ["Stop", "sending", etag, null],
        );
        assert.deepEqual(
          [rig.bodies.length, await rig.state()],
          [state === "Stopping" ? 1 : 0, state],
        );
      });
    }

    it("by an answer without the operation's id: not known either", async () => {
      await rig.put("Active");
      rig.between = async (request, send) => {
        const answer = await send();
        return request.method === "GET" ? answer : { ...answer, headers: {} };
      };
      const { message } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.match(message, /not known whether it was taken/);
      assert.deepEqual([await rig.sent(), rig.entry()?.phase], [["Stop"], "sending"]);
    });
  });

  describe("where what a request needs cannot be made", () => {
    it("says that it was not sent, and the journal knows of nothing", async () => {
      const port = new ScriptedPort(null);
      port.prepare = () => Promise.reject(new ProviderError("unavailable", "no container came"));
      const create = stepOf({ operation: "Create", expects: "absent", yields: "Active" });
      const { code, message, details } = await failureOf(
        rig.execute({ steps: [create] }, { port }),
      );
      assert.deepEqual([code, details.sent, port.operations], ["unavailable", false, []]);
      assert.equal(message, "Create was not sent: no container came");
      assert.equal(rig.entry(), undefined);
    });
  });

  describe("where the request arrives twice, and the first of them has failed meanwhile", () => {
    const TRACELESS = [
      ["Delete", "Active", "absent"],
      ["Backup", "Active", "Active"],
      ["Start", "StartFailed", "Active"],
      ["Scale", "ScaleFailed", "Active"],
    ] as const;
    for (const [operation, from, yields] of TRACELESS) {
      it(`${operation} in ${from} is not said not to have been taken: it has had no effect`, async () => {
        await rig.put(from);
        await rig.fault(operation, "repeat", { delayMs: 60_000 });
        await rig.fault(operation, "fail");
        const step = stepOf({ operation, expects: from, yields });
        const backup = { name: "nightly", store: "AccountName=a" };
        const desired = { units: 3, configuration: {} };
        const run = rig.execute({ steps: [step], desired, backup });
        const { message } = await failureOf(run);
        assert.match(
          message,
          new RegExp(`${operation} has had no effect: the service changed since`),
        );
        assert.equal(await rig.state(), from);
        assert.equal((await rig.changes()).length, 2);
      });
    }
  });

  describe("because the process is asked to end", () => {
    const SECOND = 1000;
    const slow = async (): Promise<void> => {
      await rig.close();
      rig = new Rig({ operationMs: 3600 * SECOND });
      await rig.put("Active");
    };

    it("while it polls: `interrupted`, and the journal has the operation's id for the next run", async () => {
      await slow();
      rig.clock.at(20 * SECOND, () => {
        rig.controller.abort(new Error("SIGINT"));
      });
      const { code, details } = await failureOf(
        rig.execute({ steps: [STOP, SCALE], due: RESTART_DUE }),
      );
      assert.deepEqual(
        [code, details.at, details.done, details.sent],
        ["interrupted", STOP, [], true],
      );
      const [change, ...others] = await rig.changes();
      assert.deepEqual([change?.operation, others], ["Stop", []]);
      assert.deepEqual(
        [rig.entry()?.phase, rig.entry()?.operationId],
        ["accepted", change?.operationId],
      );
      assert.ok(rig.clock.elapsedMs <= 25 * SECOND);
    });

    it("while it waits for a transition: nothing is sent, nothing journaled", async () => {
      await rig.put("Updating");
      rig.clock.at(SECOND, () => {
        rig.controller.abort(new Error("SIGTERM"));
      });
      const { code, details } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.deepEqual(
        [code, details.sent, await rig.changes(), rig.entry()],
        ["interrupted", false, [], undefined],
      );
    });

    it("between two steps: the running one ends, the next is not sent", async () => {
      const steps = [SCALE, STOP];
      const port = new ScriptedPort("Active", "Active", "Stopped");
      port.status = () => {
        rig.controller.abort(new Error("SIGINT"));
        return Promise.resolve({ result: "Succeeded" });
      };
      const run = rig.execute({ steps, desired: { units: 3, configuration: {} } }, { port });
      const { code, details } = await failureOf(run);
      assert.deepEqual(
        [code, operationsOf(details.done), details.at],
        ["interrupted", ["Scale"], STOP],
      );
      assert.deepEqual([port.operations, rig.entry()?.operation], [["Scale"], "Scale"]);
    });

    it("before the first step: nothing is sent", async () => {
      await rig.put("Active");
      rig.controller.abort(new Error("SIGINT"));
      const { code } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.deepEqual([code, await rig.changes()], ["interrupted", []]);
    });
  });

  describe("and its journal", () => {
    /** An entry without its time, which is for people. */
    const entryOf = (): ReturnType<Rig["entry"]> => {
      const { at, ...entry } = rig.entry() ?? assert.fail("there is no entry");
      assert.match(String(at), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      return entry;
    };

    /** A journal in a folder that cannot be made: a regular file has its name. */
    const unwritable = (): Rig["journal"] => {
      const file = join(rig.folder, "file");
      writeFileSync(file, "");
      return openServiceJournal(file, rig.identity);
    };

    it("knows of a request before it leaves, of its id before the first poll, and of its end", async () => {
      await rig.put("Active");
      const etag = (await rig.read())?.etag;
      const seen: unknown[] = [];
      const port: ServicePort = {
        read: (service) => rig.client.read(service),
        isNameAvailable: (service) => rig.client.isNameAvailable(service),
        prepare: (request) => rig.client.prepare(request),
        send: (request) => {
          seen.push(entryOf());
          return rig.client.send(request);
        },
        poll: (service, id) => {
          if (seen.length === 1) seen.push(entryOf());
          return rig.client.poll(service, id);
        },
      };
      const restart = stepOf({ operation: "Restart", expects: "Active", yields: "Active" });
      await rig.execute({ steps: [restart], due: RESTART_DUE }, { port });
      const operationId = (await rig.changes())[0]?.operationId;
      const noted = {
        createdBy: null,
        operation: "Restart",
        etag,
        serves: RESTART_DUE,
        replacing: null,
        lastBackup: null,
        target: null,
      };
      assert.deepEqual(seen, [
        { ...noted, phase: "sending", operationId: null, served: {} },
        { ...noted, phase: "accepted", operationId, served: {} },
      ]);
      const left = (await rig.read())?.etag;
      assert.notEqual(left, etag);
      assert.deepEqual(entryOf(), {
        ...noted,
        etag: left,
        phase: "done",
        operationId,
        served: RESTART_DUE,
      });
    });

    it("has the request on disk when the process dies while it sends", async () => {
      await rig.put("Active");
      const port: ServicePort = {
        read: (service) => rig.client.read(service),
        isNameAvailable: (service) => rig.client.isNameAvailable(service),
        prepare: (request) => rig.client.prepare(request),
        send: () => {
          assert.equal(entryOf()?.phase, "sending");
          throw new Error("killed");
        },
        poll: () => assert.fail("nothing to poll"),
      };
      await failureOf(rig.execute({ steps: [STOP] }, { port }));
      assert.equal(entryOf()?.phase, "sending");
    });

    it("notes Create with the resource it was made for, what was sent, and the ETag that it left", async () => {
      const desired = { edition: "Standard", configuration: {} } as const;
      await rig.execute({ steps: plan(null, { edition: "Standard" }).steps, desired });
      assert.deepEqual(
        [entryOf()?.operation, entryOf()?.etag, entryOf()?.founded, entryOf()?.createdBy],
        [
          "Create",
          (await rig.read())?.etag,
          { edition: "Standard", units: 1 },
          "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/biztalk:Service::orders",
        ],
      );
      await rig.execute({ steps: [STOP] });
      assert.match(entryOf()?.createdBy ?? "", /orders/);
    });

    it("keeps what was served before", async () => {
      await rig.put("Active");
      const backup = { from: "", to: "nightly" };
      const steps = (await rig.plan({ backup: { name: "nightly" } })).steps;
      await rig.execute({ steps, backup: { name: "nightly", store: STORE }, due: { backup } });
      await rig.execute({ steps: [STOP] });
      assert.deepEqual([entryOf()?.operation, entryOf()?.served], ["Stop", { backup }]);
    });

    // Promise 3: no operation is sent twice, what cannot be known is reported and not taken for served.
    for (const [situation, due, etagSeen, uncertain] of [
      ["keeps as uncertain what an earlier run left open and nothing tells", {}, "e1", RESTART_DUE],
      ["keeps nothing of what was not taken: the ETag has not changed", {}, "live", undefined],
      ["keeps nothing of what is due still", RESTART_DUE, "e1", undefined],
    ] as const) {
      it(situation, async () => {
        await rig.put("Active");
        const etag = etagSeen === "live" ? ((await rig.read())?.etag ?? "") : etagSeen;
        await rig.journal.write(ORDERS, {
          ...{ createdBy: null, operation: "Restart", phase: "sending", etag, operationId: null },
          ...{ serves: RESTART_DUE, served: {} },
        });
        await rig.execute({ steps: [STOP], due });
        assert.deepEqual(
          [entryOf()?.operation, entryOf()?.served, entryOf()?.uncertain],
          ["Stop", {}, uncertain],
        );
      });
    }

    it("stops everything when it cannot be written: nothing is sent", async () => {
      await rig.put("Active");
      const journal = unwritable();
      const reason = await rig
        .execute({ steps: [STOP] }, { journal })
        .catch((caught: unknown) => caught);
      assert.ok(reason instanceof Error && "code" in reason);
      assert.equal(reason.code, "journal");
      assert.ok(reason.message.includes(journal.path));
      assert.match(reason.message, /biztalk:journal/);
      assert.deepEqual(await rig.changes(), []);
    });

    // docs/architecture.md, One `pulumi up`: after the first request that changes anything, every failure is a
    // partial one.
    for (const [when, fails, sent] of [
      ["before the second step", { operation: "Stop", phase: "sending" }, ["Scale"]],
      ["once the operation is accepted", { operation: "Scale", phase: "accepted" }, ["Scale"]],
    ] as const) {
      it(`makes a partial failure when it cannot be written any more ${when}`, async () => {
        await rig.put("Active");
        const journal: Rig["journal"] = {
          ...rig.journal,
          write: async (service, entry) => {
            if (entry.operation === fails.operation && entry.phase === fails.phase) {
              await unwritable().write(service, entry);
            }
            await rig.journal.write(service, entry);
          },
        };
        const run = rig.execute(
          { steps: [SCALE, STOP], desired: { units: 3, configuration: {} } },
          { journal },
        );
        const { code, details } = await failureOf(run);
        assert.deepEqual([code, details.sent, await rig.sent()], ["journal", true, sent]);
        assert.deepEqual(operationsOf(details.done), fails.operation === "Stop" ? ["Scale"] : []);
      });
    }
  });
});
