import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { openStore } from "../../provider/emulator/index.js";
import type { WorkerOrder, WorkerReport } from "../support/emulator-worker.js";
import { OPERATION_MS, startEmulator, type View } from "../support/start-emulator.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const WORKERS = [0, 1, 2, 3];
const CREATES = 10;
const CONTESTED = ["contested1", "contested2", "contested3", "contested4", "contested5"];

async function runWorker(order: WorkerOrder): Promise<WorkerReport> {
  const child = fork(
    join(__dirname, "..", "support", "emulator-worker.js"),
    [JSON.stringify(order)],
    {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    },
  );
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  let report: unknown;
  child.on("message", (message) => {
    report = message;
  });
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(code, 0, complaints);
  assert.ok(report !== undefined, complaints);
  return report as WorkerReport;
}

describe("four processes on one SQLite file", function () {
  this.timeout(60_000);
  const file = temporaryFolder();

  it("lose nothing, and let exactly one of the updates with the same ETag win", async () => {
    const path = file("shared.db");
    const audit = await startEmulator({ store: openStore(path), operationMs: OPERATION_MS });
    const contested: Record<string, string> = {};
    for (const name of CONTESTED) contested[name] = await audit.place(name, "Active");

    const reports = await Promise.all(
      WORKERS.map((worker) => runWorker({ path, worker, creates: CREATES, contested })),
    );

    assert.deepEqual(
      reports.flatMap(({ created }) => created.map(({ status }) => status)),
      Array<number>(WORKERS.length * CREATES).fill(202),
    );
    audit.clock.advance(OPERATION_MS);
    const services = (await audit.control("GET", "services")).body as readonly View[];
    assert.equal(services.length, WORKERS.length * CREATES + CONTESTED.length);
    for (const { name, state } of services) assert.equal(state, "Active", name);

    for (const name of CONTESTED) {
      const answers = reports.map(
        ({ updated }) => updated.find((each) => each.name === name)?.status,
      );
      assert.deepEqual([...answers].sort(), [202, 412, 412, 412], name);
      const winner = answers.indexOf(202);
      assert.equal(services.find((service) => service.name === name)?.units, winner + 2);
    }

    const log = (await audit.control("GET", "log")).body as readonly {
      kind: string;
      operation: string;
    }[];
    const requests = log.filter(({ kind }) => kind === "request").map(({ operation }) => operation);
    assert.equal(
      requests.filter((operation) => operation === "Create").length,
      WORKERS.length * CREATES,
    );
    await audit.close();
  });

  it("may all be the first to open it", async () => {
    const path = file("new.db");
    const reports = await Promise.all(
      WORKERS.map((worker) => runWorker({ path, worker, creates: 1, contested: {} })),
    );
    assert.deepEqual(
      reports.flatMap(({ created }) => created),
      WORKERS.map((worker) => ({ name: `worker${worker}x0`, status: 202 })),
    );
    const audit = await startEmulator({ store: openStore(path) });
    assert.equal(
      ((await audit.control("GET", "services")).body as readonly View[]).length,
      WORKERS.length,
    );
    await audit.close();
  });
});
