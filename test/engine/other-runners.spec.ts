import assert from "node:assert/strict";
import { join } from "node:path";
import { pathOf } from "../support/start-emulator.js";
import { eventually } from "./support/eventually.js";
import { frontProjectFor } from "./support/front-project.js";
import { errorsOn, fails, planOn, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { makeProject, type Project } from "./support/project.js";
import { SECRET_STORE } from "../support/backup-store.js";

describe("two machines with a journal each", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor({ anew: true });

  const declare = (more: object): void => {
    project().declare({ orders: service("orders", { units: 1, ...more }) });
  };
  const on = (machine: "laptop" | "ci"): void => {
    project().env["BIZTALK_JOURNAL"] = join(project().folder, "..", `journal-of-${machine}`);
  };
  const version = (number: number): object => ({
    restartTriggers: `v${number}`,
    configuration: { trackingStore: { secret: `secret-${number}` } },
  });

  it("what one has served is not believed for a service that the other one has made anew", async () => {
    on("laptop");
    declare(version(1));
    await succeeds(project().up());
    declare(version(3));
    await succeeds(project().up());
    on("ci");
    await succeeds(project().destroy());
    declare(version(1));
    await succeeds(project().up());
    await front().control.forget();
    on("laptop");
    declare(version(3));
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /Update Configuration.*Restart/);
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), [
      "Update Configuration orders",
      "Restart orders",
    ]);
  });

  it("the backup that was taken last is restored, whichever machine has taken it, and the plan says when", async () => {
    on("laptop");
    declare({ backup: { name: "january", store: SECRET_STORE } });
    await succeeds(project().up());
    on("ci");
    declare({ backup: { name: "june", store: SECRET_STORE } });
    await succeeds(project().up());
    await front().control.place("orders", "ServiceUpdateFailed", { units: 1 });
    await front().control.forget();
    on("laptop");
    declare({
      backup: { name: "june", store: SECRET_STORE },
      recovery: "replace",
      state: "Suspended",
    });
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /backup june, taken \d{4}-/);
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Delete orders", "Restore orders"]);
  });

  it("a restart that may have been made by a job which was killed is reported after a refresh, not made twice", async () => {
    on("laptop");
    declare({ restartTriggers: "one" });
    await succeeds(project().up());
    await front().request({
      method: "POST",
      url: `${pathOf("orders")}?comp=restart`,
      headers: { "x-ms-version": "2013-04-26" },
    });
    await eventually(async () => (await front().control.view("orders"))?.state === "Active");
    await front().control.forget();
    on("ci");
    declare({ restartTriggers: "two" });
    const outcome = await succeeds(project().run("up", "--yes", "--skip-preview", "--refresh"));
    says(
      outcome,
      "It is not known whether the restart was made already",
      "change restartTriggers again",
    );
    assert.deepEqual(await front().control.sent(), []);
    declare({ restartTriggers: "three" });
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Restart orders"]);
  });
});

describe("two clones of one program with one journal and states of their own", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor();
  let first: Project;
  let second: Project;
  before(async () => {
    first = project();
    second = await makeProject({ endpoint: front().url });
    second.env["BIZTALK_JOURNAL"] = first.env["BIZTALK_JOURNAL"];
  });
  after(() => second.close());

  it("a create that the first began is not taken over by the second, and not deleted by its destroy", async () => {
    for (const each of [first, second]) each.declare({ orders: service("orders", { units: 1 }) });
    // Killed before the engine has written its state: the journal alone knows of the create.
    front().intercept(async (request) => {
      const answer = await request.forward();
      if (request.method !== "PUT" || !request.url.includes("orders")) return answer;
      front().passOn();
      return { ...answer, status: 503, body: "" };
    });
    await first.up();
    await front().control.forget();
    const preview = await fails(second.preview());
    assert.match(
      errorsOn(preview, "orders").join("\n"),
      /exists already.*\n.*a run from .* made it/,
    );
    await fails(second.up(), "exists already");
    await succeeds(second.destroy());
    assert.deepEqual(await front().control.sent(), []);
    await succeeds(first.up());
    assert.deepEqual(await front().control.sent(), []);
  });
});

describe("a resource that is renamed and taken over through a provider of its own", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor({
    project: (url) => ({
      program: `"use strict";
const { Provider, Service } = require("pulumi-biztalk");
const renamed = process.env["RENAMED"] === "yes";
const args = { serviceName: "orders", cloudService: "integration", region: "West Europe", edition: "Premium", units: 1 };
if (renamed) new Service("purchases", { ...args, adopt: true }, { provider: new Provider("east", { endpoint: ${JSON.stringify(url)} }) });
else new Service("orders", args);
`,
    }),
  });

  it("is not deleted by the other provider's process", async () => {
    await succeeds(project().up());
    await front().control.forget();
    project().env["RENAMED"] = "yes";
    await succeeds(project().preview());
    const outcome = await succeeds(project().up());
    says(outcome, "was taken over by another resource: nothing was deleted");
    assert.deepEqual(await front().control.sent(), []);
    assert.equal((await front().control.view("orders"))?.state, "Active");
    await succeeds(project().run("preview", "--expect-no-changes"));
  });
});

describe("a 404 that is not the service's", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor();
  before(async () => {
    project().declare({ orders: service("orders", { units: 1 }) });
    await succeeds(project().up());
    await front().control.forget();
  });
  afterEach(() => {
    front().passOn();
  });

  for (const body of [
    "",
    "<html>not found</html>",
    "<Error><Code>SubscriptionNotFound</Code><Message>m</Message></Error>",
  ]) {
    it(`(${body === "" ? "empty" : body}) is not taken for a service that is gone`, async () => {
      front().intercept(() =>
        Promise.resolve({ status: 404, headers: { "content-type": "application/xml" }, body }),
      );
      await fails(project().refresh(), "404");
      await fails(project().preview(), "404");
      await fails(project().destroy(), "404");
      assert.ok(project().recorded("orders") !== undefined);
      front().passOn();
      await succeeds(project().run("preview", "--expect-no-changes"));
    });
  }
});
