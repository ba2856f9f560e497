/** `biztalk.InstancePolicy` under the real engine. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorsOn, fails, saidOn, says, succeeds } from "./support/outcomes.js";
import { serverProjectFor, type DeclaredOnServer } from "./support/server-project.js";

const policy = (args: Readonly<Record<string, unknown>>): DeclaredOnServer => ({
  class: "InstancePolicy",
  args,
});

const SUSPENDED = {
  count: 3,
  state: "Suspended (resumable)",
  class: "Orchestration",
  application: "Orders",
  host: "Processing",
};
const ZOMBIES = {
  ...SUSPENDED,
  count: 2,
  state: "Suspended (not-resumable)",
  ageMs: 40 * 86_400_000,
};
const ACTIVE = { ...SUSPENDED, count: 4, state: "Active" };

describe("a policy of instances", function () {
  this.timeout(120_000);
  const server = serverProjectFor();
  const populate = (...instances: readonly object[]) =>
    server().control("PUT", "instances", { seed: 1, instances });
  const operations = async () => (await server().sent()).map(({ operation }) => operation);

  beforeEach(async () => {
    await populate(SUSPENDED, ZOMBIES, ACTIVE);
    await server().forget();
  });

  it("lists what it would do in a preview, does it, and is quiet until something matches again", async () => {
    const { project } = server();
    server().declare({
      retry: policy({
        match: { application: "Orders", states: ["Suspended", "Suspended (not-resumable)"] },
        action: "resume",
      }),
    });
    const preview = await succeeds(project.preview());
    const said = saidOn(preview, "retry");
    assert.match(said, /Suspended \(resumable\): 3/);
    assert.equal(said.match(/Orchestration Orders\.Orchestration of Orders/g)?.length, 5);
    assert.match(said, /Suspended \(not-resumable\): refused, NOT_RESUMABLE/);
    assert.deepEqual(await operations(), []);
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Resume Instance", "Resume Instance", "Resume Instance"]);
    assert.equal(project.recorded("retry")?.outputs["outcome"], "3 done");
    await server().forget();
    await succeeds(project.preview("--expect-no-changes"));
    await succeeds(project.up());
    assert.deepEqual(await operations(), []);
    await populate({ ...SUSPENDED, count: 1, host: "Elsewhere" });
    assert.equal((await succeeds(project.preview())).steps["retry"], "update");
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Resume Instance"]);
    const { outputs, inputs } = project.recorded("retry") ?? { outputs: {}, inputs: {} };
    assert.ok(JSON.stringify({ outputs, inputs }).length < 4096);
    says(await succeeds(project.destroy()), "no instance is touched");
    assert.equal((await server().instances()).length, 1);
  });

  it("terminates only with consent, and keeps what is known of the messages", async () => {
    const { project } = server();
    const zombies = {
      match: { application: "Orders", states: ["Suspended (not-resumable)"], olderThan: "30d" },
      action: "terminate",
      saveMessages: join(project.folder, "messages.jsonl"),
    };
    server().declare({ zombies: policy(zombies) });
    const refused = await fails(project.preview());
    assert.match(errorsOn(refused, "zombies").join(), /acceptDataLoss: "zombies\/terminate"/);
    await fails(project.up(), "without consent");
    assert.deepEqual(await operations(), []);
    server().declare({ zombies: policy({ ...zombies, acceptDataLoss: "zombies/terminate" }) });
    assert.match(saidOn(await succeeds(project.preview()), "zombies"), /1 message lost/);
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Terminate Instance", "Terminate Instance"]);
    const saved = readFileSync(join(project.folder, "messages.jsonl"), "utf8").trim().split("\n");
    assert.equal(saved.length, 2);
    assert.equal((await server().instances()).filter(({ shown }) => shown !== "Active").length, 3);
    await succeeds(project.destroy());
  });

  it("refuses all of it where more match than its limit, and every bad input by its name", async () => {
    const { project } = server();
    server().declare({
      bounded: policy({ match: { application: "Orders" }, action: "suspend", limit: 2 }),
      wrong: policy({
        match: { states: ["Suspendd"], olderThan: "30", colour: "red" },
        action: "stop",
        acceptDataLoss: "yes",
      }),
      everything: policy({ match: {}, action: "suspend" }),
    });
    const preview = await fails(project.preview());
    assert.match(errorsOn(preview, "bounded").join(), /limit/);
    const wrong = errorsOn(preview, "wrong").join("\n");
    for (const name of [
      "match.states",
      "match.olderThan",
      "match.colour",
      "action",
      "acceptDataLoss",
    ])
      assert.ok(wrong.includes(`${name}: `), `${name} is not named in\n${wrong}`);
    assert.match(wrong, /Did you mean "Suspended/);
    assert.match(errorsOn(preview, "everything").join(), /all: true/);
    assert.deepEqual(await operations(), []);
  });

  it("resumes the same instance no more often than it may", async () => {
    const { project } = server();
    await populate({ ...SUSPENDED, count: 1 });
    server().declare({
      retry: policy({ match: { application: "Orders" }, action: "resume", attempts: 2 }),
    });
    const fail = () =>
      server().control("POST", "events", {
        event: "Instance fails (resumable)",
        application: "Orders",
      });
    for (let run = 0; run < 3; run += 1) {
      await succeeds(project.up());
      await fail();
    }
    assert.deepEqual(await operations(), ["Resume Instance", "Resume Instance"]);
    assert.match(saidOn(await succeeds(project.preview()), "retry"), /attempts is 2/);
    await succeeds(project.destroy());
  });

  it("asks each list once for a stack with many policies, applications and host instances", async () => {
    const { project } = server();
    const many: Record<string, DeclaredOnServer> = {};
    for (let index = 0; index < 20; index += 1)
      many[`policy${index}`] = policy({
        match: { application: `App${index}` },
        action: "terminate",
      });
    const applications = Array.from({ length: 4 }, (_, index) => ({ name: `App${index}` }));
    const machines = Array.from({ length: 4 }, (_, index) => ({ name: `BTS0${index}` }));
    await server().control("PUT", "group", { hosts: [{ name: "Send", machines }], applications });
    for (const { name } of applications)
      many[name] = {
        class: "Application",
        args: {
          applicationName: name,
          state: "Started",
          drain: { action: "wait", deadline: "1m" },
        },
      };
    for (const { name } of machines)
      many[name] = {
        class: "HostInstance",
        args: { hostName: "Send", machine: name, state: "Running" },
      };
    server().declare(many);
    await server().forget();
    await succeeds(project.preview());
    assert.deepEqual((await server().read()).toSorted(), [
      "List Applications",
      "List Host Instances",
      "List Instances",
      "List Messages",
      "List Orchestrations",
      "List Receive Locations",
      "List Receive Ports",
      "List Send Port Groups",
      "List Send Ports",
    ]);
  });
});
