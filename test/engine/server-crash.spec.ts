/** Resources of BizTalk Server whose provider is killed, and answers that are lost. */
import assert from "node:assert/strict";
import type { Interceptor, PassingRequest } from "./support/front.js";
import { fails, succeeds } from "./support/outcomes.js";
import { endProvider } from "./support/provider-process.js";
import { serverProjectFor, type DeclaredOnServer } from "./support/server-project.js";

const GROUP = {
  hosts: [{ name: "Processing", machines: [{ name: "BTS01" }] }],
  applications: [
    {
      name: "Orders",
      orchestrations: [{ name: "Orders.Process", host: "Processing" }],
      receiveLocations: [
        { name: "File", port: "In" },
        { name: "Http", port: "In", enabled: false },
      ],
    },
  ],
};

const RUNNING = {
  count: 2,
  state: "Active",
  class: "Orchestration",
  application: "Orders",
  host: "Processing",
};

const orders = (args: Readonly<Record<string, unknown>> = {}): DeclaredOnServer => ({
  class: "Application",
  args: {
    ...{ applicationName: "Orders", state: "Stopped", acceptDataLoss: "Orders/terminate" },
    drain: { action: "suspend", deadline: "1m" },
    ...args,
  },
});

const bts01 = (restartTriggers: number): DeclaredOnServer => ({
  class: "HostInstance",
  args: { hostName: "Processing", machine: "BTS01", restartTriggers },
});

type Moment = "before it took effect" | "after it took effect, before the answer";
const MOMENTS: readonly Moment[] = [
  "before it took effect",
  "after it took effect, before the answer",
];

const isChange = ({ method }: PassingRequest): boolean => method === "PUT";

// It finds the provider's process in /proc.
const linuxOnly = process.platform === "linux" ? describe : describe.skip;

linuxOnly("when the provider is killed on BizTalk Server", function () {
  this.timeout(180_000);
  const server = serverProjectFor();
  const operations = async () => (await server().sent()).map(({ operation }) => String(operation));

  /** Kills the provider at the nth request that changes something. */
  const killedAt = (moment: Moment, place: number): Interceptor => {
    let seen = 0;
    return async (request) => {
      if (isChange(request)) seen += 1;
      if (!isChange(request) || seen !== place) return request.forward();
      server().front.passOn();
      if (moment !== "before it took effect") await request.forward();
      await endProvider(server().project.folder, "SIGKILL");
      return "cut";
    };
  };

  beforeEach(async () => {
    await server().control("PUT", "group", GROUP);
    await server().control("PUT", "instances", { seed: 1, instances: [RUNNING] });
    await server().forget();
  });
  afterEach(async () => {
    server().front.passOn();
    server().declare({});
    await succeeds(server().project.up());
  });

  const STEPS = ["the stop that closes intake", "a suspend", "a second suspend", "the last stop"];
  for (const [index, step] of STEPS.entries())
    for (const moment of MOMENTS)
      it(`in a drain, at ${step}, ${moment}, the next up goes on and repeats nothing`, async () => {
        const { project, front } = server();
        server().declare({ orders: orders() });
        front.intercept(killedAt(moment, index + 1));
        const killed = await project.up();
        assert.notEqual(killed.code, 0, killed.text);
        await succeeds(project.up());
        const sent = await operations();
        assert.equal(sent.filter((each) => each === "Suspend Instance").length, 2, sent.join());
        assert.equal(sent.filter((each) => each === "Stop Application").length, 2, sent.join());
        assert.equal(project.recorded("orders")?.outputs["state"], "Stopped");
      });

  it("in a drain, and the next run gives it up, exactly what it closed is opened again", async () => {
    const { project, front } = server();
    server().declare({ orders: orders() });
    front.intercept(killedAt("after it took effect, before the answer", 1));
    assert.notEqual((await project.up()).code, 0);
    server().declare({ orders: orders({ state: "Started", drain: undefined }) });
    await server().forget();
    await succeeds(project.up());
    const locations = await server().front.request({
      method: "GET",
      url: "/BizTalkManagementService/ReceiveLocations",
      headers: { accept: "application/json" },
    });
    const enabled = (JSON.parse(locations.body) as { Name: string; Enable: boolean }[])
      .filter(({ Enable }) => Enable)
      .map(({ Name }) => Name);
    assert.deepEqual(enabled, ["File"]);
  });

  it("between the two halves of a restart, the next up starts it", async () => {
    const { project, front } = server();
    server().declare({ bts01: bts01(1) });
    await succeeds(project.up());
    server().declare({ bts01: bts01(2) });
    front.intercept(killedAt("before it took effect", 2));
    assert.notEqual((await project.up()).code, 0);
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Host Instance", "Start Host Instance"]);
    assert.equal(project.recorded("bts01")?.outputs["state"], "Running");
  });

  it("an answer that is lost is found out by reading, and nothing is sent twice", async () => {
    const { project, front } = server();
    server().declare({ orders: orders({ drain: { action: "wait", deadline: "1m" } }) });
    await server().control("PUT", "instances", { seed: 1, instances: [] });
    front.intercept(async (request) => {
      if (!isChange(request)) return request.forward();
      await request.forward();
      return "cut";
    });
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Application", "Stop Application"]);
  });

  it("a 403 for the last stop is a failure that says which right is missing, with intake as it was", async () => {
    const { project, front } = server();
    server().declare({ orders: orders() });
    let stops = 0;
    front.intercept((request) => {
      if (isChange(request) && request.url.endsWith("/Stop")) stops += 1;
      return stops === 2 && request.url.endsWith("/Stop")
        ? Promise.resolve({ status: 403, headers: {}, body: "" })
        : request.forward();
    });
    await fails(project.up(), "for Administrators", "Enabled again: In/File");
    assert.equal(project.recorded("orders")?.outputs["state"], "PartiallyStarted");
  });
});
