import assert from "node:assert/strict";
import { eventually } from "./support/eventually.js";
import { frontProjectFor } from "./support/front-project.js";
import { succeeds } from "./support/outcomes.js";
import type { Started } from "./support/project.js";
import { service } from "./support/program.js";
import { providersGone } from "./support/provider-process.js";

// It finds the provider's process in /proc.
const linuxOnly = process.platform === "linux" ? describe : describe.skip;

linuxOnly("when a run of the engine is interrupted", function () {
  this.timeout(120_000);
  const { front, project } = frontProjectFor({ anew: true });

  const declare = (args: Readonly<Record<string, unknown>>): void => {
    project().declare({ orders: service("orders", { units: 1, ...args }) });
  };
  /** `up` whose operation has been accepted and does not end until the front releases it. */
  const heldUp = async (operation: string): Promise<Started> => {
    front().intercept((request) => {
      if (request.method !== "GET" && request.url.includes("/biztalk/")) front().hold();
      return request.forward();
    });
    const started = project().start("up", "--yes", "--skip-preview");
    await eventually(
      async () => (await front().control.sent()).includes(`${operation} orders`),
      30_000,
    );
    return started;
  };
  const letGo = (): void => {
    front().release();
    front().passOn();
  };

  it("the first Ctrl-C during a create waits for it and records it; the next up has nothing to do", async () => {
    declare({});
    const started = await heldUp("Create");
    started.signal("SIGINT");
    letGo();
    const outcome = await started.outcome;
    assert.notEqual(outcome.code, 0, outcome.text);
    assert.equal(project().recorded("orders")?.outputs["state"], "Active", outcome.text);
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Create orders"]);
  });

  it("the first Ctrl-C during an update waits for it and records it", async () => {
    declare({});
    await succeeds(project().up());
    declare({ units: 3 });
    const started = await heldUp("Scale");
    started.signal("SIGINT");
    letGo();
    assert.notEqual((await started.outcome).code, 0);
    assert.equal(project().recorded("orders")?.outputs["units"], 3);
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Create orders", "Scale orders"]);
  });

  it("the second Ctrl-C leaves a pending operation; the next up takes the service for its own", async () => {
    declare({});
    const started = await heldUp("Create");
    started.signal("SIGINT");
    await eventually(() => /press \^C again|cancelling/i.test(started.said()), 10_000);
    started.signal("SIGINT");
    const outcome = await started.outcome;
    assert.notEqual(outcome.code, 0, outcome.text);
    assert.equal(project().recorded("orders"), undefined, "nothing is recorded");
    await providersGone(project().folder);
    letGo();
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Create orders"]);
    assert.equal(project().recorded("orders")?.outputs["state"], "Active");
    await succeeds(project().run("refresh", "--yes", "--skip-preview", "--clear-pending-creates"));
    await succeeds(project().run("preview", "--expect-no-changes"));
  });

  for (const [what, operation, args] of [
    ["a create", "Create", {}],
    ["an update", "Scale", { units: 4 }],
  ] as const) {
    it(`kill -9 of the engine during ${what}: the next up converges, and nothing is sent twice`, async () => {
      declare({});
      if (operation === "Scale") await succeeds(project().up());
      declare(args);
      await front().control.forget();
      const started = await heldUp(operation);
      started.signal("SIGKILL");
      await started.outcome;
      // The engine's lock is its process's; the backend keeps a lock file that an operator takes away.
      await project().run("cancel", "--yes");
      letGo();
      await providersGone(project().folder);
      await succeeds(project().up());
      assert.deepEqual(await front().control.sent(), [`${operation} orders`]);
      assert.equal(
        project().recorded("orders")?.outputs["units"],
        (args as { units?: number }).units ?? 1,
      );
    });
  }
});
