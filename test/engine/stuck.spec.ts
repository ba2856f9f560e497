import assert from "node:assert/strict";
import { errorsOn, fails, planOn, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

/** Short, so that nothing has to be waited for long. */
const TIMEOUTS = { settle: "1s", operation: "1s" };

const STORE = { secret: "AccountName=a;AccountKey=k" };

describe("a transition that does not end", function () {
  this.timeout(120_000);
  const project = projectFor();
  const declare = (more: Readonly<Record<string, unknown>> = {}): void => {
    project().declare({ orders: service("orders", { state: "Active", timeouts: TIMEOUTS, ...more }) });
  };

  it("ends the run in words, and is waited for by the next preview", async () => {
    declare();
    await succeeds(project().up());
    await project().control.fault({ operation: "Restart", service: "orders", effect: "stall" });
    declare({ restartTriggers: "one" });
    const outcome = await fails(project().up(), "Restart of orders has not ended within 1 s; last seen: InProgress");
    says(outcome, "The next run goes on from there.");
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /^Plan from Restarting: Wait/);
  });

  it("is refused by up past the time limit, with what is legal: nothing; and nothing is sent", async () => {
    await project().control.forget();
    const outcome = await fails(project().up(), "the transition of orders has not ended within 1 s");
    says(outcome, "last seen: Restarting", "Legal here: nothing");
    await fails(project().destroy(), "Legal here: nothing", "set forceDelete: true, run `pulumi up`");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is deleted with forceDelete, which the failed up has recorded", async () => {
    declare({ restartTriggers: "one", forceDelete: true });
    await fails(project().up(), "has not ended within 1 s");
    assert.equal(project().recorded("orders")?.outputs["forceDelete"], true);
    await project().control.forget();
    const outcome = await project().destroy();
    assert.equal(outcome.code, 0, outcome.text);
    assert.deepEqual(await project().control.sent(), ["Delete orders"]);
    assert.equal(await project().control.view("orders"), undefined);
    await project().control.reset();
  });

  it("of a Backup, which nobody can judge, is left by forceDelete as well", async () => {
    declare();
    await succeeds(project().up());
    await project().control.fault({ operation: "Backup", service: "orders", effect: "stall" });
    declare({ backup: { name: "nightly-1", store: STORE } });
    await fails(project().up(), "Backup of orders has not ended within 1 s");
    const preview = await succeeds(project().preview());
    assert.deepEqual(errorsOn(preview, "orders"), [], "what cannot be judged is not refused in a preview");
    await fails(project().up(), "the transition of orders has not ended within 1 s");
    declare({ backup: { name: "nightly-1", store: STORE }, forceDelete: true });
    await fails(project().up(), "has not ended within 1 s");
    await project().control.forget();
    await succeeds(project().destroy());
    assert.deepEqual(await project().control.sent(), ["Delete orders"]);
    await project().control.reset();
  });
});
