import assert from "node:assert/strict";
import { readChecked } from "../../../provider/doors/dynamic/checked-inputs.js";
import { readOutputs } from "../../../provider/doors/dynamic/service-outputs.js";
import { compare, type Difference } from "../../../provider/mabs/lifecycle/index.js";
import { parseAge, parseDuration } from "../../../provider/pulumi/duration.js";
import { changedOneShots, changedSecrets } from "../../../provider/mabs/judge/one-shots.js";
import { engineRun } from "../../../provider/doors/dynamic/engine-run.js";
import { splitUnknown, UNKNOWN, type Properties } from "../../../provider/pulumi/unknown.js";
import { isOlder } from "../../../provider/resources/pulumi-version.js";

describe("parseDuration()", () => {
  const durations = [
    { text: "250ms", ms: 250 },
    { text: "90s", ms: 90_000 },
    { text: "10m", ms: 600_000 },
    { text: "2h", ms: 7_200_000 },
    { text: "0s", ms: 0 },
    { text: "", ms: undefined },
    { text: "10", ms: undefined },
    { text: "s", ms: undefined },
    { text: "1.5h", ms: 5_400_000 },
    { text: "1h30m", ms: 5_400_000 },
    { text: "1h30", ms: undefined },
    { text: "1..5h", ms: undefined },
    { text: "-1s", ms: undefined },
    { text: "10 m", ms: undefined },
    { text: "2d", ms: undefined },
  ] as const;
  for (const { text, ms } of durations) {
    it(`reads "${text}" as ${ms === undefined ? "no duration" : `${ms} ms`}`, () => {
      assert.equal(parseDuration(text), ms);
    });
  }
});

describe("an age", () => {
  for (const [text, ms] of [
    ["30d", 2_592_000_000],
    ["1d12h", 129_600_000],
    ["12h", 43_200_000],
    ["30", undefined],
    ["d", undefined],
  ] as const)
    it(`"${text}" is ${ms === undefined ? "none" : `${ms} ms`}`, () => {
      assert.equal(parseAge(text), ms);
    });
});

describe("splitUnknown()", () => {
  it("takes unknown values out at any depth, and says where they were", () => {
    const { known, unknown } = splitUnknown({
      a: 1,
      b: UNKNOWN,
      c: { d: UNKNOWN, e: { f: UNKNOWN, g: 2 } },
    });
    assert.deepEqual(known, { a: 1, c: { e: { g: 2 } } });
    assert.deepEqual(unknown, ["b", "c.d", "c.e.f"]);
  });

  it("takes a list with an unknown member as a whole", () => {
    assert.deepEqual(splitUnknown({ list: [1, { a: UNKNOWN }] }), { known: {}, unknown: ["list"] });
  });
});

const diff = (olds: Properties, news: Properties): Difference =>
  compare(undefined, readOutputs(olds), readChecked(news));

describe("compare()", () => {
  const INPUTS = {
    serviceName: "orders",
    cloudService: "integration",
    region: "West Europe",
    edition: "Premium",
    units: 1,
    state: "Active",
    configuration: { customDomainUrl: "orders.example.com" },
    detours: false,
    recovery: "inPlace",
    adopt: false,
    timeouts: { settle: "1h", operation: "2h" },
    endpoint: "emulator:./biztalk.db",
  };
  const rows = [
    { what: "equal inputs", news: {}, changes: false, replaces: [] },
    {
      what: "another plan alone",
      news: { plan: ["noop from Active"], __plan: {} },
      changes: false,
      replaces: [],
    },
    { what: "other units", news: { units: 2 }, changes: true, replaces: [] },
    { what: "another power", news: { state: "Stopped" }, changes: true, replaces: [] },
    {
      what: "units that are unmanaged now",
      news: { units: undefined },
      changes: false,
      replaces: [],
    },
    {
      what: "a power that is unmanaged now",
      news: { state: undefined },
      changes: false,
      replaces: [],
    },
    {
      what: "another setting",
      news: { configuration: { customDomainUrl: "b.example.com" } },
      changes: true,
      replaces: [],
    },
    {
      what: "a flag, which delete sees only in outputs",
      news: { detours: true },
      changes: true,
      replaces: [],
    },
    {
      what: "another timeout",
      news: { timeouts: { settle: "2h", operation: "2h" } },
      changes: true,
      replaces: [],
    },
    {
      what: "another endpoint",
      news: { endpoint: "emulator:./b.db" },
      changes: true,
      replaces: [],
    },
    {
      what: "a name that is not known yet",
      news: { serviceName: UNKNOWN },
      changes: true,
      replaces: [],
    },
    {
      what: "a container that is not known yet",
      news: { cloudService: UNKNOWN },
      changes: true,
      replaces: [],
    },
    {
      what: "another name",
      news: { serviceName: "billing" },
      changes: true,
      replaces: ["serviceName"],
    },
    {
      what: "another container",
      news: { cloudService: "other" },
      changes: true,
      replaces: ["cloudService"],
    },
    {
      what: "the name in another case",
      news: { serviceName: "ORDERS" },
      changes: false,
      replaces: [],
    },
    {
      what: "the container in another case",
      news: { cloudService: "Integration" },
      changes: false,
      replaces: [],
    },
  ] as const;
  for (const { what, news, changes, replaces } of rows) {
    it(`${changes ? "says a change for" : "says no change for"} ${what}`, () => {
      const found = diff(INPUTS, { ...INPUTS, ...news });
      assert.deepEqual(found, { changes, replaces });
    });
  }

  it("says a change for a run that was left incomplete", () => {
    assert.equal(
      diff({ ...INPUTS, __record: { urn: "", runs: 0, incomplete: true } }, INPUTS).changes,
      true,
    );
  });

  it("takes anything as old outputs: in a refresh the roles are swapped", () => {
    assert.doesNotThrow(() => diff({}, INPUTS));
    assert.doesNotThrow(() => diff(INPUTS, {}));
    assert.doesNotThrow(() =>
      diff({ serviceName: 1, configuration: null }, { serviceName: UNKNOWN }),
    );
  });
});

describe("one-shots that are due", () => {
  const secret = (trackingStore: string) => ({
    configuration: { trackingStore, customDomainUrl: "orders.example.com" },
  });

  it("are those whose value changed", () => {
    const before = { restartTriggers: 1, backup: { name: "monday", store: "s" }, ...secret("a") };
    const after = { restartTriggers: 2, backup: { name: "tuesday", store: "s" }, ...secret("b") };
    assert.deepEqual(Object.keys(changedOneShots(before, after)).sort(), [
      "backup",
      "restartTriggers",
      "secrets",
    ]);
  });

  it("are none for equal values, whatever the order of their keys", () => {
    const before = {
      restartTriggers: { a: 1, b: [1, 2] },
      backup: { name: "monday", store: "s" },
      ...secret("a"),
    };
    const after = {
      restartTriggers: { b: [1, 2], a: 1 },
      backup: { name: "monday", store: "other" },
      ...secret("a"),
    };
    assert.deepEqual(changedOneShots(before, after), {});
  });

  it("are none for what is not given any more: it is unmanaged", () => {
    const before = { restartTriggers: 1, backup: { name: "monday", store: "s" }, ...secret("a") };
    assert.deepEqual(changedOneShots(before, { configuration: {} }), {});
  });

  it("hold digests, never a secret", () => {
    assert.doesNotMatch(
      JSON.stringify(changedOneShots(secret("top-secret-1"), secret("top-secret-2"))),
      /top-secret/,
    );
  });

  it("name the secret settings that changed, and no readable one", () => {
    assert.deepEqual(changedSecrets(secret("a"), secret("b")), ["trackingStore"]);
  });
});

describe("isOlder()", () => {
  const versions = [
    { version: "3.215.0", older: true },
    { version: "3.215.99", older: true },
    { version: "2.999.0", older: true },
    { version: "v3.9.0", older: true },
    { version: "3.216.0", older: false },
    { version: "3.216.0-alpha.1", older: false },
    { version: "v3.216.1", older: false },
    { version: "3.1000.0", older: false },
    { version: "4.0.0", older: false },
    { version: "", older: false },
    { version: "dev", older: false },
  ] as const;
  for (const { version, older } of versions) {
    it(`takes "${version}" for ${older ? "older than" : "no older than"} 3.216.0`, () => {
      assert.equal(isOlder(version, "3.216.0"), older);
    });
  }
});

describe("a run of the engine", () => {
  const argv = ["node", "dynamic-provider/index.js", "127.0.0.1:45905"];
  const runWith = (logs: string): string => engineRun(argv, { PULUMI_LOG_OTLP_ENDPOINT: logs });

  it("is another one at the same port, when the engine listens to logs at another", () => {
    assert.notEqual(runWith("localhost:45889"), runWith("localhost:45890"));
    assert.equal(runWith("localhost:45889"), runWith("localhost:45889"));
  });

  it("is told by its address alone where the engine does not listen to logs", () => {
    assert.equal(engineRun(argv, {}), "127.0.0.1:45905");
    assert.equal(engineRun([], {}), "");
  });
});
