import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { audit } from "./support/audit.js";
import { needEngine } from "./support/engine.js";
import { startFront, type Front } from "./support/front.js";
import { fails, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { makeProject, type Project } from "./support/project.js";
import { endProvider } from "./support/provider-process.js";

const STORE = { secret: "AccountName=a;AccountKey=k" };
const BACKUP = { name: "nightly-1", store: STORE };

// It finds the provider's process in /proc.
const linuxOnly = process.platform === "linux" ? describe : describe.skip;

linuxOnly("the journal", function () {
  this.timeout(180_000);
  let front: Front;
  let project: Project;
  needEngine();
  beforeEach(async () => {
    front = await startFront();
    project = await makeProject({ endpoint: front.url });
  });
  afterEach(async () => {
    await audit(front.control);
    await project.close();
    await front.close();
  });

  /** The folder that the engine's environment of a test gives to journals. */
  const folder = (): string => join(dirname(project.folder), "journal");
  const declare = (args: Readonly<Record<string, unknown>>): void => {
    project.declare({ orders: service("orders", { units: 1, state: "Active", ...args }) });
  };
  const lose = (): void => {
    rmSync(folder(), { recursive: true, force: true });
  };

  it("that is lost: a restart goes out while the service is as it was left, and not otherwise", async () => {
    declare({ restartTriggers: "one" });
    await succeeds(project.up());
    lose();
    declare({ restartTriggers: "two" });
    await front.control.forget();
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Restart orders"]);
    lose();
    await front.control.place("orders", "Active");
    declare({ restartTriggers: "three" });
    await front.control.forget();
    const outcome = await fails(project.up(), "this machine has no journal of it");
    says(outcome, "Nothing was sent. Run `pulumi refresh` to accept the service as it is, then `pulumi up`.");
    assert.deepEqual(await front.control.sent(), []);
    await succeeds(project.refresh());
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Restart orders"]);
  });

  it("that cannot be written stops a run before anything is sent", async () => {
    declare({});
    rmSync(folder(), { recursive: true, force: true });
    writeFileSync(folder(), "a file where the folder should be");
    await fails(project.up(), "the journal", "cannot be", "Set biztalk:journal or BIZTALK_JOURNAL");
    assert.deepEqual(await front.control.sent(), []);
    rmSync(folder());
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Create orders"]);
  });

  // Filling a disk needs one of its own.
  const fullDisk = mayMount() ? it : (): void => undefined;
  fullDisk(
    "on a disk that is full stops a run before anything is sent; with space again the next one goes on",
    async () => {
      declare({});
      await succeeds(project.up());
      await front.control.forget();
      const [file = ""] = readdirSync(folder()).filter((name) => name.endsWith(".sqlite"));
      const path = join(folder(), file);
      // A disk of the size of what is on it: no transaction can be begun, as the rollback journal finds no space.
      mountFull(folder(), path);
      declare({ units: 2 });
      const outcome = await fails(project.up(), "the journal", "cannot be");
      says(outcome, "Nothing is sent without it");
      assert.deepEqual(await front.control.sent(), []);
      unmount(folder());
      await succeeds(project.up());
      assert.deepEqual(await front.control.sent(), ["Scale orders"]);
    },
  );

  /** `up` that replaces a service in Service Update Failed, whose provider is killed when Delete has been taken. */
  const killedAfterDelete = async (): Promise<void> => {
    declare({ backup: BACKUP });
    await succeeds(project.up());
    const lastBackup = (await front.control.view("orders"))?.lastBackup;
    await front.control.place("orders", "ServiceUpdateFailed", { lastBackup });
    await front.control.forget();
    declare({ backup: BACKUP, recovery: "replace" });
    front.intercept(async (request) => {
      if (request.method !== "PUT") return request.forward();
      front.passOn();
      await endProvider(project.folder, "SIGKILL");
      return "cut";
    });
    assert.notEqual((await project.up()).code, 0);
    assert.deepEqual(await front.control.sent(), ["Delete orders"]);
  };

  it("knows after a kill between Delete and Restore that the Restore is pending", async () => {
    await killedAfterDelete();
    const preview = await succeeds(project.run("preview"));
    says(preview, "Restore");
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Delete orders", "Restore orders", "Resume orders"]);
    assert.equal((await front.control.view("orders"))?.state, "Active");
    await succeeds(project.run("preview", "--expect-no-changes"));
  });

  it("and a pending Restore whose store is not in the program is refused with the backup's name", async () => {
    await killedAfterDelete();
    declare({ recovery: "replace" });
    await fails(project.run("preview"), 'restoreFrom: { name: "nightly-1", store }', "the Restore is pending");
    declare({ recovery: "replace", acceptDataLoss: "orders/absent" });
    await succeeds(project.up());
    assert.deepEqual(await front.control.sent(), ["Delete orders", "Create orders"]);
  });
});

/** Whether this user may mount a file system, as in a container of one's own. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A tiny file system in memory over a folder, filled up; needs the right to mount. */
function mountFull(folder: string, file: string): void {
  const kept = `${folder}-kept`;
  execFileSync("cp", ["-r", folder, kept]);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  execFileSync("cp", [join(kept, file.split("/").at(-1) ?? ""), folder]);
  chmodSync(folder, 0o700);
  execFileSync("sh", ["-c", `dd if=/dev/zero of=${JSON.stringify(join(folder, "full"))} bs=4k 2>/dev/null; true`]);
}

function unmount(folder: string): void {
  execFileSync("umount", [folder]);
}
