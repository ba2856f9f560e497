import assert from "node:assert/strict";
import type { LoggedRequest } from "./support/control.js";
import { frontProjectFor } from "./support/front-project.js";
import { fails, planOn, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";

const TIMEOUTS = { settle: "2s", operation: "2s" };

/** PR-9, the one written exception: with `forceDelete`, Delete goes out while a transition is under way. */
const isForced = ({ operation, state }: LoggedRequest): boolean =>
  operation === "Delete" && /ing(Up)?$/.test(state ?? "");

describe("a transition that never ends", function () {
  this.timeout(120_000);
  const { front, project } = frontProjectFor({ isMeant: isForced });
  let args: Readonly<Record<string, unknown>> = {};

  const declare = (more: Readonly<Record<string, unknown>>): void => {
    args = { ...args, ...more };
    project().declare({ orders: service("orders", { timeouts: TIMEOUTS, ...args }) });
  };
  /** Makes the service anew, and lets an operation of it begin that never ends. */
  const stuckIn = async (
    operation: string,
    more: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    args = {};
    declare({ units: 1 });
    await succeeds(project().up());
    await front().control.fault({ operation, service: "orders", effect: "stall" });
    declare(more);
    await fails(
      project().up(),
      `orders: ${operation} was accepted; ${operation} of orders has not ended within 2 s; last`,
    );
    await front().control.forget();
  };
  const forced = async (): Promise<readonly string[]> =>
    (await front().control.operations())
      .filter(isForced)
      .map(({ operation, state, status }) => `${String(operation)} in ${String(state)}: ${status}`);

  describe("after a Scale", () => {
    before(() => stuckIn("Scale", { units: 3 }));

    it("is recorded as a partial failure with its transitional state", () => {
      const recorded = project().recorded("orders");
      assert.equal(recorded?.outputs["state"], "Updating");
      assert.ok(recorded.initErrors !== undefined);
    });

    it("is waited for, says a preview, and then what follows", async () => {
      const preview = await succeeds(project().preview());
      assert.match(planOn(preview, "orders"), /^Plan from Updating: Wait, Scale \(units .*\)\./);
    });

    it("ends an up in words: what was seen last, and that nothing is legal here; nothing is sent", async () => {
      const outcome = await fails(
        project().up(),
        "the transition of orders has not ended within 2 s; last seen: Updating.",
      );
      says(
        outcome,
        "Legal here: nothing, until it has ended",
        "forceDelete: true",
        "Nothing was sent.",
      );
      assert.deepEqual(await front().control.sent(), []);
    });

    it("ends a destroy in words, with the input that permits it; nothing is sent", async () => {
      const outcome = await fails(
        project().destroy(),
        "has not ended within 2 s; last seen: Updating.",
      );
      says(
        outcome,
        "Legal here: nothing, until it has ended.",
        "set forceDelete: true, run `pulumi up`, and delete it",
      );
      assert.deepEqual(await front().control.sent(), []);
    });

    it("does not keep an up from recording forceDelete, though that up fails and sends nothing", async () => {
      declare({ forceDelete: true });
      await fails(project().up(), "last seen: Updating.", "Legal here: nothing");
      assert.deepEqual(await front().control.sent(), []);
      assert.equal(project().recorded("orders")?.outputs["forceDelete"], true);
    });

    it("is ended by a destroy with forceDelete: Delete is sent, once, and the service is gone", async () => {
      await succeeds(project().destroy());
      assert.deepEqual(await front().control.sent(), ["Delete orders"]);
      assert.deepEqual(await forced(), ["Delete in Updating: 202"]);
      assert.equal(await front().control.view("orders"), undefined);
      assert.equal(project().recorded("orders"), undefined);
    });
  });

  describe("after a Backup, where nobody can say what it ends in", () => {
    before(() => stuckIn("Backup", { backup: { name: "nightly", store: "AccountName=a" } }));

    it("leaves a preview without a verdict, and no error", async () => {
      const preview = await succeeds(project().preview());
      says(
        preview,
        "The service is in state BackingUp: what follows can be judged when it has settled.",
      );
    });

    it("ends an up in words, and nothing is sent", async () => {
      await fails(
        project().up(),
        "the transition of orders has not ended within 2 s; last seen: BackingUp",
      );
      assert.deepEqual(await front().control.sent(), []);
    });

    it("is ended by an up that records forceDelete, and a destroy", async () => {
      declare({ forceDelete: true });
      await fails(project().up(), "last seen: BackingUp");
      assert.equal(project().recorded("orders")?.outputs["forceDelete"], true);
      await succeeds(project().destroy());
      assert.deepEqual(await front().control.sent(), ["Delete orders"]);
      assert.equal(await front().control.view("orders"), undefined);
    });
  });

  describe("with forceDelete from the first up on", () => {
    it("when it is the Create that hangs, destroy sends Delete", async () => {
      args = {};
      declare({ forceDelete: true });
      await front().control.fault({ operation: "Create", service: "orders", effect: "stall" });
      await front().control.forget();
      await fails(
        project().up(),
        "orders: Create was accepted; Create of orders has not ended within 2 s; last seen",
      );
      assert.equal(project().recorded("orders")?.outputs["state"], "Creating");
      await succeeds(project().destroy());
      assert.deepEqual(await front().control.sent(), ["Create orders", "Delete orders"]);
      assert.equal(await front().control.view("orders"), undefined);
    });

    it("when it does end in time, Delete is sent after its end, as the chart has it", async () => {
      await succeeds(project().up());
      const before = await forced();
      declare({ units: 2 });
      front().intercept((request) => {
        if (request.method === "PUT") front().hold();
        return request.forward();
      });
      await fails(project().up(), "Scale was accepted");
      await front().control.forget();
      front().intercept((request) => {
        if (request.url.endsWith("/biztalk/orders")) front().release();
        return request.forward();
      });
      await succeeds(project().destroy());
      front().passOn();
      assert.deepEqual(await front().control.sent(), ["Delete orders"]);
      assert.deepEqual(await forced(), before, "no other one was forced");
    });
  });
});
