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

interface Shape {
  readonly what: string;
  readonly program: string;
  /** What \`up\` sends, in any order. */
  readonly sent: readonly string[];
}

const SHAPES: readonly Shape[] = [
  {
    what: "two services in one component",
    program: `new Integration("all", (parent) => {
  service("orders", "orders", {}, { parent });
  service("billing", "billing", {}, { parent });
});`,
    sent: ["Create billing", "Create orders"],
  },
  {
    what: "a service beside a sibling that uses its url",
    program: `new Integration("all", (parent) => {
  const orders = service("orders", "orders", {}, { parent });
  service("billing", "billing", { restartTriggers: orders.url }, { parent });
});`,
    sent: ["Create billing", "Create orders"],
  },
  {
    what: "components within components, with outputs between their services",
    program: `new Integration("outer", (outer) => {
  const orders = service("orders", "orders", {}, { parent: outer });
  new Integration("inner", (inner) => {
    const billing = service("billing", "billing", { region: orders.region }, { parent: inner });
    service("invoices", "invoices", { cloudService: billing.cloudService }, { parent: inner, dependsOn: [orders] });
  }, { parent: outer });
});`,
    sent: ["Create billing", "Create invoices", "Create orders"],
  },
  {
    what: "a service that is the child of a service",
    program: `const orders = service("orders", "orders");
service("billing", "billing", {}, { parent: orders });
new Integration("all", (parent) => service("invoices", "invoices", {}, { parent }), { parent: orders });`,
    sent: ["Create billing", "Create invoices", "Create orders"],
  },
  {
    what: "a component that depends on another one",
    program: `const first = new Integration("first", (parent) => service("orders", "orders", {}, { parent }));
new Integration("second", (parent) => service("billing", "billing", {}, { parent }), { dependsOn: [first] });`,
    sent: ["Create billing", "Create orders"],
  },
  {
    what: "a component with protect: false and a transformation of its own",
    program: `new Integration("all", (parent) => {
  service("orders", "orders", {}, { parent });
  service("billing", "billing", {}, { parent });
}, { protect: false, transformations: [({ props, opts }) => ({ props: { ...props, units: 2 }, opts })] });`,
    sent: ["Create billing", "Create orders"],
  },
];

describe("services in components", function () {
  this.timeout(120_000);

  for (const { what, program, sent } of SHAPES) {
    describe(what, () => {
      const project = projectFor({ program: `${HEAD}${program}\n` });

      it("is previewed, made, left alone, and destroyed", async () => {
        await succeeds(project().preview());
        await succeeds(project().up());
        assert.deepEqual([...(await project().control.sent())].sort(), sent);
        await succeeds(project().run("preview", "--expect-no-changes"));
        await succeeds(project().refresh("--expect-no-changes"));
        await project().control.forget();
        await succeeds(project().destroy());
        assert.deepEqual(
          [...(await project().control.sent())].sort(),
          sent.map((each) => each.replace("Create", "Delete")),
        );
      });
    });
  }

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
