import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { diskFor } from "./support/disk.js";
import { startFront, type Front, type PassingRequest } from "./support/front.js";
import { frontProjectFor } from "./support/front-project.js";
import { fails, planOn, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import type { Project, ProjectOptions } from "./support/project.js";
import { endProvider } from "./support/provider-process.js";
import { SECRET_STORE } from "../support/backup-store.js";

// It finds the provider's process in /proc.
const linuxOnly = process.platform === "linux" ? describe : describe.skip;

const isChange = ({ method, url }: PassingRequest): boolean =>
  method !== "GET" && url.includes("/biztalk/") && !url.includes("op=");

interface Place {
  readonly front: Front;
  readonly project: Project;
  /** The folder of the project's journals. */
  readonly journal: string;
  /** The only service of the program, with these arguments and the ones that were given before. */
  readonly declare: (args: Readonly<Record<string, unknown>>) => void;
  /** What a fresh runner has of the journal: nothing. */
  readonly loseJournal: () => void;
}

/** A front and a project for the tests of one `describe`, which follow one another; after each the log is audited. */
function place(optionsOf: () => ProjectOptions = () => ({})): () => Place {
  const { front, project } = frontProjectFor({ project: optionsOf });
  let args: Readonly<Record<string, unknown>> = { units: 1, state: "Active" };
  return () => {
    const journal = join(dirname(project().folder), "journal");
    return {
      front: front(),
      project: project(),
      journal,
      declare: (more) => {
        args = { ...args, ...more };
        project().declare({ orders: service("orders", args) });
      },
      loseJournal: () => {
        rmSync(journal, { recursive: true });
      },
    };
  };
}

describe("without its journal, on a fresh runner", function () {
  this.timeout(120_000);
  const at = place();

  before(async () => {
    at().declare({ restartTriggers: "rev-1" });
    await succeeds(at().project.up());
  });

  it("a restart that is due is sent when the live ETag is the one in the state", async () => {
    const { project, front, declare, loseJournal } = at();
    declare({ restartTriggers: "rev-2" });
    loseJournal();
    await front.control.forget();
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Restart orders"]);
  });

  it("a restart and a backup that are due are refused when the service has changed, and the state stays", async () => {
    const { project, front, declare, loseJournal } = at();
    declare({ restartTriggers: "rev-3", backup: { name: "nightly", store: SECRET_STORE } });
    loseJournal();
    await front.control.place("orders", "Active");
    await front.control.forget();
    const outcome = await fails(
      project.up(),
      "orders: restartTriggers, backup is due",
      "this machine has no journal",
    );
    says(
      outcome,
      "it is not known whether it was done already. Nothing was sent.",
      "pulumi refresh",
    );
    assert.deepEqual(await front.control.sent(), []);
    assert.equal(project.recorded("orders")?.initErrors, undefined, "no partial failure");
    assert.equal(project.recorded("orders")?.outputs["restartTriggers"], "rev-2");
  });

  it("a refresh accepts the service as it is and keeps what is due: the next up takes the backup, and reports the restart that may have been made", async () => {
    const { project, front } = at();
    await succeeds(project.refresh());
    assert.deepEqual(await front.control.sent(), []);
    const outcome = await succeeds(project.up());
    says(
      outcome,
      "It is not known whether the restart was made already",
      "change restartTriggers again",
    );
    assert.deepEqual(await front.control.sent(), ["Backup orders"]);
    await succeeds(project.preview("--expect-no-changes"));
  });
});

linuxOnly("the journal of another endpoint", function () {
  this.timeout(120_000);
  const at = place();
  let other: Front;

  before(async () => {
    other = await startFront();
    await other.control.place("orders", "Active");
  });
  after(() => other.close());

  it("gives no right to a service of the same name here; the one of this endpoint does", async () => {
    const { project, front, declare, journal } = at();
    declare({});
    front.intercept(async (request) => {
      if (!isChange(request)) return request.forward();
      front.passOn();
      await request.forward();
      await endProvider(project.folder, "SIGKILL");
      return "cut";
    });
    assert.notEqual((await project.up()).code, 0);
    assert.equal(project.recorded("orders"), undefined, "the engine has not heard of the create");

    project.useEndpoint(other.url);
    await fails(
      project.up(),
      "The service orders in cloud service integration exists already",
      "adopt: true",
    );
    assert.deepEqual(await other.control.sent(), []);
    assert.equal(readdirSync(journal).length, 1, "one journal, that of the first endpoint");

    project.useEndpoint(front.url);
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Create orders"]);
    assert.equal(project.recorded("orders")?.outputs["state"], "Active");
  });
});

describe("a journal that cannot be written", function () {
  this.timeout(120_000);
  const disk = diskFor();
  const at = place(() => ({ env: disk.env() }));

  it("because its folder is a file: nothing is sent, and the message says where it can be set", async () => {
    const { project, front, declare, journal } = at();
    declare({});
    writeFileSync(journal, "");
    const outcome = await fails(project.up(), `the journal ${journal}`, "cannot be written");
    says(
      outcome,
      "Nothing more is sent without it. Set biztalk:journal or BIZTALK_JOURNAL to a folder that can be written.",
    );
    assert.deepEqual(await front.control.sent(), []);
    assert.equal(project.recorded("orders"), undefined);
    rmSync(journal);
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Create orders"]);
  });

  it("because its file is a folder: a preview says so, and nothing is sent", async () => {
    const { project, front, declare, journal } = at();
    const [file = ""] = readdirSync(journal);
    rmSync(join(journal, file));
    mkdirSync(join(journal, file));
    declare({ units: 2 });
    await front.control.forget();
    for (const command of [project.run("preview"), project.up()]) {
      await fails(
        command,
        "cannot be read (unable to open database file)",
        "Nothing more is sent without it.",
      );
    }
    assert.deepEqual(await front.control.sent(), []);
    rmSync(join(journal, file), { recursive: true });
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Scale orders"]);
  });

  it("because it is read-only: nothing is sent, the state stays, and the next up sends it once", async () => {
    const { project, front, declare } = at();
    declare({ units: 3 });
    await front.control.forget();
    disk.readOnly();
    await fails(
      project.up(),
      "cannot be written (attempt to write a readonly database)",
      "Nothing was sent.",
    );
    assert.deepEqual(await front.control.sent(), []);
    assert.equal(project.recorded("orders")?.initErrors, undefined, "no partial failure");
    disk.free();
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Scale orders"]);
  });

  it("nor read any more when an operation is under way: it is a partial failure all the same", async () => {
    const { project, front, declare, journal } = at();
    declare({ units: 5 });
    await front.control.forget();
    const [file = ""] = readdirSync(journal);
    const inTheWay = join(journal, `${file}-journal`);
    front.intercept((request) => {
      if (isChange(request)) mkdirSync(inTheWay);
      return request.forward();
    });
    const outcome = await project.up();
    front.passOn();
    rmdirSync(inTheWay);
    await fails(
      Promise.resolve(outcome),
      "cannot be written (disk I/O error)",
      "Run `pulumi up` again",
    );
    assert.ok(
      project.recorded("orders")?.initErrors !== undefined,
      "recorded as a partial failure",
    );
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Scale orders"]);
  });

  it("any more when an operation is under way: it is a partial failure, and the operation is not sent again", async () => {
    const { project, front, declare } = at();
    declare({ units: 4 });
    await front.control.forget();
    front.intercept((request) => {
      if (isChange(request)) disk.readOnly();
      return request.forward();
    });
    await fails(
      project.up(),
      "cannot be written (attempt to write a readonly database)",
      "Run `pulumi up` again",
    );
    assert.ok(
      project.recorded("orders")?.initErrors !== undefined,
      "recorded as a partial failure",
    );
    front.passOn();
    disk.free();
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Scale orders"]);
    assert.equal(project.recorded("orders")?.outputs["units"], 4);
    await succeeds(project.preview("--expect-no-changes"));
  });
});

describe("a disk that is full", function () {
  this.timeout(120_000);
  const disk = diskFor();
  const at = place(() => ({ env: disk.env() }));
  const names = Array.from({ length: 16 }, (_, index) => `orders${index}`);

  it("before the journal has been made: nothing is sent, and it says why", async () => {
    const { project, front } = at();
    project.declare({ orders0: service("orders0") });
    disk.full(1);
    await fails(
      project.up(),
      "cannot be written (database or disk is full)",
      "Nothing more is sent without it.",
    );
    assert.deepEqual(await front.control.sent(), []);
    assert.equal(project.recorded("orders0"), undefined);
  });

  it("that fills up: nothing is sent that was not written, and with space again each create was sent once", async () => {
    const { project, front } = at();
    // Long names, so that a page of the journal holds some of the services and not all.
    const cloudService = "integration-".padEnd(60, "x");
    project.declare(
      Object.fromEntries(names.map((name) => [name, service(name, { cloudService })])),
    );
    disk.full(2);
    const outcome = await project.up("--parallel", "1", "--continue-on-error");
    assert.notEqual(outcome.code, 0, outcome.text);
    says(outcome, "cannot be written (database or disk is full)", "Nothing was sent.");
    const created = await front.control.sent();
    assert.ok(created.length > 0 && created.length < names.length, created.join(", "));
    const recorded = names.filter((name) => project.recorded(name) !== undefined);
    assert.deepEqual([...created].sort(), recorded.map((name) => `Create ${name}`).sort());

    disk.free();
    await succeeds(project.up());
    assert.deepEqual(
      [...(await front.control.sent())].sort(),
      names.map((name) => `Create ${name}`).sort(),
    );
    await succeeds(project.preview("--expect-no-changes"));
  });
});

linuxOnly("a Restore that is pending", function () {
  this.timeout(180_000);
  const at = place();
  const TAKEN_AT = "2026-11-20T02:00:00.000Z";

  before(async () => {
    at().declare({ recovery: "replace", backup: { name: "nightly", store: SECRET_STORE } });
    await succeeds(at().project.up());
    assert.deepEqual(await at().front.control.sent(), ["Create orders", "Backup orders"]);
  });
  afterEach(async () => {
    const created = (await at().front.control.operations()).filter(
      ({ operation }) => operation === "Create",
    );
    assert.equal(created.length, 1, "never created anew");
  });

  /** The service is in a state that only Delete leaves, with its backup; the run is cut off when Restore is next. */
  const brokenOff = async (how: "kill" | "cut"): Promise<string> => {
    const { front, project } = at();
    const { control } = front;
    await control.place("orders", "ServiceUpdateFailed", {
      lastBackup: { name: "nightly", takenAt: TAKEN_AT },
    });
    await control.forget();
    front.intercept(async (request) => {
      const isNext =
        how === "kill"
          ? request.url.includes("op=checknameavailability")
          : isChange(request) && request.method === "PUT";
      if (!isNext) return request.forward();
      front.passOn();
      if (how === "kill") await endProvider(project.folder, "SIGKILL");
      return "cut";
    });
    const { code, text } = await project.up();
    assert.notEqual(code, 0, text);
    assert.deepEqual(await control.sent(), ["Delete orders"]);
    return text;
  };

  it("when the provider was killed is shown by the next preview, and done by the next up", async () => {
    await brokenOff("kill");
    const { project, front } = at();
    const preview = await succeeds(project.preview());
    const plan = planOn(preview, "orders");
    assert.match(
      plan,
      /^Plan from no service: Restore \(backup nightly, taken [^)]*\), Resume\.\nRestored from backup nightly, taken /,
    );
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), [
      "Delete orders",
      "Restore orders",
      "Resume orders",
    ]);
    assert.equal(project.recorded("orders")?.outputs["state"], "Active");
    await succeeds(project.preview("--expect-no-changes"));
  });

  it("is not lost by a refresh in between", async () => {
    await brokenOff("kill");
    const { project, front } = at();
    await succeeds(project.refresh());
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), [
      "Delete orders",
      "Restore orders",
      "Resume orders",
    ]);
  });

  it("whose journal is lost is refused with the backup's name, also after a refresh; nothing empty is made", async () => {
    const text = await brokenOff("cut");
    const { project, front, loseJournal } = at();
    assert.match(text, /Restore was sent and no usable answer came/);
    loseJournal();
    const refused = [
      "Operation not allowed: Create of orders, which this stack knows and which is gone.",
      'restoreFrom: { name: "nightly", store }',
      'acceptDataLoss: "orders/absent"',
    ];
    await fails(project.up(), ...refused);
    await succeeds(project.refresh());
    await fails(project.up(), ...refused);
    assert.deepEqual(await front.control.sent(), ["Delete orders"]);
  });

  it("whose journal is lost is done when the program names the backup", async () => {
    const { project, front, declare } = at();
    declare({ restoreFrom: { name: "nightly", store: SECRET_STORE } });
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), [
      "Delete orders",
      "Restore orders",
      "Resume orders",
    ]);
    await succeeds(project.preview("--expect-no-changes"));
  });
});
