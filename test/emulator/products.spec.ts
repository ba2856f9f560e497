import assert from "node:assert/strict";
import { described } from "../../provider/emulator/described-route.js";
import { createEmulator, openStore, type Product } from "../../provider/emulator/index.js";
import { deliver, type Answer } from "../../provider/emulator/answer.js";
import { faulted, takeRequestFault } from "../../provider/emulator/faults.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { ManualClock } from "../support/manual-clock.js";

/** A lamp that goes out by itself a second after it was lit: as little of a product as there can be. */
interface Lamp {
  readonly name: string;
  readonly lit: boolean;
}

/** Lamps under `/lamps/`, whose error document is one word and a text. */
function lamps(): Product {
  return {
    addApi: (app, shell) => {
      const { store, clock } = shell;
      app.post<{ Params: { name: string } }>("/lamps/:name/light", ({ params: { name } }, reply) =>
        deliver(reply, shell, {
          take: (isCopy) =>
            store.transaction((records) => {
              const light = (): Answer => {
                records.table<Lamp>("lamp").put(name, { name, lit: true }, clock.now() + 1_000);
                return { status: 200, body: "lit" };
              };
              const reject = (status: number, message: string): Answer => ({
                status,
                body: `REFUSED ${message}`,
              });
              const fault = takeRequestFault(records, "Light", name, isCopy);
              return fault === undefined ? light() : faulted(fault, { answer: light, reject });
            }),
          write: ({ status, body, retryAfter }) =>
            reply
              .status(status)
              .header("retry-after", retryAfter ?? "none")
              .send(body),
        }),
      );
      app.get("/lamps/broken", () => {
        throw new Error("no bulb");
      });
    },
    addControl: (app, { store, clock }) => {
      const all = described("Every lamp", { 200: "Lamps." });
      app.get("/_emulator/lamps", all, () =>
        store.transaction((records) => {
          settleLamps(records, clock.now());
          return records.table<Lamp>("lamp").all();
        }),
      );
    },
    answerError: ({ url, status, message }) =>
      url.startsWith("/lamps/")
        ? { headers: { "content-type": "text/x-lamp" }, body: `BROKEN ${status} ${message}` }
        : undefined,
    settle: settleLamps,
    requestNames: { operations: ["Light"], reads: ["Look At"] },
    health: (records) => ({ lamps: records.table<Lamp>("lamp").all().length }),
  };
}

function settleLamps(records: Parameters<Product["settle"]>[0], now: number): void {
  const table = records.table<Lamp>("lamp");
  for (const lamp of table.due(now)) {
    table.put(lamp.name, { ...lamp, lit: false });
    records.log.append({
      kind: "transition",
      at: "",
      service: lamp.name,
      operation: "Light",
      from: "lit",
      to: "out",
    });
  }
}

function emulatorOf(...products: readonly Product[]) {
  const clock = new ManualClock();
  const store = openStore("memory");
  const emulator = createEmulator({ store, clock, products });
  const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
  return {
    clock,
    ask: (method: string, url: string, body?: unknown) =>
      emulator.request({
        method,
        url,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    close: () => emulator.close(),
  };
}

describe("an emulator with one product that is not BizTalk Services", () => {
  let emulator = emulatorOf(lamps());
  beforeEach(() => {
    emulator = emulatorOf(lamps());
  });
  afterEach(() => emulator.close());

  it("serves its routes and its part of the control plane, and has none of another's", async () => {
    assert.equal((await emulator.ask("POST", "/lamps/desk/light")).body, "lit");
    assert.equal(
      (await emulator.ask("GET", "/_emulator/lamps")).body,
      '[{"name":"desk","lit":true}]',
    );
    assert.equal((await emulator.ask("GET", "/_emulator/services")).status, 404);
    assert.equal((await emulator.ask("GET", "/subscription/cloudservices")).status, 404);
  });

  it("settles it before the log is shown", async () => {
    await emulator.ask("POST", "/lamps/desk/light");
    assert.equal((await emulator.ask("GET", "/_emulator/log")).body, "[]");
    emulator.clock.advance(1_000);
    assert.match(
      (await emulator.ask("GET", "/_emulator/log")).body,
      /"service":"desk".*"to":"out"/,
    );
  });

  it("answers an error on its path in its own form, and on any other path in words", async () => {
    const broken = await emulator.ask("GET", "/lamps/broken");
    assert.equal(broken.status, 500);
    assert.equal(broken.headers["content-type"], "text/x-lamp");
    assert.equal(broken.body, "BROKEN 500 no bulb");
    const elsewhere = await emulator.ask("PUT", "/elsewhere", "x".repeat(9 * 1024 * 1024));
    assert.equal(elsewhere.status, 413);
    assert.equal(elsewhere.headers["content-type"], "text/plain; charset=utf-8");
    assert.match(elsewhere.body, /too large/);
  });

  it("takes faults for the requests that it names, and says which those are", async () => {
    const unknown = await emulator.ask("POST", "/_emulator/faults", {
      operation: "Stop",
      effect: "fail",
    });
    assert.equal(unknown.status, 400);
    assert.deepEqual(JSON.parse(unknown.body), {
      error: ['operation: "Stop" is not an operation; one of Light, Look At, any'],
    });
    const read = await emulator.ask("POST", "/_emulator/faults", {
      operation: "look-at",
      effect: "stall",
    });
    assert.deepEqual(JSON.parse(read.body), {
      error: [
        "effect: a request that changes nothing takes reject, drop-before, drop-after, delay, repeat",
      ],
    });
    const set = await emulator.ask("POST", "/_emulator/faults", {
      operation: "LIGHT",
      effect: "fail",
    });
    assert.equal(set.status, 201);
    assert.match(set.body, /"operation":"Light"/);
  });

  it("has it write the refusal of a fault, for the thing that the fault names", async () => {
    const fault = {
      operation: "Light",
      service: "DESK",
      effect: "reject",
      status: 503,
      retryAfter: 4,
    };
    await emulator.ask("POST", "/_emulator/faults", fault);
    assert.equal((await emulator.ask("POST", "/lamps/hall/light")).status, 200);
    const refused = await emulator.ask("POST", "/lamps/desk/light");
    assert.equal(refused.status, 503);
    assert.equal(refused.headers["retry-after"], "4");
    assert.equal(refused.body, "REFUSED rejected by a scripted fault (Light, occurrence 1)");
    assert.equal((await emulator.ask("POST", "/lamps/desk/light")).status, 200);
  });
});

describe("an emulator with two products", () => {
  let emulator = emulatorOf(lamps(), emulatedServices());
  beforeEach(() => {
    emulator = emulatorOf(lamps(), emulatedServices({ operationMs: 5_000 }));
  });
  afterEach(() => emulator.close());

  it("says the health of both in one document", async () => {
    await emulator.ask("PUT", "/_emulator/services/integration/orders", { state: "Active" });
    await emulator.ask("POST", "/lamps/desk/light");
    await emulator.ask("POST", "/lamps/hall/light");
    const { now, ...health } = JSON.parse(
      (await emulator.ask("GET", "/_emulator/health")).body,
    ) as { now: string };
    assert.deepEqual(health, {
      status: "ok",
      profile: "chart",
      operationMs: 5_000,
      services: 1,
      lamps: 2,
    });
    assert.match(now, /^\d{4}-\d{2}-\d{2}T/);
  });

  it("answers an error in the form of the product whose path it is", async () => {
    const tooLarge = "x".repeat(9 * 1024 * 1024);
    const ofServices = await emulator.ask(
      "PUT",
      "/subscription/cloudservices/integration",
      tooLarge,
    );
    assert.equal(ofServices.status, 413);
    assert.equal(ofServices.headers["content-type"], "application/xml; charset=utf-8");
    assert.match(ofServices.body, /<Code>BadRequest<\/Code>/);
    assert.equal((await emulator.ask("GET", "/lamps/broken")).body, "BROKEN 500 no bulb");
  });

  it("takes faults for the requests of both", async () => {
    for (const operation of ["Light", "Look At", "Scale", "Check Name"]) {
      const { status } = await emulator.ask("POST", "/_emulator/faults", {
        operation,
        effect: "reject",
      });
      assert.equal(status, 201, operation);
    }
    const { body } = await emulator.ask("POST", "/_emulator/faults", {
      operation: "Explode",
      effect: "reject",
    });
    assert.match(body, /one of Light, Start, .*, Restore, Look At, List, .*, Get Backup, any"/);
  });

  it("forgets what both have at a reset", async () => {
    await emulator.ask("PUT", "/_emulator/services/integration/orders", { state: "Active" });
    await emulator.ask("POST", "/lamps/desk/light");
    assert.equal((await emulator.ask("POST", "/_emulator/reset")).status, 204);
    assert.equal((await emulator.ask("GET", "/_emulator/services")).body, "[]");
    assert.equal((await emulator.ask("GET", "/_emulator/lamps")).body, "[]");
  });
});
