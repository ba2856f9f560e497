import assert from "node:assert/strict";
import type { Interceptor, PassingRequest } from "./support/front.js";
import { frontProjectFor } from "./support/front-project.js";
import { says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { endProvider } from "./support/provider-process.js";

/** The moments at which a process may be lost, by what the endpoint has seen of the operation. */
type Moment =
  "before it took effect" | "after it took effect, before the answer" | "while it is polled";

const isChange = ({ method }: PassingRequest): boolean => method !== "GET";
const isPoll = ({ url }: PassingRequest): boolean => url.includes("OperationStatus");

// It finds the provider's process in /proc.
const linuxOnly = process.platform === "linux" ? describe : describe.skip;

linuxOnly("when the provider's process is killed", function () {
  this.timeout(120_000);
  const { front, project } = frontProjectFor();

  const declare = (args: Readonly<Record<string, unknown>>): void => {
    project().declare({ orders: service("orders", { units: 1, ...args }) });
  };
  const killedAt =
    (moment: Moment): Interceptor =>
    async (request) => {
      const isIt = moment === "while it is polled" ? isPoll(request) : isChange(request);
      if (!isIt) return request.forward();
      front().passOn();
      if (moment === "after it took effect, before the answer") await request.forward();
      await endProvider(project().folder, "SIGKILL");
      return "cut";
    };
  /** `up` whose provider is killed, then one that is not; what was sent by both. */
  const upKilledAt = async (moment: Moment): Promise<readonly string[]> => {
    await front().control.forget();
    front().intercept(killedAt(moment));
    const killed = await project().up();
    assert.notEqual(killed.code, 0, killed.text);
    await succeeds(project().up());
    return front().control.sent();
  };

  it("after a Create took effect, the next up knows the service as its own", async () => {
    declare({});
    assert.deepEqual(await upKilledAt("after it took effect, before the answer"), [
      "Create orders",
    ]);
    assert.equal(project().recorded("orders")?.outputs["state"], "Active");
  });

  const moments = [
    { moment: "before it took effect", units: 2 },
    { moment: "after it took effect, before the answer", units: 3 },
    { moment: "while it is polled", units: 4 },
  ] as const;
  for (const { moment, units } of moments) {
    it(`in a Scale ${moment}, the next up converges and one Scale was taken`, async () => {
      declare({ units });
      assert.deepEqual(await upKilledAt(moment), ["Scale orders"]);
      assert.equal((await front().control.view("orders"))?.units, units);
      assert.equal(project().recorded("orders")?.outputs["units"], units);
    });
  }

  it("in a Scale that is still under way at the next up, that one waits and sends nothing", async () => {
    declare({ units: 5 });
    await front().control.forget();
    front().intercept(async (request) => {
      if (isChange(request)) front().hold();
      return killedAt("while it is polled")(request);
    });
    assert.notEqual((await project().up()).code, 0);
    assert.equal((await front().control.view("orders"))?.state, "Updating");
    front().intercept((request) => {
      if (request.url.includes("/biztalk/orders")) front().release();
      return request.forward();
    });
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Scale orders"]);
    assert.equal(project().recorded("orders")?.outputs["units"], 5);
  });

  it("in a Restart before it took effect, the next up restarts", async () => {
    declare({ units: 5, restartTriggers: "rev-1" });
    assert.deepEqual(await upKilledAt("before it took effect"), ["Restart orders"]);
  });

  it("in a Restart that was accepted, the next up does not restart again", async () => {
    declare({ units: 5, restartTriggers: "rev-2" });
    assert.deepEqual(await upKilledAt("while it is polled"), ["Restart orders"]);
  });

  it("in a Restart whose answer was lost, the next run reports that it cannot be known, and does not repeat it", async () => {
    declare({ units: 5, restartTriggers: "rev-3" });
    await front().control.forget();
    front().intercept(killedAt("after it took effect, before the answer"));
    assert.notEqual((await project().up()).code, 0);
    const preview = await succeeds(project().run("preview"));
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Restart orders"]);
    says(preview, "it is not known whether Restart was taken");
  });

  it("in an Update Configuration with a secret that was accepted, the next up does not send it again", async () => {
    declare({
      units: 5,
      restartTriggers: "rev-3",
      configuration: { trackingStore: { secret: "top-secret" } },
    });
    assert.deepEqual(await upKilledAt("while it is polled"), ["Update Configuration orders"]);
  });

  it("on SIGTERM while polling it ends within 5 s with a partial failure, and the next up goes on", async () => {
    declare({ units: 6, restartTriggers: "rev-3" });
    await front().control.forget();
    let sent = false;
    let ended: Promise<void> | undefined;
    front().intercept(async (request) => {
      if (isChange(request)) {
        sent = true;
        front().hold();
      }
      // Not the poll by which check looks for the end of an earlier run's operation.
      if (sent && isPoll(request)) ended ??= endProvider(project().folder, "SIGTERM", 5_000);
      return request.forward();
    });
    const outcome = await project().up();
    assert.ok(ended !== undefined);
    await ended;
    assert.notEqual(outcome.code, 0, outcome.text);
    says(outcome, "Scale was accepted", "the process was asked to end");
    assert.ok(
      project().recorded("orders")?.initErrors !== undefined,
      "recorded as a partial failure",
    );
    front().release();
    front().passOn();
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Scale orders"]);
    assert.equal(project().recorded("orders")?.outputs["units"], 6);
  });

  it("in two operations, one after the other, the first is not sent again either", async () => {
    declare({ units: 6, restartTriggers: "rev-5" });
    await front().control.forget();
    front().intercept(killedAt("after it took effect, before the answer"));
    assert.notEqual((await project().up()).code, 0);
    declare({ units: 7, restartTriggers: "rev-5" });
    front().intercept(killedAt("while it is polled"));
    assert.notEqual((await project().up()).code, 0);
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Restart orders", "Scale orders"]);
  });
});
