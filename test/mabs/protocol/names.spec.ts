import assert from "node:assert/strict";
import {
  API_VERSION,
  API_VERSION_MIN,
  BACKUP_NAME_PATTERN,
  CLOUD_SERVICE_NAME_MAX,
  SERVICE_NAME_PATTERN,
  serviceUrl,
  WIRE_OPERATIONS,
} from "../../../provider/mabs/protocol/index.js";

const long = (count: number): string => "a".repeat(count);

describe("a service's name", () => {
  // 6 to 20 letters and digits, letter first (D-26).
  for (const name of [
    "orders",
    "Orders",
    "o12345",
    "ORDERS2016",
    `a${"9".repeat(19)}`,
    long(6),
    long(20),
  ]) {
    it(`may be ${name}`, () => {
      assert.match(name, SERVICE_NAME_PATTERN);
    });
  }
  for (const name of [
    "",
    "order",
    long(5),
    long(21),
    "1orders",
    "my-orders",
    "orders_1",
    "orders.1",
    "bestellüng",
    " orders",
    "orders\n",
  ]) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.doesNotMatch(name, SERVICE_NAME_PATTERN);
    });
  }
});

describe("a backup's name", () => {
  // 3 to 63 lower-case letters, digits and single hyphens, letter or digit first and last (docs/protocol.md, Names).
  for (const name of ["abc", "123", "backup-2012-21-02", "0-a", long(63), `${"a-".repeat(31)}a`]) {
    it(`may be ${name}`, () => {
      assert.match(name, BACKUP_NAME_PATTERN);
    });
  }
  for (const name of [
    "",
    "ab",
    long(64),
    "-abc",
    "abc-",
    "a--b",
    "Backup",
    "back_up",
    "back.up",
    "back up",
    "sicherüng",
    "abc\n",
  ]) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.doesNotMatch(name, BACKUP_NAME_PATTERN);
    });
  }
});

describe("a container's name", () => {
  it("has at most 64 characters", () => {
    assert.equal(CLOUD_SERVICE_NAME_MAX, 64);
  });
});

describe("a service's URL", () => {
  it("is its name at biztalk.windows.net, in lower case", () => {
    assert.equal(serviceUrl("Orders"), "https://orders.biztalk.windows.net");
  });

  it("is its own domain where it has one", () => {
    assert.equal(serviceUrl("Orders", "orders.example.com"), "https://orders.example.com");
  });
});

describe("protocol versions", () => {
  it("send 2013-04-26 and admit 2012-08-01", () => {
    assert.deepEqual([API_VERSION, API_VERSION_MIN], ["2013-04-26", "2012-08-01"]);
  });
});

describe("operations as requests", () => {
  const table = {
    Create: "PUT -",
    Restore: "PUT -",
    Scale: "PUT -",
    "Update Configuration": "PUT -",
    Delete: "DELETE -",
    Suspend: "POST suspend",
    Resume: "POST resume",
    Restart: "POST restart",
    Start: "POST start",
    Stop: "POST stop",
    Backup: "POST backup",
  } as const;

  it("are these, method and comp", () => {
    const requests = Object.entries(WIRE_OPERATIONS).map(([operation, wire]) => [
      operation,
      `${wire.method} ${"comp" in wire ? wire.comp : "-"}`,
    ]);
    assert.deepEqual(Object.fromEntries(requests), table);
  });

  it("are documented for Create, Suspend and Backup, decisions for the others", () => {
    const documented = Object.entries(WIRE_OPERATIONS).filter(
      ([, { mark }]) => mark === "documented",
    );
    assert.deepEqual(documented.map(([operation]) => operation).sort(), [
      "Backup",
      "Create",
      "Suspend",
    ]);
  });
});
