import assert from "node:assert/strict";
import { errorsOn, fails, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";
import { SECRET_STORE } from "../support/backup-store.js";

const backup = (name: string) => ({ backup: { name, store: SECRET_STORE } });

describe("a service that the stack made and that is gone", function () {
  this.timeout(120_000);
  const project = projectFor();
  const declare = (differs: object = {}): void => {
    project().declare({ orders: service("orders", { units: 1, ...differs }) });
  };
  beforeEach(async () => {
    await project().control.reset();
    await succeeds(
      project()
        .run("state", "delete", "--all", "--yes")
        .then((ran) => ({ ...ran, code: 0 })),
    );
    declare(backup("nightly-1"));
    await succeeds(project().up());
    await project().control.remove("orders");
    await project().control.forget();
  });

  it("is not made anew without consent, in preview and update, and its backup is offered", async () => {
    const [error = ""] = errorsOn(await fails(project().preview()), "orders");
    assert.match(error, /orders, which this stack knows and which is gone/);
    assert.match(error, /acceptDataLoss: "orders\/absent"/);
    assert.match(error, /restoreFrom: \{ name: "nightly-1"/);
    await fails(project().up(), 'acceptDataLoss: "orders/absent"');
    assert.deepEqual(await project().control.sent(), []);
  });

  it("with consent alone is not saved over the backup of what it was", async () => {
    declare({ ...backup("nightly-1"), acceptDataLoss: "orders/absent" });
    await fails(project().preview(), "Backup to nightly-1", "would be overwritten");
    await fails(project().up(), "Backup to nightly-1");
    assert.deepEqual(await project().control.sent(), []);
    declare({ ...backup("nightly-2"), acceptDataLoss: "orders/absent" });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Create orders", "Backup orders"]);
  });

  it("is restored from the backup that the program names now", async () => {
    declare({ restoreFrom: { name: "nightly-1", store: SECRET_STORE }, state: "Suspended" });
    await succeeds(project().preview());
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Restore orders"]);
  });

  it("is gone from the state after a refresh, and a backup under its name is refused all the same", async () => {
    await succeeds(project().refresh());
    assert.equal(project().recorded("orders"), undefined);
    await fails(project().preview(), "Backup to nightly-1");
    await fails(project().up(), "Backup to nightly-1");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is deleted without a word when it leaves the program", async () => {
    project().declare({});
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
  });
});

describe("a backup's name that is in use", function () {
  this.timeout(120_000);
  const project = projectFor();

  it("is refused for another service, after destroy and up, and when it comes back in the program", async () => {
    project().declare({ orders: service("orders", { units: 1, ...backup("nightly-1") }) });
    await succeeds(project().up());
    project().declare({ orders: service("orders", { units: 1, ...backup("nightly-2") }) });
    await succeeds(project().up());
    await project().control.forget();
    project().declare({ orders: service("orders", { units: 1, ...backup("nightly-1") }) });
    await fails(project().preview(), "Backup to nightly-1");
    await fails(project().up(), "Backup to nightly-1");
    project().declare({
      orders: service("orders", { units: 1, ...backup("nightly-2") }),
      billing: service("billing", { units: 1, ...backup("nightly-2") }),
    });
    await fails(project().preview(), "Backup to nightly-2");
    assert.deepEqual(await project().control.sent(), []);
    await succeeds(project().destroy());
    await project().control.forget();
    project().declare({ orders: service("orders", { units: 1, ...backup("nightly-2") }) });
    await fails(project().preview(), "Backup to nightly-2");
    await fails(project().up(), "Backup to nightly-2");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is refused for the second of two services that ask for it in one run", async () => {
    project().declare({
      first: service("firstone", { units: 1, ...backup("weekly-1") }),
      second: service("secondone", { units: 1, ...backup("weekly-1") }),
    });
    const preview = await fails(project().preview());
    assert.match(
      [...errorsOn(preview, "first"), ...errorsOn(preview, "second")].join("\n"),
      /Backup to weekly-1/,
    );
  });
});
