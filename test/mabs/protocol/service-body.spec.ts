import assert from "node:assert/strict";
import {
  readBackupBody,
  readContainerBody,
  readServiceBody,
  writeBackupBody,
  writeContainerBody,
  writeServiceBody,
} from "../../../provider/mabs/protocol/index.js";

const AZURE = 'xmlns="http://schemas.microsoft.com/windowsazure"';

describe("the body of a create or update", () => {
  it("has the elements of the printed sample, in its order", () => {
    const xml = writeServiceBody({
      edition: "Premium",
      units: 1,
      configuration: {
        trackingStore: "Data Source=tcp:x",
        customDomainUrl: "example.com",
        "certificate.data": "MII=",
      },
    });
    assert.equal(
      xml,
      `<?xml version="1.0" encoding="utf-8"?><Resource ${AZURE}><SchemaVersion>1.0</SchemaVersion><Plan/><IntrinsicSettings><ServiceSettings><Edition>Premium</Edition><UnitCount>1</UnitCount><CustomDomainUrl>example.com</CustomDomainUrl><ServiceCertificate><Data>MII=</Data></ServiceCertificate><TrackingStoreConnectionString>Data Source=tcp:x</TrackingStoreConnectionString></ServiceSettings></IntrinsicSettings></Resource>`,
    );
  });

  it("leaves out what stays unchanged (PR-6)", () => {
    const xml = writeServiceBody({ units: 3, configuration: {} });
    assert.match(xml, /<ServiceSettings><UnitCount>3<\/UnitCount><\/ServiceSettings>/);
  });

  it("is read from the printed sample: lower-case edition, version, no namespace", () => {
    const sample =
      "<Resource><SchemaVersion>1.0</SchemaVersion><Plan/><IntrinsicSettings><ServiceSettings><CustomDomainUrl>example.com</CustomDomainUrl><ServiceVersion>1.1.0</ServiceVersion><Edition>premium</Edition><UnitCount>1</UnitCount><ServiceCertificate><Data>d</Data><Password>p</Password></ServiceCertificate></ServiceSettings></IntrinsicSettings></Resource>";
    assert.deepEqual(readServiceBody(sample), {
      edition: "Premium",
      units: 1,
      version: "1.1.0",
      configuration: {
        customDomainUrl: "example.com",
        "certificate.data": "d",
        "certificate.password": "p",
      },
    });
  });

  it("says null for an edition that is none", () => {
    const xml =
      "<Resource><IntrinsicSettings><ServiceSettings><Edition>gold</Edition></ServiceSettings></IntrinsicSettings></Resource>";
    assert.deepEqual(readServiceBody(xml), { edition: null, configuration: {} });
  });

  it("may say nothing at all", () => {
    assert.deepEqual(readServiceBody("<Resource/>"), { configuration: {} });
  });
});

describe("the body of a backup", () => {
  const xml =
    '<?xml version="1.0" encoding="utf-8"?><ServiceBackupSettings><BackupStoreConnectionString>AccountName=a;AccountKey=k&amp;=</BackupStoreConnectionString><BackupName>backup-2012-21-02</BackupName></ServiceBackupSettings>';
  const backup = { name: "backup-2012-21-02", store: "AccountName=a;AccountKey=k&=" };

  it("has the two elements of the printed sample, in its order", () => {
    assert.equal(writeBackupBody(backup), xml);
  });

  it("is read in any order", () => {
    assert.deepEqual(readBackupBody(xml), backup);
    assert.deepEqual(
      readBackupBody(
        "<ServiceBackupSettings><BackupName>abc</BackupName><BackupStoreConnectionString>s</BackupStoreConnectionString></ServiceBackupSettings>",
      ),
      { name: "abc", store: "s" },
    );
  });

  it("may lack either", () => {
    assert.deepEqual(
      readBackupBody("<ServiceBackupSettings><BackupName>abc</BackupName></ServiceBackupSettings>"),
      {
        name: "abc",
      },
    );
    assert.deepEqual(readBackupBody("<ServiceBackupSettings/>"), {});
  });
});

describe("the body of a container", () => {
  it("has Label, Description and GeoRegion in the windowsazure namespace", () => {
    const xml = writeContainerBody("integration", "North Europe");
    assert.match(
      xml,
      /^<\?xml [^>]*\?><CloudService xmlns="http:\/\/schemas\.microsoft\.com\/windowsazure"><Label>integration<\/Label><Description>[^<]*<\/Description><GeoRegion>North Europe<\/GeoRegion><\/CloudService>$/,
    );
    assert.deepEqual(readContainerBody(xml), {
      region: "North Europe",
      label: "integration",
      description: "BizTalk services",
    });
  });

  it("may say nothing", () => {
    assert.deepEqual(readContainerBody("<CloudService/>"), {});
  });
});
