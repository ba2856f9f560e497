import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { succeeds } from "../engine/support/outcomes.js";
import { service } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { planOf, review, rulesOf, textOf } from "./support.js";

describe("biztalk preview -- --target URN", function () {
  this.timeout(120_000);
  const project = projectFor();
  const urn = (): string => project().recorded("orders")?.urn ?? assert.fail("not recorded");

  before(async () => {
    project().declare({
      orders: service("orders", { state: "Active" }),
      invoices: service("invoices", { state: "Active" }),
      drifted: service("drifted", { units: 1 }),
      leaves: service("leaves"),
    });
    await succeeds(project().up());
    await project().control.place("drifted", "Active", { units: 4 });
    project().declare({
      orders: service("orders", { state: "Stopped" }),
      invoices: service("invoices", { state: "Stopped" }),
      drifted: service("drifted", { units: 1 }),
    });
  });

  it("saves the plan, and tells of the service that was targeted only", async () => {
    const report = await review(
      project(),
      0,
      "preview",
      "--save-plan",
      planOf(project()),
      "--",
      "--target",
      urn(),
    );
    assert.deepEqual(rulesOf(report), ["interrupts orders"]);
    assert.deepEqual(
      report.resources.map(({ name, change }) => `${name} ${change}`),
      ["orders update"],
    );
    assert.equal(existsSync(planOf(project())), true);
  });
});

describe("a cloudService that changes: the service is deleted there and made anew elsewhere", function () {
  this.timeout(120_000);
  const project = projectFor();

  before(async () => {
    project().declare({ orders: service("orders") });
    await succeeds(project().up());
    await project().control.forget();
    const consent = { cloudService: "elsewhere", acceptDataLoss: "orders/replace" };
    project().declare({ orders: service("orders", consent) });
  });

  it("is approved, and applied", async () => {
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    const report = await review(project(), 0, "up", "--plan", planOf(project()));
    assert.deepEqual(rulesOf(report), []);
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Create orders"]);
    assert.equal((await project().control.view("orders"))?.cloudService, "elsewhere");
    assert.equal(project().recorded("orders")?.id, "elsewhere/orders");
  });
});

describe("units that the program does not manage, changed by somebody", function () {
  this.timeout(120_000);
  const project = projectFor();

  before(async () => {
    project().declare({ orders: service("orders") });
    await succeeds(project().up());
    await project().control.place("orders", "Active", { units: 4 });
    await project().control.forget();
    await succeeds(project().up());
  });

  it("are left as they are, and nothing is found in a second preview", async () => {
    assert.deepEqual(rulesOf(await review(project(), 0, "preview", "--expect-no-changes")), []);
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.units, 4);
  });

  it("are no drift", async () => {
    assert.deepEqual(rulesOf(await review(project(), 0, "drift")), []);
  });
});

/** The approved part of a plan file, as far as it is read here. */
interface PlanFile {
  readonly biztalk: {
    readonly resources: readonly {
      readonly name: string;
      readonly live: { readonly configuration: object } | null;
    }[];
  };
}

describe("a setting that the program keeps secret", function () {
  this.timeout(120_000);
  const project = projectFor();
  const configuration = { customDomainUrl: { secret: "hidden.example" } };
  /** Whatever the command ends with, the value is in none of its output. */
  const isSilent = async (...args: readonly string[]): Promise<void> => {
    const ended = await project().biztalk(...args);
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes("hidden.example"), textOf(ended));
  };

  before(async () => {
    project().declare({ orders: service("orders", { units: 1, configuration }) });
    await succeeds(project().up());
    project().declare({ orders: service("orders", { units: 2, configuration }) });
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
  });

  it("is not in what a saved plan says of the service", () => {
    const { resources } = (JSON.parse(readFileSync(planOf(project()), "utf8")) as PlanFile).biztalk;
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["orders"],
    );
    for (const { live } of resources) {
      assert.ok(live !== null);
      assert.ok(
        !JSON.stringify(live.configuration).includes("hidden.example"),
        JSON.stringify(live),
      );
    }
  });

  it("is printed by no preview and no drift when it moves", async () => {
    await project().control.place("orders", "Active", {
      units: 1,
      configuration: { customDomainUrl: "other.example" },
    });
    await isSilent("preview");
    await isSilent("preview", "--report", "json");
    await isSilent("drift", "--report", "markdown");
  });

  it("is not printed when the plan is refused or applied after it has moved", async () => {
    await isSilent("up", "--plan", planOf(project()));
  });
});
