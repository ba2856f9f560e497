import assert from "node:assert/strict";
import { failureOf, operationsOf, Rig, stepOf } from "./rig.js";
import { ScriptedPort, serviceIn } from "./scripted-port.js";

const STOP = stepOf({ operation: "Stop", expects: "Active", yields: "Stopped" });
const SECOND = 1000;

describe("executePlan() while it waits", () => {
  let rig: Rig;
  afterEach(() => rig.close());

  describe("for a transition", () => {
    beforeEach(() => {
      rig = new Rig();
    });

    for (const state of [
      "Creating",
      "Updating",
      "Starting",
      "Restarting",
      "Resuming",
      "BackingUp",
    ]) {
      it(`sends nothing while the service is ${state}, and goes on when it has settled`, async () => {
        await rig.put(state);
        rig.clock.at(20 * SECOND, () => rig.put("Active"));
        await rig.execute({ steps: [STOP] });
        assert.deepEqual(
          (await rig.changes()).map((change) => [change.operation, change.state]),
          [["Stop", "Active"]],
        );
      });
    }

    it("PR-9: does what follows a step Wait when the service has settled as expected", async () => {
      await rig.put("Stopping");
      const { steps } = await rig.plan({ state: "Active" });
      assert.deepEqual(operationsOf(steps), ["Wait", "Start"]);
      rig.clock.at(3 * SECOND, () => rig.put("Stopped"));
      const { done } = await rig.execute({ steps });
      assert.deepEqual(
        [await rig.sent(), operationsOf(done), await rig.state()],
        [["Start"], ["Wait", "Start"], "Active"],
      );
    });

    it("PR-9: ends a step Wait at once when the service has settled already", async () => {
      await rig.put("Stopping");
      const { steps } = await rig.plan({ state: "Stopped" });
      await rig.put("Stopped");
      const { done } = await rig.execute({ steps });
      assert.deepEqual(
        [await rig.sent(), operationsOf(done), rig.clock.elapsedMs],
        [[], ["Wait"], 0],
      );
    });

    it("waits for a service to be gone", async () => {
      const steps = [stepOf({ operation: "Wait", expects: "Deleting", yields: "absent" })];
      await rig.put("Deleting");
      rig.clock.at(SECOND, () => rig.reset());
      assert.equal((await rig.execute({ steps })).service, null);
    });

    it("ends the run when the service settles in another state than expected", async () => {
      await rig.put("Stopping");
      const { steps } = await rig.plan({ state: "Active" });
      rig.clock.at(3 * SECOND, () => rig.put("StopFailed"));
      const { code, details, message } = await failureOf(rig.execute({ steps }));
      assert.deepEqual(
        [code, details.at.operation, details.done, details.sent],
        ["diverged", "Wait", [], false],
      );
      assert.deepEqual([details.service?.state, await rig.sent()], ["StopFailed", []]);
      assert.match(message, /Stopped/);
      assert.match(message, /StopFailed/);
    });

    it("ends at the deadline of a transition, and says what was seen last", async () => {
      await rig.put("Updating");
      const { code, details, message } = await failureOf(
        rig.execute({ steps: [STOP], settleMs: 90 * SECOND }),
      );
      assert.deepEqual(
        [code, details.at, details.sent, await rig.sent()],
        ["deadline", STOP, false, []],
      );
      assert.match(message, /90 s/);
      assert.match(message, /last seen: Updating/);
      assert.ok(rig.clock.elapsedMs < 91 * SECOND);
    });

    it("looks again when a read meets a passing fault", async () => {
      await rig.put("Updating");
      rig.between = (_, send) =>
        rig.clock.elapsedMs > 2 * SECOND && rig.clock.elapsedMs < 12 * SECOND
          ? Promise.resolve({ status: 503, headers: {}, body: "" })
          : send();
      rig.clock.at(15 * SECOND, () => rig.put("Active"));
      await rig.execute({ steps: [STOP] });
      assert.deepEqual(await rig.sent(), ["Stop"]);
    });
  });

  describe("for an operation", () => {
    it("polls until it has ended, and sends it once", async () => {
      rig = new Rig({ operationMs: 45 * SECOND });
      await rig.put("Active");
      await rig.execute({ steps: [STOP] });
      assert.deepEqual([await rig.sent(), await rig.state()], [["Stop"], "Stopped"]);
      assert.ok(rig.clock.elapsedMs >= 45 * SECOND && rig.clock.elapsedMs <= 50 * SECOND);
    });

    it("ends at the deadline of the operation: what was seen last, and `accepted` in the journal", async () => {
      rig = new Rig({ operationMs: 3600 * SECOND });
      await rig.put("Active");
      const { code, details, message } = await failureOf(
        rig.execute({ steps: [STOP], operationMs: 30 * SECOND }),
      );
      assert.deepEqual(
        [code, details.at, details.done, details.sent],
        ["deadline", STOP, [], true],
      );
      assert.match(message, /Stop/);
      assert.match(message, /30 s/);
      assert.match(message, /last seen: InProgress/);
      assert.ok(rig.clock.elapsedMs < 31 * SECOND);
      const [change] = await rig.changes();
      assert.deepEqual(
        [rig.entry()?.phase, rig.entry()?.operationId],
        ["accepted", change?.operationId],
      );
      assert.deepEqual(await rig.sent(), ["Stop"]);
    });

    for (const [operationMs, endsMs] of [
      [10 * SECOND, 9.5 * SECOND],
      [60 * SECOND, 58 * SECOND],
    ] as const) {
      it(`sees an operation that ends ${(operationMs - endsMs) / SECOND} s before its deadline of ${operationMs / SECOND} s`, async () => {
        rig = new Rig({ operationMs: endsMs });
        await rig.put("Active");
        await rig.execute({ steps: [STOP], operationMs });
        assert.equal(await rig.state(), "Stopped");
      });
    }

    it("says about every ten seconds that it is still there, what it sees, and what Ctrl-C does", async () => {
      rig = new Rig({ operationMs: 58 * SECOND });
      await rig.put("Active");
      await rig.execute({ steps: [STOP], operationMs: 300 * SECOND });
      const waiting = rig.lines.filter((line) => line.includes("InProgress"));
      assert.ok(waiting.length >= 3 && waiting.length <= 5, `${waiting.length} lines in 58 s`);
      for (const line of waiting) {
        assert.match(line, /Stop/);
        assert.match(line, /Ctrl-C/);
      }
    });

    it("says nothing of waiting while it is short", async () => {
      rig = new Rig({ operationMs: 5 * SECOND });
      await rig.put("Active");
      await rig.execute({ steps: [STOP] });
      assert.doesNotMatch(rig.lines.join(), /InProgress|Ctrl-C/);
    });

    const isPoll = (url: string): boolean => url.includes("OperationStatus");

    it("goes on when polls meet a passing fault", async () => {
      rig = new Rig({ operationMs: 40 * SECOND });
      await rig.put("Active");
      let refused = 0;
      rig.between = (request, send) => {
        if (!isPoll(request.url) || rig.clock.elapsedMs > 20 * SECOND) return send();
        refused += 1;
        return Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
      };
      await rig.execute({ steps: [STOP] });
      assert.ok(refused > 4, "more than one look went wrong");
      assert.deepEqual([await rig.sent(), await rig.state()], [["Stop"], "Stopped"]);
    });

    it("ends at the deadline when polls never get an answer, and says so", async () => {
      rig = new Rig();
      await rig.put("Active");
      rig.between = (request, send) =>
        isPoll(request.url) ? Promise.resolve({ status: 503, headers: {}, body: "" }) : send();
      const { code, message } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.deepEqual(
        [code, rig.entry()?.phase, await rig.sent()],
        ["deadline", "accepted", ["Stop"]],
      );
      assert.match(message, /last seen: .*503/);
    });

    it("ends at once when a poll is refused for good", async () => {
      rig = new Rig();
      await rig.put("Active");
      await rig.fault("Poll", "reject", { status: 403 });
      const { code, details, message } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.deepEqual(
        [code, details.sent, rig.entry()?.phase],
        ["unauthenticated", true, "accepted"],
      );
      assert.match(message, /Stop was accepted/);
      assert.deepEqual(await rig.sent(), ["Stop"]);
    });

    it("D-13: takes a 404 on the poll of a Delete as its success", async () => {
      rig = new Rig();
      await rig.put("Active");
      await rig.fault("Poll", "reject", { status: 404 });
      const { service } = await rig.execute({ steps: (await rig.plan(null)).steps });
      assert.deepEqual([service, await rig.sent(), rig.entry()?.phase], [null, ["Delete"], "done"]);
    });

    it("takes a 404 on any other poll as a failure", async () => {
      rig = new Rig();
      await rig.put("Active");
      await rig.fault("Poll", "reject", { status: 404 });
      const { code } = await failureOf(rig.execute({ steps: [STOP] }));
      assert.deepEqual([code, rig.entry()?.phase], ["not-found", "accepted"]);
    });

    it("waits for the service to settle when the operation has ended first", async () => {
      rig = new Rig();
      const port = new ScriptedPort("Active");
      const states = ["Stopping", "Stopping", "Stopped"];
      port.read = () =>
        Promise.resolve(
          serviceIn(port.requests.length === 0 ? "Active" : (states.shift() ?? "Stopped")),
        );
      const { service } = await rig.execute({ steps: [STOP] }, { port });
      assert.deepEqual([service?.state, port.operations], ["Stopped", ["Stop"]]);
    });
  });

  describe("on edition Free", () => {
    const polls: string[] = [];
    beforeEach(() => {
      rig = new Rig({ operationMs: 20 * SECOND });
      polls.length = 0;
      rig.between = (request, send) => {
        if (request.url.includes("OperationStatus")) polls.push(request.url);
        return send();
      };
    });
    const configuration = { customDomainUrl: "orders.example.com" };

    it("does not poll Create: the state that is reached tells", async () => {
      const desired = { edition: "Free", configuration: {} } as const;
      const { service } = await rig.execute({
        steps: (await rig.plan({ edition: "Free" })).steps,
        desired,
      });
      assert.deepEqual([service?.state, polls, rig.entry()?.phase], ["Active", [], "done"]);
    });

    it("does not poll Update Configuration", async () => {
      await rig.put("Active", { edition: "Free" });
      const { service } = await rig.execute({
        steps: (await rig.plan({ configuration })).steps,
        desired: { configuration },
      });
      assert.deepEqual(
        [service?.state, service?.configuration, polls],
        ["Active", configuration, []],
      );
    });

    it("does not poll Delete", async () => {
      await rig.put("Active", { edition: "Free" });
      const { service } = await rig.execute({ steps: (await rig.plan(null)).steps });
      assert.deepEqual([service, polls, await rig.sent()], [null, [], ["Delete"]]);
    });

    it("knows a failure by the state", async () => {
      await rig.put("Active", { edition: "Free" });
      const { steps } = await rig.plan({ configuration });
      await rig.fault("Update Configuration", "fail");
      const { code, details, message } = await failureOf(
        rig.execute({ steps, desired: { configuration } }),
      );
      assert.deepEqual(
        [code, details.service?.state, polls],
        ["operation-failed", "ConfigUpdateFailed", []],
      );
      assert.match(message, /ConfigUpdateFailed/);
    });
  });
});
