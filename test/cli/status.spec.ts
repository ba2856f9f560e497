import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { openServiceJournal, type JournalEntry } from "../../provider/mabs/executor/index.js";
import { call } from "./support/terminal.js";
import { workplaces } from "./support/workplace.js";

const LAST_BACKUP = { name: "nightly", takenAt: "2016-05-16T08:00:00.000Z" };

/** An operation that was accepted, and whose end no run has seen. */
const OPEN_ENTRY = {
  at: "2016-05-16T08:00:00.000Z",
  createdBy: "file:orders",
  operation: "Scale",
  phase: "accepted",
  etag: null,
  operationId: "1",
  serves: {},
  served: {},
} as const;

const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/));

/** A port on which nothing answers any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe("biztalk status", () => {
  const workplace = workplaces();

  /** Leaves an entry in the journal of the workplace's endpoint. */
  const leaveOpen = async (more: Partial<JournalEntry> = {}): Promise<void> => {
    const file = workplace().endpoint.slice("emulator:".length).split("?")[0] ?? "";
    const journal = openServiceJournal(workplace().journal, `emulator:${resolve(file)}`);
    await journal.write(
      { cloudService: "integration", serviceName: "orders" },
      { ...OPEN_ENTRY, ...more },
    );
    journal.close();
  };

  it("lists services with the chart's names, and ends with 0", async () => {
    await workplace().control.place("orders", "Suspended", { units: 3 });
    await workplace().control.place("invoices", "Active", {
      edition: "Basic",
      lastBackup: LAST_BACKUP,
    });
    const { code, stdout, stderr } = await workplace().call(["status"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(cellsOf(stdout), [
      ["cloud service", "service", "state", "edition", "units", "last backup", "journal"],
      ["integration", "invoices", "Active", "Basic", "1", "nightly 2016-05-16T08:00:00.000Z", "-"],
      ["integration", "orders", "Suspended", "Premium", "3", "-", "-"],
    ]);
  });

  it("shows the way out of each failed state, with the inputs that it needs", async () => {
    await workplace().control.place("billing", "ServiceUpdateFailed", { lastBackup: LAST_BACKUP });
    await workplace().control.place("created", "CreatedFailed");
    await workplace().control.place("orders", "ScaleFailed", { units: 3 });
    const { code, stdout } = await workplace().call(["status"]);
    assert.equal(code, 0);
    assert.match(stdout, /^integration {4}billing {2}Service Update Failed /m);
    const heads = stdout.split("\n").filter((line) => line.includes("Way out"));
    // How the planner joins several inputs is its own affair.
    assert.match(
      heads.shift() ?? "",
      /^integration\/billing is in Service Update Failed\. Way out: Delete, Restore, Resume\. The program sets recovery: "replace".*restoreFrom: \{ name: "nightly", store \}\.$/,
    );
    assert.deepEqual(heads, [
      'integration/created is in CreatedFailed. Way out: Delete, Create. The program sets recovery: "replace".',
      "integration/orders is in ScaleFailed. Way out: Scale; the next `pulumi up` of its program sends it.",
    ]);
    assert.match(stdout, /^ {2}last known backup nightly, taken 2016-05-16T08:00:00\.000Z$/m);
    const json = await workplace().call(["status", "--format", "json"]);
    const { services } = JSON.parse(json.stdout) as {
      services: { recovery: { route: string[]; inputs: string[] } | null }[];
    };
    assert.deepEqual(
      services.slice(1).map(({ recovery }) => [recovery?.route, recovery?.inputs]),
      [
        [["Delete", "Create"], ['recovery: "replace"']],
        [["Scale"], []],
      ],
    );
  });

  it("shows the newest backup that journal and service know of as the one that is restored", async () => {
    await workplace().control.place("orders", "ServiceUpdateFailed", { lastBackup: LAST_BACKUP });
    await leaveOpen({
      phase: "done",
      lastBackup: { name: "later", takenAt: "2016-06-01T08:00:00.000Z" },
    });
    const { stdout } = await workplace().call(["status"]);
    assert.match(stdout, /restoreFrom: \{ name: "later", store \}/);
  });

  it("shows an operation whose end no run has seen", async () => {
    await workplace().control.place("orders", "Updating");
    await leaveOpen();
    const { stdout } = await workplace().call(["status"]);
    assert.deepEqual(cellsOf(stdout)[1]?.at(-1), `Scale under way ${OPEN_ENTRY.at}`);
  });

  /** What the journal's entry means beside the service: its state, and whether its ETag is the one of the entry. */
  for (const [phase, state, same, said] of [
    ["done", "ScaleFailed", true, "Scale failed"],
    ["done", "ScaleFailed", false, "Scale failed"],
    ["done", "Active", true, "Scale done"],
    ["done", "Active", false, "Scale done, changed since"],
    ["sending", "Active", true, "Scale not taken"],
    ["sending", "Active", false, "Scale ended, result not known"],
    ["sending", "Updating", false, "Scale under way"],
    ["sending", "ScaleFailed", false, "Scale failed"],
    ["accepted", "Stopped", false, "Scale ended, result not known"],
    ["accepted", "ScaleFailed", false, "Scale failed"],
  ] as const) {
    it(`says "${said}" of a Scale that is ${phase} beside ${state}, ETag ${same ? "the same" : "another one"}`, async () => {
      await workplace().control.place("orders", state);
      const before = await workplace().call(["status", "--format", "json"]);
      const { services } = JSON.parse(before.stdout) as { services: { etag: string }[] };
      await leaveOpen({ phase, etag: same ? (services[0]?.etag ?? "") : "another" });
      const { stdout } = await workplace().call(["status"]);
      assert.equal(cellsOf(stdout)[1]?.at(-1), `${said} ${OPEN_ENTRY.at}`);
    });
  }

  it("shows a service that is gone and whose Restore is pending", async () => {
    const replacing = { founding: "Restore", backup: { name: "nightly-1" } } as const;
    await leaveOpen({ operation: "Delete", replacing });
    const { code, stdout } = await workplace().call(["status"]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^integration\/orders is gone: its Restore from backup nightly-1 is pending\./,
    );
    const json = await workplace().call(["status", "--format", "json"]);
    const { pending } = JSON.parse(json.stdout) as { pending: unknown };
    assert.deepEqual(pending, [
      { service: "integration/orders", founding: "Restore", backup: "nightly-1" },
    ]);
  });

  it("writes JSON without settings, with the endpoint and the journal", async () => {
    const configuration = {
      customDomainUrl: "orders.example.com",
      trackingStore: "Server=db;Password=s3cret",
    };
    await workplace().control.place("orders", "Stopped", {
      configuration,
      lastBackup: LAST_BACKUP,
    });
    await workplace().control.place("returns", "Active");
    await leaveOpen();
    const { code, stdout } = await workplace().call(["status", "--format", "json"]);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /s3cret|example\.com/);
    const { endpoint, services } = JSON.parse(stdout) as {
      endpoint: string;
      services: Record<string, unknown>[];
    };
    assert.equal(endpoint, workplace().endpoint.split("?")[0]);
    const [orders = {}, returns = {}] = services;
    assert.equal(services.length, 2);
    const { etag, version, ...rest } = orders;
    assert.deepEqual([typeof etag, typeof version], ["string", "string"]);
    assert.deepEqual(rest, {
      cloudService: "integration",
      serviceName: "orders",
      region: "West Europe",
      state: "Stopped",
      edition: "Premium",
      units: 1,
      lastBackup: LAST_BACKUP,
      journal: {
        ...{ operation: "Scale", phase: "accepted", createdBy: "file:orders" },
        at: "2016-05-16T08:00:00.000Z",
        now: "Scale ended, result not known",
      },
      recovery: null,
    });
    assert.deepEqual([returns["lastBackup"], returns["journal"]], [null, null]);
  });

  it("says that an endpoint has no services", async () => {
    const { code, stdout, stderr } = await workplace().call(["status"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^No BizTalk services at emulator:.*biztalk\.db\.\n$/);
    const json = await workplace().call(["status", "--format", "json"]);
    assert.deepEqual((JSON.parse(json.stdout) as { services: unknown }).services, []);
  });

  it("takes the endpoint from the environment, and prefers the option", async () => {
    await workplace().control.place("orders", "Active");
    const env = { BIZTALK_ENDPOINT: workplace().endpoint, BIZTALK_JOURNAL: workplace().journal };
    assert.match((await call(["status"], { env })).stdout, /orders/);
    const other = await workplace().call(["status"], {
      env: { ...env, BIZTALK_ENDPOINT: "ftp://nobody" },
    });
    assert.match(other.stdout, /orders/);
  });

  it("says how to give an endpoint when there is none, and ends with 1", async () => {
    const { code, stdout, stderr } = await call(["status"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: no endpoint/);
    for (const way of ["--endpoint", "BIZTALK_ENDPOINT", "emulator:./biztalk.db"]) {
      assert.ok(stderr.includes(way), `${way}\n${stderr}`);
    }
  });

  it("names an endpoint that does not answer, and ends with 1", async () => {
    const endpoint = `http://127.0.0.1:${await closedPort()}`;
    const { code, stdout, stderr } = await call(["status", "--endpoint", endpoint]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.ok(stderr.startsWith("error: ") && stderr.includes(endpoint), stderr);
    assert.doesNotMatch(stderr, /^ +at /m);
  }).timeout(20_000);

  it("refuses an endpoint that it does not understand, with the forms that it does", async () => {
    const { code, stderr } = await call(["status", "--endpoint", "ftp://nobody"]);
    assert.equal(code, 1);
    assert.match(stderr, /ftp:\/\/nobody.*emulator:PATH/s);
  });

  it("changes nothing: no operation, no journal", async () => {
    await workplace().control.place("orders", "Active");
    await workplace().call(["status"]);
    assert.deepEqual(await workplace().control.sent(), []);
    assert.equal(existsSync(workplace().journal), false);
  });
});
