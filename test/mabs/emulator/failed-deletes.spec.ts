import assert from "node:assert/strict";
import type { Operation } from "../../../provider/mabs/chart/index.js";
import { resourceXml, sendOperation, update } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, pathOf } from "../../support/start-emulator.js";

describe("a Delete that was accepted in a transition and fails", () => {
  const emulator = emulatorFor();
  beforeEach(() => emulator().control("POST", "reset"));
  const failDelete = (occurrence = 1): Promise<unknown> =>
    emulator().control("POST", "faults", { operation: "Delete", effect: "fail", occurrence });
  const stateAfter = async (): Promise<string | undefined> => {
    emulator().clock.advance(2 * OPERATION_MS);
    return (await emulator().view("orders"))?.state;
  };

  const transitions: readonly (readonly [string, Operation])[] = [
    ["Stopped", "Start"],
    ["Suspended", "Resume"],
    ["Suspended", "Backup"],
    ["Stopped", "Restart"],
    ["ScaleFailed", "Scale"],
    ["StopFailed", "Update Configuration"],
    ["Active", "Stop"],
  ];
  for (const [before, operation] of transitions) {
    it(`leaves ${before} where a ${operation} was under way from there`, async () => {
      await emulator().place("orders", before, { units: 2 });
      assert.equal((await sendOperation(emulator(), "orders", operation, "*")).status, 202);
      await failDelete();
      assert.equal((await sendOperation(emulator(), "orders", "Delete", "*")).status, 202);
      assert.equal((await emulator().view("orders"))?.state, "Deleting");
      assert.equal(await stateAfter(), before);
      assert.equal(
        (await emulator().view("orders"))?.units,
        2,
        "what was overtaken has changed nothing",
      );
    });
  }

  it("leaves CreatedFailed of a service that never came to be", async () => {
    await failDelete();
    await emulator().manage("PUT", pathOf("orders"), {
      body: resourceXml("<Edition>premium</Edition>"),
    });
    await sendOperation(emulator(), "orders", "Delete", "*");
    assert.equal(await stateAfter(), "CreatedFailed");
  });

  it("leaves RestoreFailed of a service that a Restore was making", async () => {
    await emulator().control("PUT", "backups/nightly-1", { account: "a" });
    await failDelete();
    const from =
      "<RestoreFrom><BackupStoreConnectionString>AccountName=a</BackupStoreConnectionString><BackupName>nightly-1</BackupName></RestoreFrom>";
    assert.equal(
      (await emulator().manage("PUT", pathOf("orders"), { body: resourceXml(from) })).status,
      202,
    );
    await sendOperation(emulator(), "orders", "Delete", "*");
    assert.equal(await stateAfter(), "RestoreFailed");
  });

  it("leaves the first state of a row of transitions, the second Delete failing", async () => {
    await emulator().place("orders", "Stopped");
    await failDelete(2);
    for (const operation of ["Start", "Delete", "Delete"] as const) {
      assert.equal((await sendOperation(emulator(), "orders", operation, "*")).status, 202);
    }
    assert.equal(await stateAfter(), "Stopped");
  });

  it("leaves Active, scaled, where the second part of a combined PUT was under way", async () => {
    await emulator().place("orders", "Active", { units: 2 });
    const settings = "<UnitCount>4</UnitCount><CustomDomainUrl>a.example</CustomDomainUrl>";
    await update(emulator(), "orders", settings, "*");
    emulator().clock.advance(OPERATION_MS);
    await failDelete();
    await sendOperation(emulator(), "orders", "Delete", "*");
    assert.equal(await stateAfter(), "Active");
    const { units, configuration } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([units, configuration], [4, {}]);
  });

  /** A transition that the control plane put there has no operation: the state is the one it would begin in. */
  const placed = [
    ["Creating", "CreatedFailed"],
    ["Restoring", "RestoreFailed"],
    ["Starting", "Stopped"],
    ["Resuming", "Suspended"],
    ["Stopping", "Active"],
    ["Updating", "Active"],
  ] as const;
  for (const [transition, leaves] of placed) {
    it(`leaves ${leaves} where the control plane put ${transition}`, async () => {
      await emulator().place("orders", transition);
      await failDelete();
      await sendOperation(emulator(), "orders", "Delete", "*");
      assert.equal(await stateAfter(), leaves);
    });
  }
});
