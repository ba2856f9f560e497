import assert from "node:assert/strict";
import { projectFor } from "../engine/support/suite.js";
import { succeeds } from "../engine/support/outcomes.js";
import { service, withOptions, type Declared } from "../engine/support/program.js";
import { finding, review, rulesOf } from "./support.js";
import { SECRET_STORE } from "../support/backup-store.js";

/** Later than any day on which this runs: a backup is old once it is older than a number of days. */
const RECENT = { name: "nightly-9", takenAt: "2999-12-31T00:00:00.000Z" };
const OLD = { name: "nightly-1", takenAt: "2016-05-16T08:00:00.000Z" };

/** What is there at first: one service for each finding. */
const BEFORE: Readonly<Record<string, Declared>> = {
  quieter: service("quieter"),
  refused: service("refused", { units: 1, state: "Active" }),
  lowered: service("lowered"),
  failed: service("failed", { units: 1 }),
  wandered: service("wandered", { configuration: { customDomainUrl: "a.example" } }),
  replaced: service("replaced"),
  detour: service("detour", { state: "Suspended", detours: true }),
  leaving: service("leaving"),
  goesold: service("goesold"),
  goessafe: service("goessafe"),
  goessaved: service("goessaved", { backup: { name: "first", store: SECRET_STORE } }),
  goesbusy: service("goesbusy"),
  goeskept: withOptions(service("goeskept"), { retainOnDelete: true }),
  goesfailed: service("goesfailed", {
    backupBeforeDelete: true,
    backup: { name: "first-of-failed", store: SECRET_STORE },
  }),
  vanished: service("vanished"),
};

const AFTER: Readonly<Record<string, Declared>> = {
  quieter: service("quieter"),
  refused: service("refused", { units: 3, state: "Stopped" }),
  lowered: service("lowered", { edition: "Standard" }),
  failed: service("failed", { units: 1 }),
  wandered: service("wandered", { configuration: { customDomainUrl: "a.example" } }),
  replaced: service("replaced", { recovery: "replace", acceptDataLoss: "replaced/Disabled" }),
  detour: service("detour", { state: "Stopped", detours: true }),
  mistyped: service("mistyped", { uints: 1 }),
  foreign: service("foreign"),
};

describe("biztalk preview: what up would do, and what it would be refused, in one pass", function () {
  this.timeout(180_000);
  const project = projectFor();
  let report: Awaited<ReturnType<typeof review>>;

  before(async () => {
    const { control } = project();
    project().declare(BEFORE);
    await succeeds(project().up());
    await control.place("refused", "Stopped");
    await control.place("failed", "ScaleFailed");
    await control.place("wandered", "Active", {
      units: 2,
      configuration: { customDomainUrl: "b.example" },
    });
    await control.place("replaced", "Disabled");
    await control.place("goesold", "Active", { lastBackup: OLD });
    await control.place("goessafe", "Active", { lastBackup: RECENT });
    await control.place("goesbusy", "Updating");
    await control.place("goesfailed", "CreatedFailed");
    await control.place("foreign", "Active");
    await control.remove("vanished");
    await control.forget();
    project().declare(AFTER);
    report = await review(project(), 1, "preview");
  });

  it("finds exactly these, errors first; what goes without a question says nothing", () => {
    assert.deepEqual(rulesOf(report), [
      "operation-not-allowed goesfailed",
      "operation-not-allowed refused",
      "edition-not-allowed lowered",
      "input-not-accepted mistyped",
      "service-not-owned foreign",
      "destroys replaced",
      "deletes-without-backup leaving",
      "deletes-with-old-backup goesold",
      "deletes-transitional goesbusy",
      "deletes goessafe",
      "deletes goessaved",
      "interrupts detour",
      "interrupts wandered",
      "detour detour",
      "failed-state failed",
      "drift failed",
      "drift refused",
      "drift replaced",
      "drift wandered",
    ]);
    assert.deepEqual(report.counts, { error: 5, warning: 14 });
    assert.equal(report.ended, "done");
  });

  it("says of an illegal operation all that a reviewer needs, with the program's line", () => {
    const { message, location, ...found } = finding(report, "operation-not-allowed", "refused");
    assert.deepEqual(found, {
      rule: "operation-not-allowed",
      severity: "error",
      urn: "urn:pulumi:dev::integration::pulumi-nodejs:dynamic/biztalk:Service::refused",
      subject: { type: "biztalk.Service", name: "refused", container: "integration" },
      endpoint: "emulator:./biztalk.db",
      state: "Stopped",
      asked: "edition Premium, units 3, state Stopped",
      changes: ["units 1 -> 3"],
      operation: "Scale",
      legalHere: ["Start", "Restart", "Delete", "Backup"],
      route: { operations: ["Start", "Scale", "Stop"], risk: "interrupts" },
      permit: "detours: true",
      source: "service state chart, row Stopped",
      recovery: [],
      backup: null,
    });
    assert.match(message, /^Operation not allowed: Scale in state Stopped\.\n {2}Legal here: /);
    assert.equal(location?.file, "index.js");
    assert.equal(location.line, 15);
  });

  it("says of a delete which backup is known, and how old it is: ages are in reports only", () => {
    const old = finding(report, "deletes-with-old-backup", "goesold");
    assert.match(
      old.message,
      /Its last backup is nightly-1, taken \d{4} days ago\. Plan: Delete: Active to absent/,
    );
    assert.equal(old.backup?.takenAt, "2016-05-16T08:00:00.000Z");
    assert.equal(old.location, null);
    assert.deepEqual(old.legalHere, [
      ...["Stop", "Restart", "Suspend", "Delete", "Scale", "Update Configuration", "Backup"],
    ]);
    assert.match(
      finding(report, "deletes-without-backup", "leaving").message,
      /No backup of it is known/,
    );
    assert.match(
      finding(report, "deletes-transitional", "goesbusy").message,
      /in state Updating\. The delete waits/,
    );
    assert.match(
      finding(report, "deletes", "goessafe").message,
      /nightly-9, taken \d+ (minute|hour)s? ago/,
    );
  });

  it("refuses a delete whose backup is impossible, although the engine asks no provider", () => {
    const { permit, operation, state } = finding(report, "operation-not-allowed", "goesfailed");
    assert.deepEqual(
      [operation, state, permit],
      ["Delete", "CreatedFailed", 'backupBeforeDelete: "ifPossible"'],
    );
  });

  it("says what drifted, from what to what", () => {
    assert.match(
      finding(report, "drift", "wandered").message,
      /units 1 -> 2, configuration\.customDomainUrl a\.example -> b\.example\. Plan: /,
    );
    assert.match(
      finding(report, "drift", "failed").message,
      /state Active -> ScaleFailed\. Plan: Scale: /,
    );
  });

  it("shows the way out of a failed state, and what a replacement loses", () => {
    assert.equal(
      finding(report, "failed-state", "failed").message,
      "failed is in ScaleFailed: a Scale failed; `up` sends Scale to bring it to Active.",
    );
    const destroys = finding(report, "destroys", "replaced");
    assert.deepEqual(destroys.route, { operations: ["Delete", "Create"], risk: "destroys" });
    assert.equal(destroys.state, "Disabled");
    assert.match(
      destroys.message,
      /^replaced is in Disabled; it is deleted and made anew: Delete: /,
    );
  });

  it("sent nothing", async () => {
    assert.deepEqual(await project().control.sent(), []);
  });
});
