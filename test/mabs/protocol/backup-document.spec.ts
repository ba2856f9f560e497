import assert from "node:assert/strict";
import {
  readBackupDetails,
  readNameAvailability,
  readServiceBody,
  writeBackupDetails,
  writeNameAvailability,
  writeServiceBody,
} from "../../../provider/mabs/protocol/index.js";

describe("the answer about a name", () => {
  for (const isAvailable of [true, false]) {
    it(`says ${isAvailable ? "yes" : "no"} both ways`, () => {
      assert.equal(readNameAvailability(writeNameAvailability(isAvailable)), isAvailable);
    });
  }

  it("is the sibling's document, in the windowsazure namespace", () => {
    assert.equal(
      writeNameAvailability(false),
      '<?xml version="1.0" encoding="utf-8"?><ResourceNameAvailabilityResponse xmlns="http://schemas.microsoft.com/windowsazure"><IsAvailable>false</IsAvailable></ResourceNameAvailabilityResponse>',
    );
  });

  for (const [text, expected] of [
    ["true", true],
    ["True", true],
    ["TRUE", true],
    ["false", false],
    ["False", false],
    ["yes", false],
    ["", false],
  ] as const) {
    it(`is read from "${text}", with a prefix or without`, () => {
      const plain = `<ResourceNameAvailabilityResponse><IsAvailable>${text}</IsAvailable></ResourceNameAvailabilityResponse>`;
      assert.equal(readNameAvailability(plain), expected);
      assert.equal(
        readNameAvailability(
          `<a:R xmlns:a="u">`.replace("R", "ResourceNameAvailabilityResponse") +
            `<a:IsAvailable>${text}</a:IsAvailable></a:ResourceNameAvailabilityResponse>`,
        ),
        expected,
      );
    });
  }

  it("is no other document", () => {
    for (const xml of ["", "<html/>", "<Error/>", "<ResourceNameAvailabilityResponse>"]) {
      assert.throws(() => readNameAvailability(xml), { code: "bad-response" });
    }
  });

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

  it("has these elements", () => {
    assert.equal(
      writeBackupDetails(details),
      '<?xml version="1.0" encoding="utf-8"?><ServiceBackup xmlns="http://schemas.microsoft.com/windowsazure"><Exists>true</Exists><TakenAt>2016-05-16T08:00:00.000Z</TakenAt><Edition>Standard</Edition><ServiceVersion>1.1.0</ServiceVersion><UnitCount>3</UnitCount><NewServiceVersion>1.2.0</NewServiceVersion></ServiceBackup>',
    );
    assert.match(
      writeBackupDetails(null),
      /<ServiceBackup xmlns="[^"]*"><Exists>false<\/Exists><\/ServiceBackup>$/,
    );
    assert.match(
      writeBackupDetails({ takenAt: "2016-05-16T08:00:00.000Z" }),
      /<Exists>true<\/Exists><TakenAt>2016-05-16T08:00:00\.000Z<\/TakenAt><\/ServiceBackup>$/,
    );
  });

  it("is none for an answer that says nothing, and no other document", () => {
    assert.equal(readBackupDetails("<ServiceBackup/>"), null);
    for (const xml of ["", "<html/>", "<Error/>", "<ServiceBackup><Exists>true"]) {
      assert.throws(() => readBackupDetails(xml), { code: "bad-response" });
    }
  });

  for (const units of ["0", "-1", "1.5", "many"]) {
    it(`has no unit count of ${units}`, () => {
      const xml = `<ServiceBackup><Exists>TRUE</Exists><TakenAt>2016</TakenAt><Edition>premium</Edition><UnitCount>${units}</UnitCount></ServiceBackup>`;
      assert.deepEqual(readBackupDetails(xml), { takenAt: "2016", edition: "Premium" });
    });
  }

  it("leaves out what it does not know", () => {
    const xml =
      "<ServiceBackup><Exists>true</Exists><TakenAt>2016</TakenAt><Edition>gold</Edition></ServiceBackup>";
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

  it("escapes the store, comes last, and is read in any order without a prefix", () => {
    const restoreFrom = { name: "nightly-1", store: "AccountKey=p<&>" };
    const xml = writeServiceBody({
      units: 2,
      configuration: { customDomainUrl: "a.example" },
      restoreFrom,
    });
    assert.match(
      xml,
      /<BackupStoreConnectionString>AccountKey=p&lt;&amp;&gt;<\/BackupStoreConnectionString>/,
    );
    assert.match(xml, /<\/CustomDomainUrl><RestoreFrom>.*<\/RestoreFrom><\/ServiceSettings>/);
    const read = (from: string): unknown =>
      readServiceBody(
        `<Resource><IntrinsicSettings><ServiceSettings>${from}</ServiceSettings></IntrinsicSettings></Resource>`,
      );
    const swapped =
      "<RestoreFrom><BackupName>b</BackupName><BackupStoreConnectionString>s</BackupStoreConnectionString></RestoreFrom>";
    assert.deepEqual(read(swapped), { configuration: {}, restoreFrom: { name: "b", store: "s" } });
    assert.deepEqual(read("<RestoreFrom><BackupName>b</BackupName></RestoreFrom>"), {
      configuration: {},
      restoreFrom: { name: "b" },
    });
    assert.deepEqual(read("<RestoreFrom/>"), { configuration: {}, restoreFrom: {} });
  });

  it("is absent from a body that restores nothing", () => {
    assert.doesNotMatch(writeServiceBody({ edition: "Premium", configuration: {} }), /RestoreFrom/);
  });
});
