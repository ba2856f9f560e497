import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { packageRoot } from "../../provider/package-root.js";
import { linkPackages } from "../support/linked-package.js";
import { succeeds } from "../engine/support/outcomes.js";
import { service } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { finding, planOf, review, rulesOf } from "./support.js";

const PACK = join(packageRoot(), "provider", "policy", "pack", "pulumi-analyzer-biztalk");

describe("a policy pack beside biztalk preview and biztalk up --plan", function () {
  this.timeout(120_000);
  const project = projectFor();
  /** No service may have more than two units. */
  const withPack = (): string[] => {
    const file = join(project().folder, "policies.json");
    writeFileSync(
      file,
      JSON.stringify({ "maximum-units": { enforcementLevel: "mandatory", units: 2 } }),
    );
    return ["--", "--policy-pack", PACK, "--policy-pack-config", file];
  };

  before(async () => {
    linkPackages(project().folder, "@pulumi/policy");
    project().declare({
      orders: service("orders", { units: 1 }),
      steady: service("steady", { units: 1 }),
    });
    await succeeds(project().up());
    await project().control.forget();
  });

  it("up --plan ends with 5 when only a policy stands against the plan; nothing is sent", async () => {
    project().declare({
      orders: service("orders", { units: 3 }),
      steady: service("steady", { units: 1 }),
    });
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    const report = await review(project(), 5, "up", "--plan", planOf(project()), ...withPack());
    assert.deepEqual(rulesOf(report), ["policy-violated orders"]);
    const { severity, source, message } = finding(report, "policy-violated", "orders");
    assert.deepEqual([severity, source], ["error", "policy biztalk/maximum-units"]);
    assert.match(message, /orders: 3 units; 2 at most\.$/);
    assert.deepEqual(await project().control.sent(), []);
  });

  it("a finding about a service that stays as it is has the program's line", async () => {
    await succeeds(project().up());
    const report = await review(project(), 5, "preview", ...withPack());
    assert.deepEqual(rulesOf(report), ["policy-violated orders"]);
    assert.deepEqual(
      report.resources.map(({ name, change }) => `${name} ${change}`),
      ["orders same", "steady same"],
    );
    const { location } = finding(report, "policy-violated", "orders");
    assert.deepEqual([location?.file, location?.line], ["index.js", 15]);
  });
});

/** A service, and what happens once the engine has seen it. */
const program = (afterwards: string): string => `"use strict";
const pulumi = require("@pulumi/pulumi");
const { Service } = require("pulumi-biztalk");

const HANDLER =
  'exports.handler=()=>({ check: async () => ({ inputs: {}, failures: [{ property: "size", reason: "too large" }] }), create: async () => ({ id: "1", outs: {} }) });';
class Another extends pulumi.CustomResource {
  constructor(name, options) { super("pulumi-nodejs:dynamic/acme:Another", name, { __provider: HANDLER }, options); }
}
const place = { cloudService: "integration", region: "West Europe" };
const orders = new Service("orders", { ...place, serviceName: "orders", edition: "Premium" });
${afterwards}
`;

const CASES = [
  {
    what: "a resource of another provider that is refused",
    afterwards: 'new Another("another", { dependsOn: [orders] });',
    said: "too large",
  },
  {
    what: "a program that throws",
    afterwards: 'orders.urn.apply(() => { throw new Error("no such partner"); });',
    said: "no such partner",
  },
] as const;

interface Failure {
  readonly "@_type": string;
  readonly "#text": string;
}

interface Case {
  readonly "@_name": string;
  readonly failure?: Failure | readonly Failure[];
}

interface Suites {
  readonly testsuites: {
    readonly "@_failures": string;
    readonly testsuite: { readonly "@_failures": string; readonly testcase: readonly Case[] };
  };
}

describe("junit: what is about no BizTalk service", function () {
  this.timeout(120_000);
  const project = projectFor();

  for (const { what, afterwards, said } of CASES) {
    it(`${what} is a failure in the case of the stack`, async () => {
      writeFileSync(join(project().folder, "index.js"), program(afterwards));
      const file = join(project().folder, "report.xml");
      const report = await review(project(), 1, "preview", "--report", `junit=${file}`);
      const failed = report.findings.filter(({ rule }) => rule === "program-failed");
      assert.ok(
        failed.some(({ message }) => message.includes(said)),
        JSON.stringify(report.findings),
      );
      const parsed = new XMLParser({ ignoreAttributes: false }).parse(
        readFileSync(file, "utf8"),
      ) as Suites;
      const { testsuite, ...suites } = parsed.testsuites;
      assert.deepEqual([suites["@_failures"], testsuite["@_failures"]], ["1", "1"]);
      const cases = testsuite.testcase;
      assert.deepEqual(
        cases.map((each) => each["@_name"]),
        ["orders", "stack"],
      );
      const failures = cases.flatMap(({ "@_name": name, failure = [] }) =>
        [failure].flat().map((each) => ({ name, ...each })),
      );
      assert.deepEqual([...new Set(failures.map(({ name }) => name))], ["stack"]);
      assert.ok(
        failures.some(
          (each) => each["@_type"] === "program-failed" && each["#text"].includes(said),
        ),
        JSON.stringify(failures),
      );
    });
  }
});
