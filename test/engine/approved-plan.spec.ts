import assert from "node:assert/strict";
import { fails, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

describe("an approved preview (preview --save-plan, up --plan)", function () {
  this.timeout(120_000);
  const project = projectFor();

  before(async () => {
    project().declare({ orders: service("orders", { units: 1 }) });
    await succeeds(project().up());
    project().declare({ orders: service("orders", { units: 3 }) });
    await succeeds(project().run("preview", "--save-plan", "plan.json"));
    await project().control.forget();
  });

  it("is refused by the engine when the service has moved since, before anything is sent", async () => {
    await project().control.place("orders", "Active", { units: 2 });
    await fails(project().up("--plan", "plan.json"), "violates plan");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is refused when the state alone has moved", async () => {
    await project().control.place("orders", "ScaleFailed", { units: 1 });
    await fails(project().up("--plan", "plan.json"), "violates plan");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is applied when the service is as it was, although its ETag is another", async () => {
    await project().control.place("orders", "Active", { units: 1 });
    await succeeds(project().up("--plan", "plan.json"));
    assert.deepEqual(await project().control.sent(), ["Scale orders"]);
  });
});
