import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { audit } from "./support/audit.js";
import { needEngine } from "./support/engine.js";
import { startFront, type Front } from "./support/front.js";
import { makeInline, type Inline } from "./support/inline.js";

const ARGS = {
  serviceName: "orders",
  cloudService: "integration",
  region: "West Europe",
  edition: "Premium",
  units: 1,
};

describe("programs in one process that lives long", function () {
  this.timeout(240_000);
  let front: Front;
  let inline: Inline;
  let transform: pulumi.ResourceTransform | undefined;
  let args: Readonly<Record<string, unknown>> = {};
  let parentTransforms: pulumi.ResourceTransform[] | undefined;
  needEngine();
  before(async () => {
    front = await startFront();
    inline = await makeInline(
      ({ Service }) =>
        async () => {
          if (transform !== undefined) pulumi.runtime.registerResourceTransform(transform);
          const options = parentTransforms === undefined ? {} : { transforms: parentTransforms };
          const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, options);
          new Service("orders", { ...ARGS, ...args }, { parent });
          return Promise.resolve({});
        },
      front.url,
    );
  });
  after(async () => {
    await audit(front.control);
    await inline.project.close();
    await front.close();
  });
  beforeEach(() => {
    transform = undefined;
    parentTransforms = undefined;
    args = {};
  });
  const ofServices =
    (
      change: (given: pulumi.ResourceTransformArgs) => pulumi.ResourceTransformResult,
    ): pulumi.ResourceTransform =>
    (given) =>
      given.type.endsWith(":Service") ? change(given) : undefined;

  it("say in each run why an endpoint cannot be asked", async () => {
    front.intercept(() => Promise.resolve({ status: 503, headers: {}, body: "" }));
    for (const run of ["first", "second"]) {
      const { succeeded, text } = await inline.run("preview");
      assert.equal(succeeded, false, run);
      assert.match(text, /answered 503/, `${run} run`);
    }
    front.passOn();
  });

  it("make their services", async () => {
    const { succeeded, text } = await inline.run("up");
    assert.ok(succeeded, text);
    assert.deepEqual(await front.control.sent(), ["Create orders"]);
    await front.control.forget();
  });

  for (const [option, change] of [
    ["protect", { protect: true }],
    ["retainOnDelete", { retainOnDelete: true }],
  ] as const) {
    it(`see ${option} that a transform of the engine gives`, async () => {
      transform = ofServices(({ props, opts }) => ({ props, opts: { ...opts, ...change } }));
      args = { recovery: "replace" };
      await front.control.place("orders", "CreatedFailed");
      const { succeeded, text } = await inline.run("preview");
      assert.equal(succeeded, false, text);
      assert.match(
        text,
        new RegExp(`The resource option ${option} forbids every plan with Delete`),
      );
      await front.control.place("orders", "Active", { units: 1 });
    });
  }

  it("see what a transform of the parent gives", async () => {
    parentTransforms = [
      ofServices(({ props, opts }) => ({ props, opts: { ...opts, protect: true } })),
    ];
    args = { recovery: "replace" };
    await front.control.place("orders", "CreatedFailed");
    const { succeeded, text } = await inline.run("preview");
    assert.equal(succeeded, false, text);
    assert.match(text, /The resource option protect forbids every plan with Delete/);
    await front.control.place("orders", "Active", { units: 1 });
  });

  it("honour ignoreChanges that a transform gives", async () => {
    transform = ofServices(({ props, opts }) => ({
      props,
      opts: { ...opts, ignoreChanges: ["state"] },
    }));
    args = { state: "Active" };
    assert.ok((await inline.run("up")).succeeded);
    await front.control.place("orders", "Stopped", { units: 1 });
    await front.control.forget();
    const { succeeded, text } = await inline.run("up");
    assert.ok(succeeded, text);
    assert.deepEqual(await front.control.sent(), []);
    await front.control.place("orders", "Active", { units: 1 });
  });

  it("are refused the same in preview and update when a transform fills in another container", async () => {
    transform = ofServices(({ props, opts }) => ({
      props: { ...props, cloudService: "shared" },
      opts,
    }));
    await front.control.forget();
    for (const command of ["preview", "up"] as const) {
      const { succeeded, text } = await inline.run(command);
      assert.equal(succeeded, false, text);
      assert.match(text, /replacement of orders \(Active\)/);
    }
    assert.deepEqual(await front.control.sent(), []);
  });
});
