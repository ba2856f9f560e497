import assert from "node:assert/strict";
import { unpackPlan } from "../../../provider/doors/dynamic/packed-plan.js";
import { hostFor, inDryRun, newsFor, UNKNOWN } from "./host.js";

/** Pulumi's sentinels: constants of its SDK, the same in every language. */
const SENTINELS = {
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;

const KNOWN = { endpoint: "emulator:./biztalk.db" };

describe("a value that is not known yet, in a dry run", () => {
  const host = hostFor();
  before(async () => {
    await host().control.place("orders", "Active", {
      units: 1,
      configuration: { customDomainUrl: "orders.example.com" },
    });
    await host().control.place("stopped", "Stopped", { units: 1 });
  });

  for (const [kind, sentinel] of Object.entries(SENTINELS)) {
    for (const field of [
      "state",
      "units",
      "edition",
      "restartTriggers",
      "serviceName",
      "cloudService",
      "backup",
    ]) {
      it(`of kind ${kind} in ${field} leaves the plan unknown, neither legal nor refused`, async () => {
        const { inputs, failures } = await host().check(
          KNOWN,
          inDryRun(newsFor("orders", { [field]: sentinel })),
        );
        assert.deepEqual(failures, []);
        assert.equal(inputs[field], UNKNOWN);
        assert.equal(inputs["plan"], UNKNOWN);
      });
    }

    it(`of kind ${kind} in a setting is an Update Configuration whose value is known at up`, async () => {
      const news = newsFor("orders", { configuration: { customDomainUrl: sentinel } });
      const { inputs, failures } = await host().check(KNOWN, inDryRun(news));
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs["configuration"], { customDomainUrl: UNKNOWN });
      assert.match(JSON.stringify(inputs["plan"]), /Update Configuration.*value known at up/);
    });

    it(`of kind ${kind} in the whole configuration refuses nothing`, async () => {
      const { inputs, failures } = await host().check(
        KNOWN,
        inDryRun(newsFor("orders", { configuration: sentinel })),
      );
      assert.deepEqual(failures, []);
      assert.equal(inputs["configuration"], UNKNOWN);
    });
  }

  it("in a backup's store leaves the backup judged: its name is known", async () => {
    const news = newsFor("orders", { backup: { name: "nightly-1", store: UNKNOWN } });
    const { inputs } = await host().check(KNOWN, inDryRun(news));
    assert.deepEqual(unpackPlan(inputs)?.verdict, "legal");
    assert.match(JSON.stringify(inputs["plan"]), /Backup: Active to Active, backup nightly-1/);
    assert.deepEqual(inputs["backup"], { name: "nightly-1", store: UNKNOWN });
  });

  it("in one group of settings leaves the others judged", async () => {
    const configuration = {
      customDomainUrl: "new.example.com",
      certificate: { data: UNKNOWN, password: UNKNOWN },
      backupSchedule: { store: "AccountKey=k", frequencyDays: 1, retentionDays: 7 },
    };
    const { inputs } = await host().check(KNOWN, inDryRun(newsFor("orders", { configuration })));
    const plan = JSON.stringify(inputs["plan"]);
    assert.match(plan, /customDomainUrl/);
    assert.match(plan, /certificate\.data \[secret\] \(value known at up\)/);
  });

  it("in restoreFrom leaves a service that exists as it is, and one that is to be made for later", async () => {
    const restoreFrom = { name: UNKNOWN, store: UNKNOWN };
    const there = await host().check(KNOWN, inDryRun(newsFor("orders", { restoreFrom })));
    assert.equal(unpackPlan(there.inputs)?.verdict, "noop");
    const gone = await host().check(KNOWN, inDryRun(newsFor("nothing", { restoreFrom })));
    assert.equal(gone.inputs["plan"], UNKNOWN);
  });

  it("keeps a known input that is refused whatever the rest will be", async () => {
    const news = newsFor("stopped", { state: "Stopped", units: 3, restartTriggers: UNKNOWN });
    const { inputs } = await host().check(KNOWN, inDryRun(news));
    assert.equal(unpackPlan(inputs)?.verdict, "refused");
  });

  it("shows every failure of the known inputs all the same", async () => {
    const news = newsFor("orders", { serviceName: "x", units: UNKNOWN, state: "Running" });
    const { inputs } = await host().check(KNOWN, inDryRun(news));
    assert.equal(unpackPlan(inputs)?.invalid?.length, 2);
  });

  it("leaves the url known as long as the name is", async () => {
    const { inputs } = await host().check(KNOWN, inDryRun(newsFor("orders", { units: UNKNOWN })));
    assert.equal(inputs["url"], "https://orders.biztalk.windows.net");
  });
});

describe("the first calls of a provider's process", () => {
  const host = hostFor();

  it("wait for the configuration, however many there are at once", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `service${index}`);
    const answers = await Promise.all(names.map((name) => host().check({}, newsFor(name))));
    for (const { inputs, failures } of answers) {
      assert.deepEqual(failures, []);
      assert.equal(inputs["endpoint"], "emulator:./biztalk.db");
    }
    assert.equal(await host().control.count("List"), 1);
  });
});
