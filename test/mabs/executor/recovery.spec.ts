import assert from "node:assert/strict";
import { seenAs } from "../../../provider/mabs/judge/seen-as.js";
import {
  DEFAULT_POLICY,
  plan,
  type Desired,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import { ticked } from "../chart/literals.js";
import { failureOf, operationsOf, Rig, UC } from "./rig.js";
import { ScriptedPort, serviceIn } from "./scripted-port.js";

const WITH_DETOURS: Policy = { ...DEFAULT_POLICY, detours: true };
const DOMAIN = { customDomainUrl: "orders.example.com" } as const;

describe("executePlan() of a recovery", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.close());

  // docs/planner.md, Routes.
  const ROUTES = {
    StartFailed: { Active: ["Start"], Stopped: ["Stop"], Suspended: ["Start", "Suspend"] },
    StopFailed: { Active: ["Start"], Stopped: ["Stop"], Suspended: ["Start", "Suspend"] },
    RestartFailed: { Active: ["Start"], Stopped: ["Stop"], Suspended: ["Start", "Suspend"] },
    SuspendedFailed: { Active: ["Resume"], Stopped: ["Resume", "Stop"], Suspended: ["Suspend"] },
    ResumeFailed: { Active: ["Resume"], Stopped: ["Resume", "Stop"], Suspended: ["Suspend"] },
    ConfigUpdateFailed: { Active: [UC], Stopped: [UC, "Stop"], Suspended: [UC, "Suspend"] },
    ScaleFailed: { Active: ["Scale"], Stopped: ["Scale", "Stop"], Suspended: ["Scale", "Suspend"] },
  } as const;

  for (const from of Object.keys(ROUTES) as (keyof typeof ROUTES)[]) {
    for (const to of ["Active", "Stopped", "Suspended"] as const) {
      const route = ROUTES[from][to];
      it(`takes a service from ${from} to ${to} by ${route.join(", ")}`, async () => {
        await rig.put(from, { configuration: DOMAIN });
        const desired: Desired = { state: to, units: 1, configuration: DOMAIN };
        const { steps } = await rig.plan(desired, WITH_DETOURS);
        const { done } = await rig.execute({ steps, desired: { units: 1, configuration: DOMAIN } });
        const changes = await rig.changes();
        assert.deepEqual(
          changes.map(({ operation, status }) => [operation, status]),
          route.map((operation) => [operation, 202]),
        );
        assert.equal(changes[0]?.state, from);
        for (const operation of route.slice(0, 1)) assert.ok(ticked(from, operation));
        assert.deepEqual([operationsOf(done), await rig.state()], [[...route], to]);
        assert.equal((await rig.plan(desired)).verdict, "noop");
      });
    }
  }

  for (const from of ["StartFailed", "StopFailed", "RestartFailed"] as const) {
    it(`sends only Update Configuration in ${from} when that makes the service Active (PR-8)`, async () => {
      await rig.put(from);
      const { steps } = await rig.plan({ state: "Active", configuration: DOMAIN });
      await rig.execute({ steps, desired: { configuration: DOMAIN } });
      assert.deepEqual([await rig.sent(), await rig.state()], [[UC], "Active"]);
    });
  }

  describe("PR-8: what follows Update Configuration", () => {
    const steps = (to: "Active" | "Stopped"): ReturnType<typeof plan>["steps"] =>
      plan(seenAs(serviceIn("StartFailed")), { state: to, configuration: DOMAIN }, WITH_DETOURS)
        .steps;

    const rows = [
      { to: "Active", after: ["Active"], sent: [UC] },
      { to: "Active", after: ["StartFailed", "Active"], sent: [UC, "Restart"] },
      { to: "Active", after: ["Stopped", "Active"], sent: [UC, "Restart"] },
      { to: "Active", after: ["StopFailed", "Active"], sent: [UC, "Restart"] },
      { to: "Active", after: ["RestartFailed", "Active"], sent: [UC, "Restart"] },
      { to: "Stopped", after: ["Active", "Stopped"], sent: [UC, "Stop"] },
      { to: "Stopped", after: ["StartFailed", "Stopped"], sent: [UC, "Stop"] },
    ] as const;
    for (const { to, after, sent } of rows) {
      const [, next = "nothing"] = sent;
      it(`is ${next} when it leaves the service in ${after[0]} and ${to} is desired`, async () => {
        const port = new ScriptedPort("StartFailed", ...after);
        const { service } = await rig.execute(
          { steps: steps(to), desired: { configuration: DOMAIN } },
          { port },
        );
        assert.deepEqual(port.operations, sent);
        assert.equal(port.requests[1]?.etag, sent.length > 1 ? `etag of ${after[0]}` : undefined);
        assert.equal(service?.state, to);
      });
    }

    it("is nothing, and a divergence, where the chart does not allow it", async () => {
      const port = new ScriptedPort("StartFailed", "Suspended");
      const run = rig.execute(
        { steps: steps("Active"), desired: { configuration: DOMAIN } },
        { port },
      );
      const { code, details, message } = await failureOf(run);
      assert.deepEqual([code, port.operations], ["diverged", [UC]]);
      assert.deepEqual(
        [operationsOf(details.done), details.at.operation, details.sent],
        [[UC], UC, true],
      );
      assert.match(message, /Suspended/);
      assert.match(message, /Restart/);
    });

    it("is nothing when Update Configuration has failed (PR-7)", async () => {
      const port = new ScriptedPort("StartFailed", "ConfigUpdateFailed");
      port.status = () =>
        Promise.resolve({ result: "Failed", error: { httpCode: "409", message: "bad domain" } });
      const run = rig.execute(
        { steps: steps("Active"), desired: { configuration: DOMAIN } },
        { port },
      );
      const { code, details, message } = await failureOf(run);
      assert.deepEqual([code, port.operations, details.done], ["operation-failed", [UC], []]);
      assert.match(message, /bad domain/);
    });
  });
});
