import assert from "node:assert/strict";
import { errorsOn, fails, says, succeeds } from "./support/outcomes.js";
import { service, withOptions } from "./support/program.js";
import { projectFor } from "./support/suite.js";
import { SECRET_STORE } from "../support/backup-store.js";

describe("Pulumi's own options", function () {
  this.timeout(120_000);
  const project = projectFor();
  const declare = (
    args: Readonly<Record<string, unknown>>,
    options?: Readonly<Record<string, unknown>>,
  ): void => {
    project().declare({ orders: withOptions(service("orders", { units: 1, ...args }), options) });
  };

  it('ignoreChanges: ["state"] uses the state for the create and leaves an operator\'s Start alone after that', async () => {
    declare({ state: "Stopped" }, { ignoreChanges: ["state"] });
    await succeeds(project().up());
    assert.equal((await project().control.view("orders"))?.state, "Stopped");
    await project().control.place("orders", "Active");
    await project().control.forget();
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().up());
    await succeeds(project().refresh());
    await succeeds(project().run("preview", "--expect-no-changes"));
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.state, "Active");
  });

  it("ignoreChanges of one setting leaves it as it is found, and manages the others", async () => {
    const configuration = {
      customDomainUrl: "one.example",
      accessControl: { namespace: "orders" },
    };
    declare({ configuration });
    await succeeds(project().up());
    await project().control.forget();
    const changed = { customDomainUrl: "two.example", accessControl: { namespace: "invoices" } };
    declare({ configuration: changed }, { ignoreChanges: ['configuration["customDomainUrl"]'] });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Update Configuration orders"]);
    const seen = (await project().control.view("orders"))?.configuration;
    assert.deepEqual(
      [seen?.["customDomainUrl"], seen?.["accessControl.namespace"]],
      ["one.example", "invoices"],
    );
    await succeeds(project().run("preview", "--expect-no-changes"));
  });

  it('ignoreChanges: ["*"] changes nothing whatever the program says, and a refused preview is still a whole one', async () => {
    declare({ units: 3, state: "Suspended", restartTriggers: "new" }, { ignoreChanges: ["*"] });
    await project().control.forget();
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
    await succeeds(project().run("preview", "--expect-no-changes"));
  });

  it("ignoreChanges of what is no input is refused, with the name that was meant", async () => {
    declare({}, { ignoreChanges: ["stat"] });
    const preview = await fails(project().preview());
    assert.match(
      errorsOn(preview, "orders").join("\n"),
      /ignoreChanges: there is no input stat\. Did you mean state\?/,
    );
  });

  it("replaceOnChanges is refused in words", async () => {
    declare({}, { replaceOnChanges: ["units"] });
    await fails(project().run("preview"), "replaceOnChanges cannot work here");
  });

  it("aliases keep a renamed resource's service", async () => {
    declare({});
    await succeeds(project().up());
    await project().control.forget();
    const renamed = withOptions(service("orders", { units: 1 }), { aliases: [{ name: "orders" }] });
    project().declare({ purchases: renamed });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
    project().declare({
      purchases: withOptions(service("orders", { units: 2 }), { aliases: [{ name: "orders" }] }),
    });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Scale orders"]);
    project().declare({
      orders: withOptions(service("orders", { units: 2 }), { aliases: [{ name: "purchases" }] }),
    });
    await succeeds(project().up());
  });

  it("--target updates one of two services", async () => {
    const both = (units: number): void => {
      project().declare({
        orders: service("orders", { units }),
        invoices: service("invoices", { units }),
      });
    };
    both(2);
    await succeeds(project().up());
    both(3);
    await project().control.forget();
    await succeeds(project().up("--target", "**invoices"));
    assert.deepEqual(await project().control.sent(), ["Scale invoices"]);
  });

  for (const option of ["protect", "retainOnDelete"]) {
    it(`${option} with a service in CreatedFailed: a replacement is refused, and what stands against it is named`, async () => {
      declare({ units: 3, recovery: "replace" }, { [option]: true });
      await project().control.place("orders", "CreatedFailed");
      await project().control.forget();
      const preview = await fails(project().preview());
      const text = errorsOn(preview, "orders").join("\n");
      assert.match(text, new RegExp(`Route: Delete, Create \\(set ${option}: false\\)`));
      assert.match(text, new RegExp(`resource option ${option} forbids every plan with Delete`));
      await fails(project().up("--target", "**orders"), `resource option ${option}`);
      assert.deepEqual(await project().control.sent(), []);
      declare({ units: 3, recovery: "replace" });
      await succeeds(project().up());
      assert.deepEqual((await project().control.sent()).slice(0, 2), [
        "Delete orders",
        "Create orders",
      ]);
    });
  }
});

describe("customTimeouts", function () {
  this.timeout(120_000);
  const project = projectFor({ operationMs: 4_000 });

  it("limits a whole run, which fails in words; the next one goes on from there", async () => {
    const of = (units: number, options?: Readonly<Record<string, unknown>>): void => {
      project().declare({ orders: withOptions(service("orders", { units }), options) });
    };
    of(1);
    await succeeds(project().up());
    await project().control.forget();
    of(2, { customTimeouts: { update: "1s" } });
    const outcome = await fails(project().up());
    says(
      outcome,
      "Scale of orders has not ended within 1 s",
      "Run `pulumi up` again to go on from there.",
    );
    of(2, { customTimeouts: { update: "1m30s" } });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Scale orders"]);
    assert.equal(project().recorded("orders")?.outputs["units"], 2);
  });

  it("that are no durations are refused", async () => {
    project().declare({
      orders: withOptions(service("orders"), { customTimeouts: { create: "soon" } }),
    });
    const preview = await fails(project().preview());
    assert.match(
      errorsOn(preview, "orders").join("\n"),
      /timeouts\.create: "soon" was given; accepted: a duration/,
    );
  });
});

describe("one-shots between a partial failure and its recovery", function () {
  this.timeout(120_000);
  const project = projectFor();

  it("are not lost by a refresh", async () => {
    const declare = (more: Readonly<Record<string, unknown>>): void => {
      project().declare({
        orders: service("orders", { units: 1, restartTriggers: "one", ...more }),
      });
    };
    declare({});
    await succeeds(project().up());
    await project().control.failNext("Scale", "orders");
    await project().control.forget();
    declare({
      units: 2,
      restartTriggers: "two",
      backup: { name: "nightly-1", store: SECRET_STORE },
    });
    await fails(project().up(), "Scale failed");
    assert.deepEqual(await project().control.sent(), ["Backup orders", "Scale orders"]);
    await succeeds(project().refresh());
    await project().control.forget();
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Scale orders", "Restart orders"]);
    await succeeds(project().run("preview", "--expect-no-changes"));
  });
});
