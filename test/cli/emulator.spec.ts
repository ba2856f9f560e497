import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { eventually } from "../engine/support/eventually.js";
import { BACKUP_XML } from "../support/operations.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk } from "./support/executable.js";
import { servedEmulators } from "./support/served-emulator.js";
import { call } from "./support/terminal.js";

const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const ORDERS = `/${SUBSCRIPTION}/cloudservices/integration/resources/biztalkservices/~/biztalk/orders`;

describe("biztalk emulator", function () {
  this.timeout(30_000);
  const path = temporaryFolder();
  const serve = servedEmulators();

  it("writes one line, when it is ready, and nothing else", async () => {
    const emulator = await serve();
    assert.equal(emulator.health.status, 200);
    const health = (await emulator.health.json()) as Readonly<Record<string, unknown>>;
    assert.deepEqual([health["status"], health["services"]], ["ok", 0]);
    assert.match(emulator.url, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    const { stdout, stderr } = await emulator.stop();
    assert.deepEqual(
      [stdout.split("\n").length, stdout.endsWith(`${emulator.url}\n`), stderr],
      [2, true, ""],
    );
    process.stdout.write(`      (ready after ${Math.round(emulator.readyMs)} ms)\n`);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`ends with 0 on ${signal}, although a connection is open`, async () => {
      const emulator = await serve();
      await emulator.get("/_emulator/services");
      const { code, signal: endedBy } = await emulator.stop(signal);
      assert.deepEqual([code, endedBy], [0, null]);
      await assert.rejects(fetch(`${emulator.url}/_emulator/health`));
    });
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`ends within 2 s on ${signal}, although an answer is held back for an hour`, async () => {
      const emulator = await serve();
      const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
      for (const effect of ["delay", "repeat"]) {
        const body = JSON.stringify({ operation: "List", effect, delayMs: 3_600_000 });
        await fetch(`${emulator.url}/_emulator/faults`, { method: "POST", headers, body });
      }
      const list = `${emulator.url}/${SUBSCRIPTION}/cloudservices`;
      const held = Promise.allSettled([fetch(list, { headers }), fetch(list, { headers })]);
      const log = (): Promise<unknown> => emulator.get("/_emulator/log");
      await eventually(async () => ((await log()) as unknown[]).length === 2);
      const { code, afterMs } = await emulator.stop(signal);
      assert.deepEqual([code, afterMs < 2_000], [0, true], `after ${afterMs} ms`);
      assert.deepEqual(
        (await held).map(({ status }) => status),
        ["rejected", "rejected"],
      );
    });
  }

  it("picks a port of its own for each", async () => {
    const [one, two] = [await serve(), await serve()];
    assert.notEqual(one.url, two.url);
  });

  it("keeps services in --data over a restart", async () => {
    const data = path("kept.db");
    const first = await serve("--data", data);
    await first.put("/_emulator/services/integration/orders", {
      state: "ScaleFailed",
      edition: "Premium",
      units: 3,
    });
    const before = await first.get("/_emulator/services");
    assert.equal((await first.stop()).code, 0);
    const second = await serve("--data", data);
    assert.deepEqual(await second.get("/_emulator/services"), before);
    assert.equal((before as unknown[]).length, 1);
  });

  it("keeps services in --data when it is killed", async () => {
    const data = path("killed.db");
    const first = await serve("--data", data);
    await first.put("/_emulator/services/integration/orders", { state: "Active" });
    await first.stop("SIGKILL");
    const second = await serve("--data", data);
    assert.equal(((await second.get("/_emulator/services")) as unknown[]).length, 1);
  });

  it("follows the profile", async () => {
    for (const [profile, status] of [
      ["chart", 202],
      ["rest-2016", 409],
    ] as const) {
      const emulator = await serve("--profile", profile);
      await emulator.put("/_emulator/services/integration/orders", {
        state: "Active",
        edition: "Premium",
      });
      const headers = { "x-ms-version": "2013-04-26", "content-type": "application/xml" };
      const answer = await fetch(`${emulator.url}${ORDERS}?comp=backup`, {
        method: "POST",
        headers,
        body: BACKUP_XML,
      });
      assert.equal(answer.status, status, profile);
      assert.equal(
        ((await emulator.get("/_emulator/health")) as { profile: string }).profile,
        profile,
      );
    }
  });

  it("serves BizTalk Server beside it, of 2020 or of the release that is given", async () => {
    for (const [args, release, status] of [
      [[], "2020", 200],
      [["--server-release", "2016"], "2016", 404],
    ] as const) {
      const emulator = await serve("--data", path("both.db"), ...args);
      const { url } = emulator;
      assert.equal((await fetch(`${url}/BizTalkManagementService/HostInstances`)).status, status);
      assert.equal((await fetch(`${url}/BizTalkManagementService/Hosts`)).status, 200);
      const health = (await emulator.get("/_emulator/health")) as Readonly<Record<string, unknown>>;
      assert.deepEqual([health["serverRelease"], health["services"]], [release, 0]);
      await emulator.stop();
    }
  });

  /** A request to the control plane, or to the management API. */
  const ask = async (
    url: string,
    method: string,
    body?: unknown,
  ): Promise<{ status: number; text: string }> => {
    const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(url, { method, headers, ...content });
    return { status: answer.status, text: await answer.text() };
  };
  const now = async (url: string): Promise<number> => {
    const { text } = await ask(`${url}/_emulator/health`, "GET");
    return Date.parse((JSON.parse(text) as { now: string }).now);
  };

  it("--clock virtual: begins at the present, stands still, and ends operations when it is moved", async () => {
    const emulator = await serve("--clock", "virtual", "--operation-ms", "60000");
    const { url } = emulator;
    const start = await now(url);
    // eslint-disable-next-line no-restricted-syntax -- that it is the present is what is shown here
    assert.ok(Math.abs(start - Date.now()) < 60_000);
    await emulator.put("/_emulator/services/integration/orders", { state: "Active" });
    assert.equal((await ask(`${url}${ORDERS}?comp=stop`, "POST")).status, 202);
    const state = async (): Promise<unknown> =>
      ((await emulator.get("/_emulator/services")) as { state: string }[])[0]?.state;
    assert.equal((await ask(`${url}/_emulator/clock`, "POST", { advanceMs: 59_999 })).status, 200);
    assert.equal(await state(), "Stopping");
    const moved = await ask(`${url}/_emulator/clock`, "POST", { advanceMs: 1 });
    assert.deepEqual(JSON.parse(moved.text), { now: new Date(start + 60_000).toISOString() });
    assert.equal(await state(), "Stopped");
    assert.equal(await now(url), start + 60_000);
  });

  it("--clock virtual: ends on SIGTERM although an answer is held back for ever", async () => {
    const emulator = await serve("--clock", "virtual");
    const body = { operation: "List", effect: "delay", delayMs: 1 };
    assert.equal((await ask(`${emulator.url}/_emulator/faults`, "POST", body)).status, 201);
    const listing = assert.rejects(ask(`${emulator.url}/${SUBSCRIPTION}/cloudservices`, "GET"));
    for (;;) {
      const log = (await emulator.get("/_emulator/log")) as unknown[];
      if (log.length > 0) break;
    }
    assert.equal((await emulator.stop()).code, 0);
    await listing;
  });

  for (const args of [[], ["--clock", "real"]]) {
    it(`${args.join(" ") || "without --clock"}: time is not moved by hand, says 409`, async () => {
      const { url } = await serve(...args);
      const { status, text } = await ask(`${url}/_emulator/clock`, "POST", { advanceMs: 1 });
      assert.equal(status, 409);
      assert.match(text, /--clock virtual/);
    });
  }

  it("--name-held-ms: a deleted service's name is held", async () => {
    const emulator = await serve(
      "--clock",
      "virtual",
      "--operation-ms",
      "0",
      "--name-held-ms",
      "5000",
    );
    const { url } = emulator;
    await emulator.put("/_emulator/services/integration/orders", { state: "Active" });
    const question = `${url}${ORDERS.replace("/~/biztalk/orders", "/biztalk")}?op=checknameavailability&resourceName=orders`;
    assert.equal((await ask(`${url}${ORDERS}`, "DELETE")).status, 202);
    assert.match((await ask(question, "POST")).text, /<IsAvailable>false</);
    await ask(`${url}/_emulator/clock`, "POST", { advanceMs: 5_000 });
    assert.match((await ask(question, "POST")).text, /<IsAvailable>true</);
  });

  it("answers only to the subscription it was given", async () => {
    const { url } = await serve("--subscription", SUBSCRIPTION);
    const status = (id: string) => call(["status", "--endpoint", url, "--subscription-id", id]);
    assert.equal((await status(SUBSCRIPTION)).code, 0);
    const other = await status("99999999-2222-3333-4444-555555555555");
    assert.equal(other.code, 1);
    assert.match(other.stderr, /subscription/);
  });

  it("answers to any subscription unless it was given one", async () => {
    const { url } = await serve();
    assert.equal(
      (await call(["status", "--endpoint", url, "--subscription-id", SUBSCRIPTION])).code,
      0,
    );
  });
});

describe("biztalk emulator, when it cannot serve", function () {
  this.timeout(30_000);
  const path = temporaryFolder();

  /** Ends with 1, a text without a stack, and no line with a URL. */
  const refuses = async (args: readonly string[], ...says: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await biztalk(["emulator", ...args]);
    assert.deepEqual([code, stdout], [1, ""], stderr);
    for (const text of says) assert.ok(stderr.includes(text), `${text}\n${stderr}`);
    assert.doesNotMatch(stderr, /^ +at /m);
  };

  it("says that the port is in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = String((server.address() as AddressInfo).port);
    try {
      await refuses(["--port", port], port, "--port 0");
    } finally {
      server.close();
    }
  });

  it("says that a SQLite file is another program's, and leaves it as it is", async () => {
    const file = path("theirs.db");
    const theirs = new DatabaseSync(file);
    theirs.exec("CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ada')");
    theirs.close();
    await refuses(["--port", "0", "--data", file], file, "another program");
    const again = new DatabaseSync(file, { readOnly: true });
    const tables = again.prepare("SELECT name FROM sqlite_master").all();
    again.close();
    assert.deepEqual(
      tables.map(({ name }) => name),
      ["customers"],
    );
  });

  it("says that a file is no SQLite file", async () => {
    writeFileSync(
      path("notes.txt"),
      "Not a database, but longer than the header of one. ".repeat(100),
    );
    await refuses(["--port", "0", "--data", path("notes.txt")], path("notes.txt"));
  });

  it("says that a folder does not exist", async () => {
    await refuses(
      ["--port", "0", "--data", path("nowhere/biztalk.db")],
      path("nowhere/biztalk.db"),
    );
  });

  for (const port of ["-1", "65536", "8391.5", "http", ""]) {
    it(`does not take "${port}" for a port`, async () => {
      await refuses([`--port=${port}`], "--port", "port");
    });
  }

  it("does not take a negative duration", async () => {
    await refuses(["--port", "0", "--operation-ms=-5"], "--operation-ms");
  });

  it("does not take a negative time for which names are held, nor another clock", async () => {
    await refuses(["--port", "0", "--name-held-ms=-5"], "--name-held-ms");
    await refuses(["--port", "0", "--clock", "fast"], "--clock", "real", "virtual");
  });

  it("does not take a duration without an operation, or of what is none", async () => {
    await refuses(["--port", "0", "--duration", "5000"], "--duration 5000", "Backup=3600000");
    await refuses(["--port", "0", "--duration", "Explode=5"], "Explode", "Backup");
  });

  it("does not take an oldest x-ms-version that is not a date", async () => {
    await refuses(["--port", "0", "--api-version-min", "2010"], "2010", "2010-10-28");
  });

  it("does not take an unknown profile", async () => {
    await refuses(["--port", "0", "--profile", "2016"], "--profile", "rest-2016");
  });
});
