import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SERVICE } from "../../../provider/resources/registered-types.js";
import { hostFor, newsFor, partialOf, PROVIDER, type Properties } from "./host.js";

describe("the text that stands for the provider in every state file", () => {
  it("is this one, byte for byte, for ever", () => {
    assert.equal(
      SERVICE.provider,
      'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;',
    );
  });

  it("names a path that the package exports", () => {
    const path = require.resolve("../../../../package.json");
    const { exports } = JSON.parse(readFileSync(path, "utf8")) as {
      exports: Readonly<Record<string, unknown>>;
    };
    assert.ok("./dynamic" in exports);
  });
});

describe("create, read, update and delete over gRPC", function () {
  this.timeout(30_000);
  const host = hostFor();
  let outputs: Properties = {};
  let inputs: Properties = {};
  const id = "integration/orders";

  const apply = async (differs: Properties): Promise<void> => {
    const checked = await host().check(inputs, newsFor("orders", differs));
    assert.deepEqual(checked.failures, []);
    inputs = checked.inputs;
    outputs = await host().update(id, outputs, inputs);
  };

  it("creates, with an id and every output", async () => {
    const checked = await host().check({}, newsFor("orders", { units: 1 }));
    inputs = checked.inputs;
    const created = await host().create(inputs);
    outputs = created.outputs;
    assert.equal(created.id, id);
    assert.equal(outputs["__provider"], PROVIDER);
    for (const name of [
      "state",
      "power",
      "units",
      "edition",
      "url",
      "etag",
      "version",
      "lastOperation",
      "endpoint",
    ]) {
      assert.ok(outputs[name] !== undefined, name);
    }
  });

  it("reads inputs in exactly the form that check gives them when nothing has changed", async () => {
    const read = await host().read(id, outputs);
    const again = await host().check(inputs, newsFor("orders", { units: 1 }));
    assert.equal(read.id, id);
    assert.deepEqual(read.inputs, again.inputs);
  });

  it("says no change where nothing changed, and a change where an input did", async () => {
    const same = await host().check(inputs, newsFor("orders", { units: 1 }));
    assert.equal((await host().diff(id, outputs, same.inputs)).changes, false);
    const other = await host().check(inputs, newsFor("orders", { units: 2 }));
    assert.deepEqual(await host().diff(id, outputs, other.inputs), { changes: true, replaces: [] });
  });

  it("updates what has changed, and names the operation", async () => {
    await apply({ units: 2 });
    assert.equal(outputs["units"], 2);
    assert.equal(outputs["lastOperation"], "Scale");
  });

  it("reports a failed step as a partial failure with id, properties, provider and reasons", async () => {
    await host().control.failNext("Scale", "orders");
    const error = await apply({ units: 4 }).catch((reason: unknown) => reason);
    const partial = partialOf(error) ?? assert.fail("a partial failure was expected");
    assert.equal(partial.id, id);
    assert.equal(partial.properties["__provider"], PROVIDER);
    assert.equal(partial.properties["state"], "ScaleFailed");
    assert.equal(partial.properties["power"], "Active");
    assert.match(partial.reasons.join("\n"), /orders: Scale failed: .*ScaleFailed/);
    outputs = partial.properties;
  });

  it("reads a failed power as the one last asked for", async () => {
    const { inputs: read, outputs: seen } = await host().read(id, {
      ...outputs,
      __record: { ...(outputs["__record"] as Properties), managed: ["state"], power: "Active" },
    });
    assert.equal(read["state"], "Active");
    assert.equal(seen["state"], "ScaleFailed");
  });

  it("says a change where the last run was left incomplete, and goes on", async () => {
    const checked = await host().check(inputs, newsFor("orders", { units: 4 }));
    assert.equal((await host().diff(id, outputs, checked.inputs)).changes, true);
    await apply({ units: 4 });
    assert.equal(outputs["state"], "Active");
    assert.equal(outputs["units"], 4);
  });

  it("sends no Delete for a service that a resource of this run created or took over", async () => {
    await host().control.forget();
    await host().delete(id, outputs);
    assert.deepEqual(await host().control.sent(), []);
    assert.equal((await host().control.view("orders"))?.state, "Active");
  });
});

describe("delete over gRPC", function () {
  this.timeout(30_000);
  const host = hostFor();
  const outputs = {
    ...{
      serviceName: "orders",
      cloudService: "integration",
      region: "West Europe",
      edition: "Premium",
    },
    ...{
      state: "Active",
      units: 1,
      timeouts: { settle: "1m", operation: "1m" },
      __provider: PROVIDER,
    },
  };

  it("deletes, whatever state of the chart the service is in", async () => {
    await host().control.place("orders", "ScaleFailed");
    await host().delete("integration/orders", outputs);
    assert.equal(await host().control.view("orders"), undefined);
  });

  it("is content when there is nothing to delete, and read says that it is gone", async () => {
    await host().delete("integration/orders", outputs);
    assert.equal((await host().read("integration/orders", outputs)).id, "");
  });
});
