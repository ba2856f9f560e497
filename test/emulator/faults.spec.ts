import assert from "node:assert/strict";
import type { Operation } from "../../provider/mabs/chart/index.js";
import { resourceXml, sendOperation } from "../support/operations.js";
import {
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  SUBSCRIPTION,
  type Answer,
} from "../support/start-emulator.js";
import { xmlText } from "../support/xml-text.js";

interface Fault {
  readonly operation: string;
  readonly service?: string;
  readonly occurrence: number;
  readonly effect: string;
  readonly fired: boolean;
}

describe("faults", () => {
  const emulator = emulatorFor();
  const set = (fault: unknown): Promise<{ readonly status: number; readonly body: unknown }> =>
    emulator().control("POST", "faults", fault);
  const list = async (): Promise<readonly Fault[]> =>
    (await emulator().control("GET", "faults")).body as readonly Fault[];
  /** Runs an operation to its end and returns the state it leads to. */
  const run = async (name: string, operation: Operation): Promise<string | undefined> => {
    await sendOperation(emulator(), name, operation, "*");
    emulator().clock.advance(OPERATION_MS);
    return (await emulator().view(name))?.state;
  };

  beforeEach(() => emulator().control("POST", "reset"));

  it("are set, listed and taken back", async () => {
    assert.equal(
      (await set({ operation: "Scale", service: "orders", occurrence: 1, effect: "fail" })).status,
      201,
    );
    assert.equal(
      (await set({ operation: "Stop", effect: "reject", status: 503, retryAfter: 5 })).status,
      201,
    );
    assert.deepEqual(
      (await list()).map(({ operation, service, occurrence, effect }) => [
        operation,
        service,
        occurrence,
        effect,
      ]),
      [
        ["Scale", "orders", 1, "fail"],
        ["Stop", undefined, 1, "reject"],
      ],
    );
    assert.equal((await emulator().control("DELETE", "faults")).status, 204);
    assert.deepEqual(await list(), []);
    await emulator().place("orders", "Active");
    assert.equal(await run("orders", "Stop"), "Stopped");
  });

  it("fire at their occurrence, counted from when they were set, once", async () => {
    await emulator().place("orders", "Active");
    assert.equal(await run("orders", "Restart"), "Active");
    await set({ operation: "Restart", service: "orders", occurrence: 2, effect: "fail" });
    assert.equal(await run("orders", "Restart"), "Active");
    assert.equal((await list())[0]?.fired, false);
    assert.equal(await run("orders", "Restart"), "RestartFailed");
    assert.equal((await list())[0]?.fired, true);
    assert.equal(await run("orders", "Restart"), "Active");
  });

  it("count the service they name, in any letter case, and no other", async () => {
    await emulator().place("orders", "Active");
    await emulator().place("invoices", "Active");
    await set({ operation: "Stop", service: "ORDERS", effect: "fail" });
    assert.equal(await run("invoices", "Stop"), "Stopped");
    assert.equal(await run("orders", "Stop"), "StopFailed");
  });

  it("count every service where they name none", async () => {
    await emulator().place("orders", "Active");
    await emulator().place("invoices", "Active");
    await set({ operation: "Stop", occurrence: 2, effect: "fail" });
    assert.equal(await run("invoices", "Stop"), "Stopped");
    assert.equal(await run("orders", "Stop"), "StopFailed");
  });

  it("fire one after the other", async () => {
    await emulator().place("orders", "Active");
    await set({ operation: "Restart", occurrence: 1, effect: "fail" });
    await set({ operation: "Restart", occurrence: 2, effect: "fail" });
    assert.equal(await run("orders", "Restart"), "RestartFailed");
    assert.equal(await run("orders", "Restart"), "RestartFailed");
    assert.equal(await run("orders", "Restart"), "Active");
  });

  it("do not count an operation that was refused", async () => {
    await emulator().place("orders", "Stopped");
    await set({ operation: "Stop", effect: "fail" });
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 409);
    assert.equal(await run("orders", "Start"), "Active");
    assert.equal(await run("orders", "Stop"), "StopFailed");
  });
});

describe("the fault reject", () => {
  const emulator = emulatorFor();
  const set = (fault: unknown): Promise<{ readonly status: number; readonly body: unknown }> =>
    emulator().control("POST", "faults", fault);

  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Active");
  });

  const rejections = [
    [{ status: 503, retryAfter: 7 }, 503, "ServerBusy", "7"],
    [{ status: 429, retryAfter: 0 }, 429, "TooManyRequests", "0"],
    [{ status: 403 }, 403, undefined, null],
    [{ status: 409 }, 409, "ConflictError", null],
    [{}, 500, undefined, null],
  ] as const;

  for (const [extra, status, code, retryAfter] of rejections) {
    it(`turns an operation away with ${JSON.stringify(extra)}: ${status}, an error document, nothing changed`, async () => {
      const etag = (await emulator().view("orders"))?.etag;
      await set({ operation: "Stop", effect: "reject", ...extra });
      const answer = await sendOperation(emulator(), "orders", "Stop", "*");
      assert.equal(answer.status, status);
      assert.notEqual(xmlText(answer.body, "Code") ?? "", "");
      if (code !== undefined) assert.equal(xmlText(answer.body, "Code"), code);
      assert.equal(answer.headers.get("retry-after"), retryAfter);
      assert.equal((await emulator().view("orders"))?.etag, etag);
      assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
    });
  }

  const requests: readonly (readonly [string, () => Promise<Answer>])[] = [
    ["List", () => emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`)],
    ["Get", () => emulator().manage("GET", passThroughOf("orders"))],
    ["Poll", () => emulator().manage("GET", `${passThroughOf("orders")}?OperationStatus/124`)],
    [
      "Create",
      () =>
        emulator().manage("PUT", pathOf("invoices"), {
          body: resourceXml("<Edition>basic</Edition>"),
        }),
    ],
    ["Scale", () => sendOperation(emulator(), "orders", "Scale", "*")],
    [
      "Update Configuration",
      () => sendOperation(emulator(), "orders", "Update Configuration", "*"),
    ],
    ["Delete", () => sendOperation(emulator(), "orders", "Delete", "*")],
    ["Backup", () => sendOperation(emulator(), "orders", "Backup", "*")],
  ];

  for (const [operation, send] of requests) {
    it(`reaches ${operation}`, async () => {
      await set({ operation, effect: "reject", status: 500 });
      assert.equal((await send()).status, 500);
      assert.notEqual((await send()).status, 500);
    });
  }

  /** Body, the field that the answer names, and what it says is accepted. */
  const invalid = [
    [{ effect: "fail" }, "operation", /operation/],
    [{ operation: "Explode", effect: "fail" }, "operation", /Start, Stop, Restart.*Backup/],
    [{ operation: "Stop" }, "effect", /fail.*reject/],
    [{ operation: "Stop", effect: "burn" }, "effect", /fail.*reject/],
    [{ operation: "Stop", effect: "fail", occurrence: 0 }, "occurrence", />=1|at least 1/],
    [{ operation: "Stop", effect: "reject", status: 200 }, "status", />=400|at least 400/],
    [{ operation: "Stop", effect: "reject", retryAfter: -1 }, "retryAfter", />=0|at least 0/],
    [{ operation: "Stop", effect: "fail", times: 2 }, "times", /times/],
    [null, "", /object/],
  ] as const;

  for (const [body, field, accepted] of invalid) {
    it(`and any fault is refused as ${JSON.stringify(body)}: 400 that names ${field || "an object"}`, async () => {
      const answer = await set(body);
      assert.equal(answer.status, 400);
      const text = JSON.stringify(answer.body);
      assert.ok(text.includes(field), text);
      assert.match(text, accepted);
      assert.deepEqual((await emulator().control("GET", "faults")).body, []);
    });
  }

  describe("with a rate", () => {
    /** Which of twenty Backups fail, counted from 1. */
    const failing = async (fault: object): Promise<number[]> => {
      await emulator().control("POST", "reset");
      await emulator().place("orders", "Active");
      await set({ operation: "Backup", effect: "reject", status: 503, ...fault });
      const failed: number[] = [];
      for (let nth = 1; nth <= 20; nth += 1) {
        const { status } = await sendOperation(emulator(), "orders", "Backup", "*");
        if (status === 503) failed.push(nth);
        else assert.equal(status, 202);
        emulator().clock.advance(OPERATION_MS);
      }
      return failed;
    };

    it("happen by chance, and for the same seed at the same occurrences", async () => {
      const first = await failing({ rate: 0.3, seed: 7 });
      assert.ok(first.length >= 1 && first.length <= 14, first.join());
      assert.deepEqual(await failing({ rate: 0.3, seed: 7 }), first);
      assert.notDeepEqual(await failing({ rate: 0.3, seed: 8 }), first);
      assert.equal((await failing({ rate: 1, seed: 7 })).length, 20);
    });

    it("happen to any operation where that is said, and to none before their occurrence", async () => {
      assert.deepEqual(
        await failing({ operation: "any", rate: 1, seed: 7, occurrence: 19 }),
        [19, 20],
      );
    });

    it("are refused without a seed, and with a rate that is none", async () => {
      for (const wrong of [{ rate: 0.3 }, { seed: 7 }, { rate: 0, seed: 7 }, { rate: 2, seed: 7 }])
        assert.equal((await set({ operation: "Stop", effect: "fail", ...wrong })).status, 400);
    });
  });
});
