import assert from "node:assert/strict";
import {
  readBackupDetails,
  readNameAvailability,
  readServiceBody,
  writeBackupDetails,
  writeNameAvailability,
  writeServiceBody,
} from "../../provider/protocol/index.js";

describe("the answer about a name", () => {
  for (const isAvailable of [true, false]) {
    it(`says ${isAvailable ? "yes" : "no"} both ways`, () => {
      assert.equal(readNameAvailability(writeNameAvailability(isAvailable)), isAvailable);
    });
  }

  it("is no when it says nothing", () => {
    assert.equal(readNameAvailability("<ResourceNameAvailabilityResponse/>"), false);
  });
});

describe("the answer about a backup", () => {
  const details = {
    takenAt: "2016-05-16T08:00:00.000Z",
    edition: "Standard",
    version: "1.1.0",
    units: 3,
    newVersion: "1.2.0",
  } as const;

  it("says everything both ways", () => {
    assert.deepEqual(readBackupDetails(writeBackupDetails(details)), details);
  });

  it("says that there is none", () => {
    assert.equal(readBackupDetails(writeBackupDetails(null)), null);
  });

  it("leaves out what it does not know", () => {
    const xml = "<ServiceBackup><Exists>true</Exists><TakenAt>2016</TakenAt><Edition>gold</Edition></ServiceBackup>";
    assert.deepEqual(readBackupDetails(xml), { takenAt: "2016" });
  });
});

describe("the body of a restore", () => {
  it("is that of a create with the backup in an element of our own", () => {
    const restoreFrom = { name: "nightly-1", store: "AccountName=a;AccountKey=k" };
    const xml = writeServiceBody({ edition: "Premium", configuration: {}, restoreFrom });
    assert.match(
      xml,
      /<Edition>Premium<\/Edition><RestoreFrom><BackupStoreConnectionString>AccountName=a;AccountKey=k<\/BackupStoreConnectionString><BackupName>nightly-1<\/BackupName><\/RestoreFrom>/,
    );
    assert.deepEqual(readServiceBody(xml), { edition: "Premium", configuration: {}, restoreFrom });
  });
});
