import assert from "node:assert/strict";
import fc from "fast-check";
import {
  maskSettings,
  readSettings,
  refuseNoNumber,
  SECRET_SETTINGS,
  SETTINGS,
  writeSettings,
} from "../../../provider/mabs/protocol/index.js";
import { buildXml, child, parseXml } from "../../../provider/mabs/protocol/xml.js";

/** Name, element (documented, or D-5), a value, its text, whether it is secret. */
const TABLE = [
  ["customDomainUrl", "<CustomDomainUrl>example.com</CustomDomainUrl>", "example.com", false],
  ["certificate.data", "<ServiceCertificate><Data>MII=</Data></ServiceCertificate>", "MII=", true],
  [
    "certificate.password",
    "<ServiceCertificate><Password>p</Password></ServiceCertificate>",
    "p",
    true,
  ],
  [
    "trackingStore",
    "<TrackingStoreConnectionString>User ID=u</TrackingStoreConnectionString>",
    "User ID=u",
    true,
  ],
  [
    "monitoringStore",
    "<MonitoringStoreConnectionString>m</MonitoringStoreConnectionString>",
    "m",
    true,
  ],
  [
    "archivingStore",
    "<ArchivingStoreConnectionString>a</ArchivingStoreConnectionString>",
    "a",
    true,
  ],
  [
    "accessControl.namespace",
    "<AccessControl><Namespace>ns</Namespace></AccessControl>",
    "ns",
    false,
  ],
  [
    "accessControl.issuerName",
    "<AccessControl><IssuerName>owner</IssuerName></AccessControl>",
    "owner",
    false,
  ],
  [
    "accessControl.issuerKey",
    "<AccessControl><IssuerKey>k=</IssuerKey></AccessControl>",
    "k=",
    true,
  ],
  [
    "backupSchedule.store",
    "<BackupSchedule><StoreConnectionString>s</StoreConnectionString></BackupSchedule>",
    "s",
    true,
  ],
  [
    "backupSchedule.frequencyDays",
    "<BackupSchedule><FrequencyDays>7</FrequencyDays></BackupSchedule>",
    7,
    false,
  ],
  [
    "backupSchedule.retentionDays",
    "<BackupSchedule><RetentionDays>30</RetentionDays></BackupSchedule>",
    30,
    false,
  ],
  [
    "backupSchedule.keepAtLeastOne",
    "<BackupSchedule><KeepAtLeastOne>true</KeepAtLeastOne></BackupSchedule>",
    true,
    false,
  ],
] as const;

const written = (settings: Parameters<typeof writeSettings>[0]): string =>
  /<S>(.*)<\/S>$/s.exec(buildXml("S", writeSettings(settings)))?.[1] ?? "";
const read = (xml: string): ReturnType<typeof readSettings> =>
  readSettings(parseXml(`<S>${xml}</S>`, "S"), refuseNoNumber);

describe("settings", () => {
  it("are these, in this order", () => {
    assert.deepEqual(
      SETTINGS.map(({ name }) => name),
      TABLE.map(([name]) => name),
    );
  });

  for (const [name, xml, value, secret] of TABLE) {
    it(`${name} is written as ${xml} and read from it`, () => {
      assert.equal(written({ [name]: value }), xml);
      assert.deepEqual(read(xml), { [name]: value });
    });

    it(`${name} is ${secret ? "secret" : "no secret"}`, () => {
      assert.equal(SECRET_SETTINGS.has(name), secret);
      assert.deepEqual(maskSettings({ [name]: value }), { [name]: secret ? "****" : value });
    });
  }

  it("marks as documented the elements that the sample body shows, and no other", () => {
    assert.deepEqual(
      SETTINGS.filter(({ mark }) => mark === "documented").map(({ name }) => name),
      ["customDomainUrl", "certificate.data", "certificate.password", "trackingStore"],
    );
  });

  it("writes the members of a group into one element", () => {
    assert.equal(
      written({ "certificate.data": "MII=", "certificate.password": "p" }),
      "<ServiceCertificate><Data>MII=</Data><Password>p</Password></ServiceCertificate>",
    );
  });

  it("writes all of them in the order of the table, whatever the order they are given in", () => {
    const all = Object.fromEntries([...TABLE].reverse().map(([name, , value]) => [name, value]));
    const elements = [...written(all).matchAll(/<([A-Z][A-Za-z]*)>/g)].map(
      ([, element]) => element,
    );
    assert.deepEqual(elements, [
      "CustomDomainUrl",
      ...["ServiceCertificate", "Data", "Password"],
      ...[
        "TrackingStoreConnectionString",
        "MonitoringStoreConnectionString",
        "ArchivingStoreConnectionString",
      ],
      ...["AccessControl", "Namespace", "IssuerName", "IssuerKey"],
      ...[
        "BackupSchedule",
        "StoreConnectionString",
        "FrequencyDays",
        "RetentionDays",
        "KeepAtLeastOne",
      ],
    ]);
  });

  it("leaves elements alone that nobody knows, and reads the others", () => {
    assert.deepEqual(
      read(
        "<Edition>premium</Edition><NewIn2017>x</NewIn2017><CustomDomainUrl>a.b</CustomDomainUrl>",
      ),
      {
        customDomainUrl: "a.b",
      },
    );
  });

  it("reads a switch in any letter case", () => {
    const schedule = (text: string): string =>
      `<BackupSchedule><KeepAtLeastOne>${text}</KeepAtLeastOne></BackupSchedule>`;
    for (const text of ["true", "True", "TRUE"]) {
      assert.deepEqual(read(schedule(text)), { "backupSchedule.keepAtLeastOne": true });
    }
    assert.deepEqual(read(schedule("false")), { "backupSchedule.keepAtLeastOne": false });
  });

  it("reads nothing where there is no element", () => {
    assert.deepEqual(readSettings(undefined, refuseNoNumber), {});
    assert.deepEqual(readSettings(child({}, "ServiceSettings"), refuseNoNumber), {});
  });

  it("masks without changing what it was given", () => {
    const settings = { trackingStore: "User ID=u", customDomainUrl: "example.com" };
    assert.deepEqual(maskSettings(settings), {
      trackingStore: "****",
      customDomainUrl: "example.com",
    });
    assert.equal(settings.trackingStore, "User ID=u");
  });
});

describe("the text of a setting", () => {
  // XML 1.0 has no control characters but tab and line ends, and no lone surrogates.
  const character = fc.oneof(
    fc.constantFrom("<", ">", "&", '"', "'", "=", ";", "]", "-", " ", "\t", "\n"),
    fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCodePoint(code)),
    fc.integer({ min: 0x1_0000, max: 0x1_ffff }).map((code) => String.fromCodePoint(code)),
  );
  const text = fc.string({ unit: character, minLength: 1, maxLength: 60 });
  const names = TABLE.filter(([, , value]) => typeof value === "string").map(([name]) => name);

  it("is read as it was written, but for white space around it", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...names),
          text.filter((each) => each === each.trim()),
        ),
        (settings) => {
          assert.deepEqual({ ...read(written(settings)) }, { ...settings });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps white space around a secret", () => {
    const settings = { "certificate.password": " p " };
    assert.deepEqual(read(written(settings)), settings);
  });
});
