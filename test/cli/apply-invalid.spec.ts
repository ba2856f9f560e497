import assert from "node:assert/strict";
import { call } from "./support/terminal.js";
import { inputs, workplaces } from "./support/workplace.js";

describe("a service file that biztalk apply does not accept", () => {
  const workplace = workplaces();

  /** Applies a document that is refused before the endpoint is asked; the text. */
  const refused = async (document: unknown): Promise<string> => {
    const file = workplace().file("services.yaml", document);
    const { code, stdout, stderr } = await workplace().call(["apply", file]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.ok(stderr.startsWith(`error: ${file}: `), stderr);
    assert.deepEqual(await workplace().control.log(), []);
    return stderr;
  };

  it("is named with every failure of every service, at once", async () => {
    const text = await refused([
      inputs("orders", { edition: "Premum", units: "many", state: "ScaleFailed" }),
      { serviceName: "no", region: "West Europe", edition: "Basic", units: 9 },
      inputs("invoices", { colour: "red", timeouts: { settle: "soon" } }),
    ]);
    const expected = [
      /^ {2}orders: edition: "Premum" is not an edition; accepted: Free, Developer, Basic, Standard, Premium\. .*Premium/m,
      /^ {2}orders: units: "many" was given; /m,
      /^ {2}orders: state: "ScaleFailed" .*accepted: Active, Stopped, Suspended\./m,
      /^ {2}no: serviceName: "no" was given; accepted: 6 to 20 letters and digits/m,
      /^ {2}no: units: 9 was given; edition Basic accepts 1 to 8/m,
      /^ {2}invoices: colour: there is no such input\./m,
      /^ {2}invoices: timeouts\.settle: "soon" was given; /m,
    ];
    const missing = expected.filter((each) => !each.test(text));
    assert.deepEqual(missing, [], text);
  });

  it("is told apart by its place when a service has no name", async () => {
    const text = await refused([inputs("orders"), { region: "West Europe", edition: "Basic" }]);
    assert.match(text, /^ {2}service 2: serviceName: nothing was given; it is required\.$/m);
  });

  it("may name a service only once, whatever the letters' case", async () => {
    const text = await refused([inputs("orders"), inputs("invoices"), inputs("Orders")]);
    assert.match(text, /orders: is in the file twice/i);
  });

  it("is not said to name a service twice because two names cannot be read", async () => {
    const text = await refused([inputs("no"), inputs("nor")]);
    assert.doesNotMatch(text, /twice/);
  });

  it("may name a service again in another container", async () => {
    const file = workplace().file("services.yaml", [
      inputs("orders"),
      inputs("orders", { cloudService: "second" }),
    ]);
    assert.equal((await workplace().call(["apply", file, "--preview"])).code, 0);
  });

  for (const name of ["restartTriggers", "adopt"] as const) {
    it(`may not have ${name}, which needs a stack that remembers`, async () => {
      assert.match(
        await refused(inputs("orders", { [name]: true })),
        new RegExp(`orders: ${name}: needs a Pulumi stack`),
      );
    });
  }

  for (const [name, document] of [
    ["empty", ""],
    ["a text", "orders"],
    ["an empty list", []],
    ["services: without a list", { services: "orders" }],
    ["a list of texts", ["orders"]],
  ] as const) {
    it(`is told what is expected when it is ${name}`, async () => {
      assert.match(await refused(document), document === "" ? /is empty/ : /expected one service/);
    });
  }

  it("is named when it cannot be read", async () => {
    const { code, stderr } = await workplace().call(["apply", "/nowhere/services.yaml"]);
    assert.equal(code, 1);
    assert.match(stderr, /\/nowhere\/services\.yaml: cannot be read/);
  });

  it("is named when it is neither JSON nor YAML", async () => {
    const file = workplace().file("broken.yaml", "services: [\n  - {");
    const { code, stderr } = await workplace().call(["apply", file]);
    assert.equal(code, 1);
    assert.match(stderr, /broken\.yaml: neither JSON nor YAML/);
  });

  it("is found wrong before the endpoint is looked for", async () => {
    const file = workplace().file("services.yaml", inputs("no"));
    assert.match((await call(["apply", file])).stderr, /serviceName/);
  });
});
