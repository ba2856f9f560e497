import assert from "node:assert/strict";
import { eventually } from "./support/eventually.js";
import { frontProjectFor } from "./support/front-project.js";
import { succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";

describe("a request that a proxy repeats", function () {
  this.timeout(180_000);
  // Of the two the second one may be turned away; what is taken is audited.
  const { front, project } = frontProjectFor({ isMeant: ({ status }) => status >= 400 });
  const declare = (more: object): void => {
    project().declare({ orders: service("orders", { units: 1, state: "Active", ...more }) });
  };
  /** The next request with such a method arrives a second time when the first one is over, or at once. */
  const repeat = (method: string, delayMs: number): void => {
    front().intercept(async (request) => {
      if (
        request.method !== method ||
        request.url.includes("op=") ||
        !request.url.includes("orders")
      )
        return request.forward();
      front().passOn();
      await request.forward();
      if (delayMs > 0)
        await eventually(
          async () => (await front().control.view("orders"))?.state.endsWith("ing") !== true,
        );
      return request.forward();
    });
  };

  for (const delayMs of [0, 1]) {
    const when = delayMs === 0 ? "at once" : "when the first is over";

    it(`Create and Delete, ${when}: the service is made once and recorded, and gone in the end`, async () => {
      declare({});
      repeat("PUT", delayMs);
      await succeeds(project().up());
      assert.equal(project().recorded("orders")?.outputs["state"], "Active");
      await succeeds(project().run("preview", "--expect-no-changes"));
      repeat("DELETE", delayMs);
      await succeeds(project().destroy());
      assert.equal(await front().control.view("orders"), undefined);
    });

    it(`Restart, ${when}: it is made once or reported, and never made again by the next run`, async () => {
      declare({ restartTriggers: "one" });
      await succeeds(project().up());
      declare({ restartTriggers: "two" });
      repeat("POST", delayMs);
      await front().control.forget();
      const first = await project().up();
      const next = await succeeds(project().up());
      const restarts = (await front().control.operations()).filter(
        ({ operation, status }) => operation === "Restart" && status === 202,
      );
      assert.equal(restarts.length, 1, `${first.text}\n${next.text}`);
      await succeeds(project().destroy());
      await front().control.reset();
    });
  }
});
