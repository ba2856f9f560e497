import assert from "node:assert/strict";
import { fails, planOn, says, succeeds } from "./support/outcomes.js";
import { projectFor } from "./support/suite.js";

/** A stack of one service, after a transformation that the environment names. */
const program = (
  transformations: Readonly<Record<string, string>>,
  more = "{}",
): string => `"use strict";
const pulumi = require("@pulumi/pulumi");
const { Service } = require("pulumi-biztalk");
const transformations = { ${Object.entries(transformations)
  .map(([name, code]) => `${name}() { ${code} }`)
  .join(", ")} };
transformations[process.env["TRANSFORMATION"]]?.();
class Parent extends pulumi.ComponentResource {
  constructor(name, options) { super("test:index:Parent", name, {}, options); }
}
const parents = {
  retaining: () => new Parent("parent", { retainOnDelete: true }),
  transforming: () => new Parent("parent", { transformations: [({ props, opts }) => ({ props, opts: { ...opts, protect: true } })] }),
};
const parent = parents[process.env["PARENT"]]?.();
const more = JSON.parse(process.env["MORE"] ?? ${JSON.stringify(more)});
new Service("orders", { serviceName: "orders", region: "West Europe", edition: "Premium", units: 1, ...more }, parent === undefined ? {} : { parent });
`;

/** Transformations that the SDK runs; those that the engine runs are in engine-transforms.spec. */
const REGISTER = "pulumi.runtime.registerStackTransformation";

const ofProps = (register: string, props: string): string =>
  `${register}((a) => a.type.endsWith(":Service") ? { props: { ...a.props, ${props} }, opts: a.opts } : undefined);`;
const ofOptions = (register: string, options: string): string =>
  `${register}((a) => a.type.endsWith(":Service") ? { props: a.props, opts: { ...a.opts, ${options} } } : undefined);`;

describe("a transformation that fills in what the program leaves out", function () {
  this.timeout(120_000);

  const project = projectFor({
    program: program({
      container: ofProps(REGISTER, `cloudService: a.props.cloudService ?? "shared"`),
      configuration: ofProps(
        REGISTER,
        `configuration: a.props.configuration ?? { customDomainUrl: "shared.example" }`,
      ),
    }),
  });
  const use = (transformation: string): void => {
    project().env["TRANSFORMATION"] = transformation;
  };
  before(async () => {
    await succeeds(project().up());
    await project().control.forget();
  });

  it("another container is a replacement in the preview and in the update, and refused in both", async () => {
    use("container");
    const preview = await fails(project().preview());
    says(preview, "replacement of orders", 'acceptDataLoss: "orders/replace"');
    await fails(project().up(), "replacement of orders", 'acceptDataLoss: "orders/replace"');
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.state, "Active");
  });

  it("a setting is an Update Configuration in the preview and in the update", async () => {
    use("configuration");
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /Update Configuration/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Update Configuration orders"]);
    await succeeds(project().run("preview", "--expect-no-changes"));
  });
});

describe("an option that a transformation gives", function () {
  this.timeout(120_000);

  const project = projectFor({
    program: program({
      protect: ofOptions(REGISTER, "protect: true"),
      retain: ofOptions(REGISTER, "retainOnDelete: true"),
      ignore: ofOptions(REGISTER, `ignoreChanges: ["state"]`),
      replaceOnChanges: ofOptions(REGISTER, "replaceOnChanges: ['units']"),
    }),
  });
  const use = (transformation: string, more: object): void => {
    project().env["TRANSFORMATION"] = transformation;
    project().env["MORE"] = JSON.stringify({ cloudService: "integration", ...more });
  };
  before(async () => {
    use("none", { recovery: "replace" });
    await succeeds(project().up());
  });

  for (const [transformation, option] of [
    ["protect", "protect"],
    ["retain", "retainOnDelete"],
  ] as const) {
    it(`${option} forbids every plan with Delete`, async () => {
      use(transformation, { recovery: "replace" });
      await project().control.place("orders", "CreatedFailed");
      await project().control.forget();
      const preview = await fails(project().preview());
      says(preview, `The resource option ${option} forbids every plan with Delete.`);
      await fails(project().up(), `resource option ${option}`);
      assert.deepEqual(await project().control.sent(), []);
    });
  }

  it("ignoreChanges leaves a power alone that an operator has changed", async () => {
    use("ignore", { state: "Active" });
    await project().control.place("orders", "Active", { units: 1 });
    await succeeds(project().up());
    await project().control.place("orders", "Stopped", { units: 1 });
    await project().control.forget();
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
  });

  it("replaceOnChanges is refused in words", async () => {
    use("replaceOnChanges", { state: "Stopped" });
    await fails(project().run("preview"), "replaceOnChanges cannot work here");
  });
});

describe("an option of the parent", function () {
  this.timeout(120_000);
  const OPTIONS = { retaining: "retainOnDelete", transforming: "protect" };
  for (const [parent, option] of Object.entries(OPTIONS)) {
    describe(parent, () => {
      const more = JSON.stringify({ cloudService: "integration", recovery: "replace" });
      const project = projectFor({ program: program({}, more), env: { PARENT: parent } });

      it(`${option} forbids every plan with Delete`, async () => {
        await succeeds(project().up());
        await project().control.place("orders", "CreatedFailed");
        await project().control.forget();
        const preview = await fails(project().preview());
        says(preview, `The resource option ${option} forbids every plan with Delete.`);
        await fails(project().up(), `resource option ${option}`);
        assert.deepEqual(await project().control.sent(), []);
      });
    });
  }
});
