import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emulatedServer } from "../../provider/bts/emulator/index.js";
import { createEmulator, type Emulator, type LogEntry } from "../../provider/emulator/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { call, type Ended } from "./support/terminal.js";

interface Group {
  readonly count: number;
  readonly state: string;
  readonly class: string;
  readonly application: string;
  readonly host: string;
  readonly ageMs?: number;
}

const SUSPENDED: Group = {
  count: 3,
  state: "Suspended (resumable)",
  class: "Messaging",
  application: "Billing",
  host: "SendHost",
};
const LOST: Group = {
  ...{ count: 2, state: "Suspended (not-resumable)", class: "Orchestration" },
  ...{ application: "Orders", host: "OrchestrationHost", ageMs: 7_200_000 },
};
const ACTIVE: Group = { ...LOST, state: "Active", ageMs: 0 };

describe("biztalk instances", function () {
  this.timeout(30_000);
  const folder = temporaryFolder();
  let emulator: Emulator;
  let url = "";

  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/_emulator/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${String(answer.status)} ${path}`);
    const text = await answer.text();
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  };

  /** What was asked of instances, in order, without what only reads. */
  const sent = async (): Promise<string[]> =>
    ((await control("GET", "log")) as LogEntry[]).flatMap((entry) =>
      entry.kind === "request" && entry.method === "PUT" ? [String(entry.operation)] : [],
    );

  const biztalk = (...args: readonly string[]): Promise<Ended> =>
    call(args, { env: { BIZTALK_SERVER_ENDPOINT: url } });

  beforeEach(async () => {
    emulator = createEmulator({ products: [emulatedServer({ operationMs: 0 })] });
    url = await emulator.listen({ port: 0 });
    await control("PUT", "instances", { seed: 1, instances: [SUSPENDED, LOST, ACTIVE] });
  });
  afterEach(() => emulator.close());

  it("lists how many there are of which state and application, then each", async () => {
    const { code, stdout, stderr } = await biztalk("instances", "list");
    assert.deepEqual([code, stderr], [0, ""]);
    const [summary = "", rows = ""] = stdout.split("\n\n");
    assert.deepEqual(
      summary.split("\n").map((line) => line.split(/ {2,}/)),
      [
        ["state", "application", "instances"],
        ["Active", "Orders", "2"],
        ["Suspended (not-resumable)", "Orders", "2"],
        ["Suspended (resumable)", "Billing", "3"],
      ],
    );
    assert.equal(rows.trimEnd().split("\n").length, 8);
  });

  it("lists those that match, names of states in any dialect", async () => {
    const { stdout } = await biztalk(
      ...["instances", "list", "--state", "SuspendedNotResumable", "--format", "json"],
    );
    const { instances } = JSON.parse(stdout) as { instances: { state: string }[] };
    assert.deepEqual(
      instances.map(({ state }) => state),
      ["Suspended (not-resumable)", "Suspended (not-resumable)"],
    );
    assert.match((await biztalk("instances", "list", "--host", "nobody")).stdout, /^No instances/);
  });

  it("shows one with its messages, what is legal now, and why the rest is not", async () => {
    const listed = await biztalk("instances", "list", "--state", "Active", "--format", "json");
    const { instances } = JSON.parse(listed.stdout) as { instances: { id: string }[] };
    const { code, stdout } = await biztalk("instances", "show", instances[0]?.id ?? "");
    assert.equal(code, 0);
    assert.match(stdout, /Legal now \(service instance states, row Active\):/);
    assert.match(stdout, /Suspend: pending/);
    assert.match(stdout, /Resume: refused, NOT_SUSPENDED: only a suspended instance can be/);
    assert.match(stdout, /http:\/\/schemas\.example\.com#Order/);
  });

  it("says of an instance that is not there where to look, and ends with 1", async () => {
    const id = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";
    const { code, stderr } = await biztalk("instances", "show", id);
    assert.equal(code, 1);
    assert.match(stderr, /there is no instance 522b325c.*biztalk instances list/s);
  });

  it("resumes those that match, each once, and reads what became of them", async () => {
    const { code, stdout } = await biztalk("instances", "resume", "--application", "Billing");
    assert.equal(code, 0);
    assert.match(stdout, /send even if the send port is not started/);
    assert.match(stdout, /\n3 done\n$/);
    assert.deepEqual(await sent(), ["Resume Instance", "Resume Instance", "Resume Instance"]);
  });

  it("sends nothing with --dry-run, and nothing where nothing matches", async () => {
    const dry = await biztalk("instances", "resume", "--application", "Billing", "--dry-run");
    assert.match(dry.stdout, /Resume: Suspended \(resumable\) to Active, 3 instances/);
    const none = await biztalk("instances", "resume", "--application", "Nobody");
    assert.deepEqual([dry.code, none.code, await sent()], [0, 0, []]);
  });

  it("terminates nothing without consent, and then what was said would be lost", async () => {
    const state = ["--state", "Suspended (not-resumable)"];
    const asked = await biztalk("instances", "terminate", ...state);
    assert.equal(asked.code, 1);
    assert.match(asked.stdout, /2 instances, 2 messages lost \(destroys\)/);
    assert.match(asked.stderr, /Nothing was sent\. To terminate them: --yes/);
    assert.deepEqual(await sent(), []);
    const file = folder("messages.jsonl");
    const agreed = await biztalk(
      "instances",
      "terminate",
      ...state,
      "--yes",
      "--save-messages",
      file,
    );
    assert.equal(agreed.code, 0);
    assert.match(agreed.stdout, /\n2 done\n$/);
    assert.deepEqual(await sent(), ["Terminate Instance", "Terminate Instance"]);
    assert.equal(readFileSync(file, "utf8").trimEnd().split("\n").length, 2);
  });

  it("stops before anything is sent where messages cannot be saved", async () => {
    const file = folder(join("missing", "messages.jsonl"));
    const { code, stderr } = await biztalk(
      ...["instances", "terminate", "--state", "Suspended (not-resumable)", "--yes"],
      ...["--save-messages", file],
    );
    assert.equal(code, 1);
    assert.match(stderr, /--save-messages .* cannot be written .*: nothing was sent/);
    assert.deepEqual([await sent(), existsSync(file)], [[], false]);
  });

  it("says what is still pending when the wait is over", async () => {
    await control("PUT", "pickup", { hold: true });
    const { code, stdout } = await biztalk(
      ...["instances", "suspend", "--application", "Orders", "--state", "Active", "--wait", "0s"],
    );
    assert.equal(code, 0);
    assert.match(stdout, /Suspend pending/);
    assert.match(stdout, /\n2 pending\n$/);
  });

  it("says of one that has ended meanwhile that it is gone", async () => {
    await control("POST", "faults", {
      operation: "Resume Instance",
      effect: "reject",
      status: 404,
    });
    const { stdout } = await biztalk("instances", "resume", "--application", "Billing");
    assert.match(stdout, /\n2 done, 1 (gone|refused)\n$/);
  });

  for (const { args, says } of [
    { args: ["suspend"], says: /match leaves no instance out.*all/s },
    { args: ["resume", "--application", "Billing", "--limit", "2"], says: /limit is 2/ },
    {
      args: ["list", "--state", "Suspend"],
      says: /not a state of an instance; accepted: Ready to/,
    },
    { args: ["list", "--class", "Message"], says: /not a class .*Did you mean "Messaging"\?/ },
    { args: ["list", "--older-than", "12"], says: /has no unit that is known/ },
  ]) {
    it(`refuses ${args.join(" ")}, and sends nothing`, async () => {
      const { code, stdout, stderr } = await biztalk("instances", ...args);
      assert.equal(code, 1);
      assert.match(stdout + stderr, says);
      assert.deepEqual(await sent(), []);
    });
  }

  it("drains by waiting: what is left at the deadline is listed, and nothing was sent", async () => {
    const args = ["instances", "drain", "--application", "Orders", "--deadline", "100ms"];
    const { code, stdout } = await biztalk(...args);
    assert.equal(code, 4);
    assert.match(stdout, /^Active: 2\nSuspended \(not-resumable\): 2\n/);
    assert.match(stdout, /Active: left alone: it is waited for\n/);
    assert.match(stdout, /left alone: it is suspended, and not waited for\n/);
    assert.match(stdout, /\n2 left at the deadline\n$/);
    assert.deepEqual(await sent(), []);
    const dry = await biztalk(...args, "--dry-run", "--format", "json");
    const { drained, left } = JSON.parse(dry.stdout) as { drained: boolean; left: unknown[] };
    assert.deepEqual([dry.code, drained, left.length], [0, false, 2]);
  });

  it("drains by suspending, and by terminating where that is agreed to", async () => {
    const args = ["instances", "drain", "--application", "Orders", "--deadline", "10s"];
    const refused = await biztalk(...args, "--action", "terminate");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /Nothing was sent. To terminate them: --yes/);
    assert.deepEqual(await sent(), []);
    const suspended = await biztalk(...args, "--action", "suspend");
    assert.equal(suspended.code, 0);
    assert.match(suspended.stdout, /\ndrained\n$/);
    assert.deepEqual(await sent(), ["Suspend Instance", "Suspend Instance"]);
    await control("PUT", "instances", { seed: 2, instances: [ACTIVE] });
    const ended = await biztalk(...args, "--action", "terminate", "--yes");
    assert.equal(ended.code, 0);
    assert.deepEqual((await sent()).slice(2), ["Terminate Instance", "Terminate Instance"]);
  });

  it("drains nothing where everything would match, unless that is meant", async () => {
    const { code, stderr } = await biztalk("instances", "drain", "--deadline", "1s");
    assert.equal(code, 1);
    assert.match(stderr, /a drain of every instance has to be meant: .*--all/s);
  });

  it("are beside applications and host instances, which the status shows", async () => {
    const { code, stdout } = await biztalk("status");
    assert.equal(code, 0);
    assert.match(stdout, /^BizTalk Server at http.*BizTalkManagementService\n/);
    assert.match(stdout, /application +state +journal/);
    assert.match(stdout, /Billing +NotApplicable +-/);
    assert.match(stdout, /SendHost +BIZTALK01 +Running +InProcess +-/);
    const json = await biztalk("status", "--format", "json");
    const { server } = JSON.parse(json.stdout) as { server: { hostInstances: unknown[] } };
    assert.equal(server.hostInstances.length, 4);
  });

  it("needs an endpoint, and says how to give one", async () => {
    const { code, stderr } = await call(["instances", "list"]);
    assert.equal(code, 1);
    assert.match(stderr, /no endpoint of BizTalk Server: .*BIZTALK_SERVER_ENDPOINT/s);
  });

  it("lists messages, of one instance or of all", async () => {
    const all = await biztalk("messages", "list", "--format", "json");
    const { messages } = JSON.parse(all.stdout) as { messages: { instanceId: string }[] };
    assert.equal(messages.length, 7);
    const one = await biztalk("messages", "list", "--instance", messages[0]?.instanceId ?? "");
    assert.equal(one.stdout.trimEnd().split("\n").length, 2);
  });
});
