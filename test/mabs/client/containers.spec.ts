import assert from "node:assert/strict";
import {
  createManagementClient,
  type InProcessTransport,
  type ManagementClient,
} from "../../../provider/mabs/client/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { rejection } from "../../support/scripted-endpoint.js";

const CONTAINER = "/s/cloudservices/integration";
const NOT_FOUND = {
  status: 404,
  headers: {},
  body: "<Error><Code>ResourceNotFound</Code></Error>",
};
const ACCEPTED = { status: 202, headers: { "x-ms-request-id": "1" }, body: "" };
const FAILED = {
  status: 409,
  headers: {},
  body: "<Error><Code>ConflictError</Code><Message>no</Message></Error>",
};

interface World {
  readonly clock: ManualClock;
  readonly client: ManagementClient;
  readonly seen: string[];
  readonly create: (name: string, cloudService?: string) => Promise<string>;
}

/** A client whose container answers from a list; everything else is accepted. */
function world(ofContainer: readonly Awaited<ReturnType<InProcessTransport>>[]): World {
  const seen: string[] = [];
  const clock = new ManualClock();
  const script = [...ofContainer];
  const client = createManagementClient({
    endpoint: "emulator:test",
    subscriptionId: "s",
    clock,
    transport: ({ method, url }) => {
      seen.push(`${method} ${url}`);
      const answer = url.toLowerCase() === CONTAINER ? (script.shift() ?? ACCEPTED) : ACCEPTED;
      return Promise.resolve(answer);
    },
  });
  const create: World["create"] = (serviceName, cloudService = "integration") =>
    client.send({
      operation: "Create",
      service: { cloudService, serviceName },
      region: "West Europe",
      body: { edition: "Basic", configuration: {} },
    });
  return { client, clock, seen, create };
}

const ofContainer = (seen: readonly string[]): string[] =>
  seen.filter((line) => line.toLowerCase().endsWith("cloudservices/integration"));

describe("the container of a new service", () => {
  it("is made once for twenty services that are created at the same time", async () => {
    const { seen, create } = world([NOT_FOUND]);
    const names = Array.from({ length: 20 }, (_, index) => `orders${index}`);
    await Promise.all(names.map((name) => create(name)));
    assert.deepEqual(ofContainer(seen), [
      `GET ${CONTAINER}`,
      `PUT ${CONTAINER}`,
      `GET ${CONTAINER}`,
    ]);
    assert.deepEqual(seen.slice(0, 3), ofContainer(seen), "before any service");
    assert.equal(seen.length, 23);
  });

  it("is made once whatever the letter case", async () => {
    const { seen, create } = world([NOT_FOUND]);
    await Promise.all([create("orders"), create("invoices", "INTEGRATION")]);
    assert.equal(ofContainer(seen).length, 3);
  });

  it("is waited for where it is not there at once", async () => {
    const { seen, create, clock } = world([NOT_FOUND, ACCEPTED, NOT_FOUND, NOT_FOUND]);
    await create("orders");
    assert.deepEqual(
      ofContainer(seen).map((line) => line.split(" ")[0]),
      ["GET", "PUT", "GET", "GET", "GET"],
    );
    assert.deepEqual(clock.sleeps, [200, 400]);
    assert.match(seen.at(-1) ?? "", /^PUT .*orders$/);
  });

  it("that never comes is an error that says so, and no service is sent", async () => {
    const { seen, create } = world([
      NOT_FOUND,
      ACCEPTED,
      ...Array.from({ length: 9 }, () => NOT_FOUND),
    ]);
    const { code, message } = await rejection(create("orders"));
    assert.equal(code, "unavailable");
    assert.match(message, /cloud service integration was made and is not there after 30 s/);
    assert.ok(seen.every((line) => line.endsWith("/cloudservices/integration")));
  });

  it("is left alone when it is there", async () => {
    const body = "<CloudService><Name>integration</Name></CloudService>";
    const { seen, create } = world([{ status: 200, headers: {}, body }]);
    await create("orders");
    await create("invoices");
    assert.deepEqual(ofContainer(seen), [`GET ${CONTAINER}`]);
  });

  it("that comes with the last look is there", async () => {
    const { seen, create, clock } = world([
      NOT_FOUND,
      ACCEPTED,
      ...Array.from({ length: 8 }, () => NOT_FOUND),
    ]);
    await create("orders");
    assert.deepEqual(clock.sleeps, [200, 400, 800, 1_600, 3_000, 6_000, 9_000, 9_000]);
    assert.match(seen.at(-1) ?? "", /^PUT .*orders$/);
  });

  it("is tried again with the next service when making it has failed, and no service was sent before", async () => {
    const { seen, create } = world([NOT_FOUND, FAILED, NOT_FOUND]);
    const results = await Promise.all([rejection(create("orders")), rejection(create("invoices"))]);
    assert.deepEqual(
      results.map(({ code }) => code),
      ["request-refused", "request-refused"],
    );
    assert.equal(seen.length, 2);
    await create("orders");
    assert.deepEqual(seen.slice(2, 4), [`GET ${CONTAINER}`, `PUT ${CONTAINER}`]);
    assert.equal(seen.length, 6);
  });

  it("is not asked for by any other operation", async () => {
    const { client, seen } = world([]);
    await client.send({
      operation: "Stop",
      service: { cloudService: "integration", serviceName: "orders" },
      region: "West Europe",
    });
    assert.deepEqual(ofContainer(seen), []);
  });
});
