/** Resources of BizTalk Server in `biztalk preview`, its report, and an approved plan. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../provider/report/index.js";
import { succeeds } from "./support/outcomes.js";
import { serverProjectFor } from "./support/server-project.js";

const GROUP = {
  hosts: [{ name: "Processing", machines: [{ name: "BTS01" }, { name: "BTS02" }] }],
  applications: [
    {
      name: "Orders",
      orchestrations: [{ name: "Orders.Process", host: "Processing" }],
      receiveLocations: [{ name: "File", port: "In" }],
    },
  ],
};

const SUSPENDED = {
  count: 3,
  state: "Suspended (not-resumable)",
  class: "Orchestration",
  application: "Orders",
  host: "Processing",
};

const RESOURCES = {
  zombies: {
    class: "InstancePolicy",
    args: {
      match: { application: "Orders", states: ["Suspended (not-resumable)"] },
      action: "terminate",
      acceptDataLoss: "zombies/terminate",
    },
  },
  orders: {
    class: "Application",
    args: {
      applicationName: "Orders",
      state: "Stopped",
      drain: { action: "wait", deadline: "1m" },
      acceptDataLoss: "Orders/terminate",
    },
  },
  bts01: {
    class: "HostInstance",
    args: { hostName: "Processing", machine: "BTS01", state: "Stopped" },
  },
} as const;

describe("resources of BizTalk Server", function () {
  this.timeout(180_000);
  const server = serverProjectFor();
  const populate = (count: number) =>
    server().control("PUT", "instances", { seed: 1, instances: [{ ...SUSPENDED, count }] });
  const reportOf = (): Report =>
    JSON.parse(readFileSync(join(server().project.folder, "report.json"), "utf8")) as Report;
  const file = () => `json=${join(server().project.folder, "report.json")}`;
  const planFile = () => join(server().project.folder, "plan.json");
  const rulesIn = ({ findings }: Report): string[] =>
    findings.map(({ rule, subject }) => `${rule} ${subject?.name ?? ""}`).toSorted();

  beforeEach(async () => {
    await server().control("PUT", "group", GROUP);
    await populate(3);
    await server().forget();
  });

  it("are in the report with what they cost, refused or legal, and when they leave", async () => {
    const { project } = server();
    server().declare({
      ...RESOURCES,
      zombies: { class: "InstancePolicy", args: { ...RESOURCES.zombies.args, limit: 2 } },
    });
    const refused = await project.biztalk("preview", "--report", file());
    assert.equal(refused.code, 1, refused.stderr);
    assert.ok(
      rulesIn(reportOf()).includes("operation-not-allowed zombies"),
      rulesIn(reportOf()).join(),
    );
    server().declare(RESOURCES);
    const legal = await project.biztalk("preview", "--report", file());
    assert.equal(legal.code, 0, legal.stderr + legal.stdout);
    assert.deepEqual(rulesIn(reportOf()), [
      "drain Orders",
      "interrupts Orders",
      "interrupts Processing",
      "terminates-instances Orders",
      "terminates-instances zombies",
    ]);
    const [zombies] = reportOf().findings.filter(({ subject }) => subject?.name === "zombies");
    assert.match(zombies?.message ?? "", /3 instances/);
    assert.deepEqual(
      reportOf().resources.map(({ subject }) => subject),
      [
        { type: "biztalk.Application", name: "Orders", container: null },
        { type: "biztalk.HostInstance", name: "Processing", container: "BTS01" },
        { type: "biztalk.InstancePolicy", name: "zombies", container: null },
      ],
    );
    await succeeds(project.up());
    server().declare({});
    const leaving = await project.biztalk("preview", "--report", file());
    assert.equal(leaving.code, 0, leaving.stderr);
    assert.deepEqual(rulesIn(reportOf()), ["leaves Orders", "leaves Processing", "leaves zombies"]);
    await succeeds(project.up());
  });

  it("are done as they were approved, and explained when the population has moved", async () => {
    const { project } = server();
    server().declare({ zombies: RESOURCES.zombies });
    const saved = await project.biztalk("preview", "--save-plan", planFile());
    assert.equal(saved.code, 0, saved.stderr);
    await populate(4);
    await server().forget();
    const moved = await project.biztalk("up", "--plan", planFile(), "--report", file());
    assert.notEqual(moved.code, 0);
    assert.deepEqual(await server().sent(), []);
    assert.ok(
      rulesIn(reportOf()).includes("moved-since-approval zombies"),
      JSON.stringify(reportOf().findings),
    );
    assert.match(reportOf().findings[0]?.message ?? "", /3 instances.*4 instances/s);
    await populate(3);
    const done = await project.biztalk("up", "--plan", planFile());
    assert.equal(done.code, 0, done.stderr + done.stdout);
    assert.equal((await server().sent()).length, 3);
  });
});
