import assert from "node:assert/strict";
import {
  createEmulator,
  openStore,
  VirtualClock,
  type Store,
} from "../../provider/emulator/index.js";
import {
  emulatedServices,
  type EmulatedServicesOptions,
} from "../../provider/mabs/emulator/index.js";
import { passThroughOf, pathOf } from "../support/start-emulator.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const STARTS_AT = Date.parse("2016-05-16T08:00:00.000Z");

interface Asked {
  readonly status: number;
  readonly json: unknown;
}

/** An emulator in process with a virtual clock, and the control plane's requests to it. */
function virtual({
  store = openStore("memory"),
  ...options
}: { readonly store?: Store } & EmulatedServicesOptions = {}) {
  const clock = new VirtualClock(STARTS_AT);
  const emulator = createEmulator({
    store,
    clock,
    products: [emulatedServices({ operationMs: 1_000, ...options })],
  });
  const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
  const ask = async (method: string, url: string, body?: unknown): Promise<Asked> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await emulator.request({ method, url, headers, ...content });
    const isJson = url.startsWith("/_emulator") && answer.body !== "";
    return { status: answer.status, json: isJson ? JSON.parse(answer.body) : answer.body };
  };
  return {
    clock,
    ask,
    advance: (advanceMs: number) => ask("POST", "/_emulator/clock", { advanceMs }),
    place: (name: string, state: string) =>
      ask("PUT", `/_emulator/services/integration/${name}`, { state, edition: "Premium" }),
    stateOf: async (name: string): Promise<string | undefined> => {
      const services = (await ask("GET", "/_emulator/services")).json as {
        name: string;
        state: string;
      }[];
      return services.find((service) => service.name === name)?.state;
    },
    request: (request: Parameters<typeof emulator.request>[0]) => emulator.request(request),
    close: () => emulator.close(),
  };
}

describe("POST /_emulator/clock on a virtual clock", () => {
  let emulator = virtual();
  beforeEach(() => {
    emulator = virtual();
  });
  afterEach(() => emulator.close());

  it("moves time by that much, and says what it is now; health says the same", async () => {
    assert.deepEqual(await emulator.advance(1_500), {
      status: 200,
      json: { now: "2016-05-16T08:00:01.500Z" },
    });
    assert.deepEqual(await emulator.advance(0), {
      status: 200,
      json: { now: "2016-05-16T08:00:01.500Z" },
    });
    const { json } = await emulator.ask("GET", "/_emulator/health");
    assert.deepEqual(
      (json as Readonly<Record<string, unknown>>)["now"],
      "2016-05-16T08:00:01.500Z",
    );
  });

  it("alone ends operations, at the millisecond at which they are due", async () => {
    await emulator.place("orders", "Active");
    assert.equal((await emulator.ask("POST", `${passThroughOf("orders")}?comp=stop`)).status, 202);
    for (let look = 0; look < 3; look += 1)
      assert.equal(await emulator.stateOf("orders"), "Stopping");
    await emulator.advance(999);
    assert.equal(await emulator.stateOf("orders"), "Stopping");
    await emulator.advance(1);
    assert.equal(await emulator.stateOf("orders"), "Stopped");
  });

  it("ends several operations, each at its own time in the log", async () => {
    await emulator.place("orders", "Active");
    await emulator.place("invoices", "Stopped");
    await emulator.ask("POST", `${passThroughOf("orders")}?comp=stop`);
    await emulator.advance(400);
    await emulator.ask("POST", `${passThroughOf("invoices")}?comp=start`);
    await emulator.advance(86_400_000);
    const log = (await emulator.ask("GET", "/_emulator/log")).json as { at: string; to?: string }[];
    assert.deepEqual(
      log.filter(({ to }) => to === "Stopped" || to === "Active").map(({ at, to }) => [at, to]),
      [
        ["2016-05-16T08:00:00.000Z", "Active"],
        ["2016-05-16T08:00:00.000Z", "Stopped"],
        ["2016-05-16T08:00:01.000Z", "Stopped"],
        ["2016-05-16T08:00:01.400Z", "Active"],
      ],
    );
  });

  it("frees a held name", async () => {
    const holding = virtual({ nameHeldMs: 5_000 });
    const body =
      "<Resource><IntrinsicSettings><ServiceSettings><Edition>basic</Edition></ServiceSettings></IntrinsicSettings></Resource>";
    const create = async (): Promise<number> => {
      const headers = { "content-type": "application/xml", "x-ms-version": "2013-04-26" };
      return (await holding.request({ method: "PUT", url: pathOf("orders"), headers, body }))
        .status;
    };
    await holding.place("orders", "Active");
    await holding.ask("DELETE", pathOf("orders"));
    await holding.advance(5_999);
    assert.equal(await create(), 409);
    await holding.advance(1);
    assert.equal(await create(), 202);
    await holding.close();
  });

  it("lets an answer go that a fault holds back", async () => {
    await emulator.place("orders", "Active");
    await emulator.ask("POST", "/_emulator/faults", {
      operation: "Stop",
      effect: "delay",
      delayMs: 3_000,
    });
    let answered = false;
    const stopping = emulator.ask("POST", `${passThroughOf("orders")}?comp=stop`).then((answer) => {
      answered = true;
      return answer;
    });
    while ((await emulator.stateOf("orders")) !== "Stopping") await emulator.advance(0);
    await emulator.advance(2_999);
    assert.equal(
      await emulator.stateOf("orders"),
      "Stopped",
      "it took effect, and has ended since",
    );
    assert.equal(answered, false);
    await emulator.advance(1);
    assert.equal((await stopping).status, 202);
  });

  /** Body, and what the answer names. */
  const invalid = [
    [{}, /advanceMs/],
    [{ advanceMs: -1 }, /advanceMs.*(>=0|at least 0)/],
    [{ advanceMs: 1.5 }, /advanceMs.*int/],
    [{ advanceMs: 8_640_000_000_000_000 }, /advanceMs.*(<=|at most)/],
    [{ advanceMs: "60" }, /advanceMs.*number/],
    [{ advanceMs: 1, to: "tomorrow" }, /to/],
    [{ ms: 1 }, /advanceMs/],
    [null, /object/],
    [[1], /object/],
  ] as const;
  for (const [body, says] of invalid) {
    it(`refuses ${JSON.stringify(body)}: 400, and time stands still`, async () => {
      const { status, json } = await emulator.ask("POST", "/_emulator/clock", body);
      assert.equal(status, 400);
      assert.match(JSON.stringify(json), says);
      assert.equal(emulator.clock.now(), STARTS_AT);
      assert.equal(
        (await emulator.ask("GET", "/_emulator/health")).status,
        200,
        "it goes on serving",
      );
    });
  }
});

describe("the virtual clock", () => {
  it("wakes who sleeps until then, earliest first, and no one else", async () => {
    const clock = new VirtualClock(STARTS_AT);
    const woken: string[] = [];
    const sleep = (ms: number, name: string): Promise<unknown> =>
      clock.sleep(ms).then(() => woken.push(name));
    const [third, second, first] = [sleep(1_000, "third"), sleep(20, "second"), sleep(10, "first")];
    clock.advance(9);
    await Promise.resolve();
    assert.deepEqual(woken, []);
    clock.advance(11);
    await Promise.all([first, second]);
    assert.deepEqual(woken, ["first", "second"]);
    clock.advance(980);
    await third;
    assert.deepEqual(woken, ["first", "second", "third"]);
    assert.equal(clock.now(), STARTS_AT + 1_000);
  });

  it("does not hold who sleeps for no time", async () => {
    await new VirtualClock(STARTS_AT).sleep(0);
  });

  const file = temporaryFolder();
  it("finds in the file what has become due by its own time", async () => {
    const path = file("clock.db");
    const first = virtual({ store: openStore(path) });
    await first.place("orders", "Active");
    await first.ask("POST", `${passThroughOf("orders")}?comp=stop`);
    await first.close();
    const second = virtual({ store: openStore(path) });
    assert.equal(await second.stateOf("orders"), "Stopping");
    await second.advance(1_000);
    assert.equal(await second.stateOf("orders"), "Stopped");
    await second.close();
  });
});

describe("POST /_emulator/clock on the real clock", () => {
  it("is 409 in words, and ends nothing", async () => {
    const emulator = createEmulator({ products: [emulatedServices({ operationMs: 3_600_000 })] });
    const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
    const ask = (method: string, url: string, body?: unknown) =>
      emulator.request({
        method,
        url,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    await ask("PUT", "/_emulator/services/integration/orders", { state: "Active" });
    await ask("POST", `${passThroughOf("orders")}?comp=stop`);
    const answer = await ask("POST", "/_emulator/clock", { advanceMs: 3_600_000 });
    assert.equal(answer.status, 409);
    assert.deepEqual(JSON.parse(answer.body), {
      error: ["the clock is real: start the emulator with --clock virtual"],
    });
    assert.match((await ask("GET", "/_emulator/services")).body, /"state":"Stopping"/);
    const { now } = JSON.parse((await ask("GET", "/_emulator/health")).body) as { now: string };
    // eslint-disable-next-line no-restricted-syntax -- that it is the present is what is shown here
    assert.ok(Math.abs(Date.parse(now) - Date.now()) < 60_000, now);
    await emulator.close();
  });
});

describe("sleeping on a virtual clock", () => {
  it("ends with the reason of its signal, at once, and then wakes nobody", async () => {
    const clock = new VirtualClock(STARTS_AT);
    const ending = new AbortController();
    const asleep = clock.sleep(1_000, ending.signal);
    ending.abort(new Error("the process ends"));
    await assert.rejects(asleep, /the process ends/);
    clock.advance(1_000);
    await assert.rejects(clock.sleep(1, ending.signal), /the process ends/);
  });
});
