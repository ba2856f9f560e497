import assert from "node:assert/strict";
import { fails, says, succeeds } from "./support/outcomes.js";
import { projectFor } from "./support/suite.js";

/** What every program here begins with. `service` makes a Premium service with one unit. */
const HEAD = `"use strict";
const pulumi = require("@pulumi/pulumi");
const { Service } = require("pulumi-biztalk");
const service = (name, serviceName, more, options) =>
  new Service(name, { serviceName, cloudService: "integration", region: "West Europe", edition: "Premium", units: 1, ...more }, options);
class Integration extends pulumi.ComponentResource {
  constructor(name, make, options) {
    super("test:index:Integration", name, {}, options);
    make(this);
    this.registerOutputs({});
  }
}
`;

/** Components of every shape, side by side in one program: a comment says what each is. */
const SHAPES = `
// Two services in one component.
new Integration("pair", (parent) => {
  service("orders", "orders", {}, { parent });
  service("billing", "billing", {}, { parent });
});
// A service beside a sibling that uses its url.
new Integration("siblings", (parent) => {
  const selling = service("selling", "selling", {}, { parent });
  service("ledger", "ledger", { restartTriggers: selling.url }, { parent });
});
// Components within components, with outputs between their services.
new Integration("outer", (outer) => {
  const intake = service("intake", "intake", {}, { parent: outer });
  new Integration("inner", (inner) => {
    const pricing = service("pricing", "pricing", { region: intake.region }, { parent: inner });
    service("invoices", "invoices", { cloudService: pricing.cloudService }, { parent: inner, dependsOn: [intake] });
  }, { parent: outer });
});
// A service, and a component, that are children of a service.
const spares = service("spares", "spares");
service("storage", "storage", {}, { parent: spares });
new Integration("ofSpares", (parent) => service("shipping", "shipping", {}, { parent }), { parent: spares });
// A component that depends on another one.
const first = new Integration("first", (parent) => service("claims", "claims", {}, { parent }));
new Integration("second", (parent) => service("payments", "payments", {}, { parent }), { dependsOn: [first] });
// A component with protect: false and a transformation of its own.
new Integration("tuned", (parent) => {
  service("auditing", "auditing", {}, { parent });
  service("archive", "archive", {}, { parent });
}, { protect: false, transformations: [({ props, opts }) => ({ props: { ...props, units: 2 }, opts })] });
`;

/** Every service of the shapes, in the order of the alphabet. */
const NAMES = [
  ...["archive", "auditing", "billing", "claims", "intake", "invoices", "ledger"],
  ...["orders", "payments", "pricing", "selling", "shipping", "spares", "storage"],
];

describe("services in components", function () {
  this.timeout(120_000);

  describe("of every shape", () => {
    const project = projectFor({ program: `${HEAD}${SHAPES}` });

    const sent = async (): Promise<string[]> => [...(await project().control.sent())].sort();

    it("are previewed, made, left alone, and destroyed", async () => {
      await succeeds(project().preview());
      await succeeds(project().up());
      assert.deepEqual(
        await sent(),
        NAMES.map((name) => `Create ${name}`),
      );
      await succeeds(project().run("preview", "--expect-no-changes"));
      await succeeds(project().refresh("--expect-no-changes"));
      await project().control.forget();
      await succeeds(project().destroy());
      assert.deepEqual(
        await sent(),
        NAMES.map((name) => `Delete ${name}`),
      );
    });
  });

  describe("a service that moves into a component with aliases", () => {
    const project = projectFor({
      program: `${HEAD}
if (process.env["MOVED"] !== "yes") service("orders", "orders");
else new Integration("all", (parent) => {
  service("orders", "orders", {}, { parent, aliases: [{ parent: pulumi.rootStackResource }] });
  service("billing", "billing", {}, { parent });
});
`,
    });

    it("keeps its service", async () => {
      await succeeds(project().up());
      await project().control.forget();
      project().env["MOVED"] = "yes";
      await succeeds(project().up());
      assert.deepEqual(await project().control.sent(), ["Create billing"]);
      await succeeds(project().run("preview", "--expect-no-changes"));
    });
  });

  describe("protect of the parent", () => {
    const project = projectFor({
      program: `${HEAD}
new Integration("all", (parent) => {
  service("orders", "orders", { recovery: "replace" }, { parent });
  service("billing", "billing", {}, { parent });
}, { protect: true });
`,
    });

    it("forbids every plan with Delete", async () => {
      await succeeds(project().up());
      await project().control.place("orders", "CreatedFailed");
      await project().control.forget();
      const preview = await fails(project().preview());
      says(preview, "The resource option protect forbids every plan with Delete.");
      await fails(project().up(), "protect");
      assert.deepEqual(await project().control.sent(), []);
    });
  });
});
