import assert from "node:assert/strict";
import {
  readCloudService,
  readCloudServices,
  readService,
  writeCloudService,
  writeCloudServices,
  writeService,
  type WrittenService,
} from "../../../provider/mabs/protocol/index.js";

const INVOICES: WrittenService = {
  cloudService: "integration",
  serviceName: "invoices",
  region: "North Europe",
  state: "Updating",
  edition: "Standard",
  units: 3,
  configuration: { customDomainUrl: "a&b.example.com", "backupSchedule.frequencyDays": 7 },
  etag: "0f8fad5b-d9cb-469f-a165-70867728950e",
  version: "1.1.0",
};
const ORDERS: WrittenService = {
  ...INVOICES,
  serviceName: "orders",
  state: "ServiceUpdateFailed",
  lastBackup: { name: "backup-1", takenAt: "2016-05-16T08:00:00.000Z" },
};

/** A resource as a sibling's documents print it: prefixes, other order, elements that nobody here knows. */
const FOREIGN = `<CloudServices xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <CloudService>
    <Name>integration</Name><Label>l</Label><Description i:nil="true"/><GeoRegion>East US</GeoRegion>
    <Resources>
      <Resource>
        <ResourceProviderNamespace>scheduler</ResourceProviderNamespace><Type>jobcollections</Type><Name>jobs</Name>
      </Resource>
      <Resource>
        <ResourceProviderNamespace>BizTalkServices</ResourceProviderNamespace><Type>BizTalk</Type><Name>orders</Name>
        <ETag>e1</ETag><SubState>Paused for now</SubState><State>Started</State><BillingETag>b</BillingETag>
        <UsageMeters><UsageMeter><Name>u</Name><Unit>generic</Unit><Included>1</Included><Used>2</Used></UsageMeter></UsageMeters>
        <IntrinsicSettings><ServiceSettings><Edition>premium</Edition><UnitCount>2</UnitCount><New>x</New></ServiceSettings></IntrinsicSettings>
      </Resource>
    </Resources>
  </CloudService>
  <CloudService><Name>empty</Name><GeoRegion>West US</GeoRegion><Resources/></CloudService>
</CloudServices>`;

const STANDARD =
  "<IntrinsicSettings><ServiceSettings><Edition>standard</Edition></ServiceSettings></IntrinsicSettings>";

describe("Resource documents", () => {
  it("are read as they were written", () => {
    assert.deepEqual(readService(writeService(ORDERS), "integration"), ORDERS);
  });

  it("carry the chart's state in SubState, the front end's in State, and the GUID in ETag", () => {
    const xml = writeService(ORDERS);
    for (const element of [
      "<State>Started</State>",
      "<SubState>Service Update Failed</SubState>",
      "<ETag>0f8fad5b-d9cb-469f-a165-70867728950e</ETag>",
      "<ResourceProviderNamespace>biztalkservices</ResourceProviderNamespace>",
      "<Type>biztalk</Type>",
      "<CustomDomainUrl>a&amp;b.example.com</CustomDomainUrl>",
    ]) {
      assert.ok(xml.includes(element), element);
    }
    assert.ok(xml.includes('<Resource xmlns="http://schemas.microsoft.com/windowsazure">'));
  });

  const settings = (inner: string): string =>
    `<IntrinsicSettings><ServiceSettings>${inner}</ServiceSettings></IntrinsicSettings>`;
  const orders = `<Name>orders</Name><State>Started</State>`;
  const ETAG = "<ETag>e</ETag>";
  const schedule = "<BackupSchedule><RetentionDays>30.0</RetentionDays></BackupSchedule>";
  const odd = [
    ["no ETag", `${orders}${STANDARD}`, "Active (no ETag)"],
    ["no IntrinsicSettings", `${orders}${ETAG}`, "Active (edition not said)"],
    [
      "an edition that nobody knows",
      `${orders}${ETAG}${settings("<Edition>Enterprise</Edition>")}`,
      "Active (edition Enterprise)",
    ],
    [
      "units that are no number",
      `${orders}${ETAG}${settings("<Edition>basic</Edition><UnitCount>0x4</UnitCount>")}`,
      "Active (UnitCount 0x4)",
    ],
    [
      "a setting that is no number",
      `${orders}${ETAG}${settings(`<Edition>basic</Edition>${schedule}`)}`,
      "Active (backupSchedule.retentionDays 30.0)",
    ],
    [
      "much of this",
      `<Name>orders</Name><State>Unknown</State>${settings("<UnitCount>x</UnitCount>")}`,
      "Unknown (edition not said, no ETag, UnitCount x)",
    ],
  ] as const;
  for (const [what, inner, state] of odd) {
    it(`with ${what} are read, and what is odd stands behind the state: ${state}`, () => {
      const service = readService(`<Resource>${inner}</Resource>`, "integration");
      assert.deepEqual([service.serviceName, service.state], ["orders", state]);
    });
  }

  it("with State Unknown alone are in that state", () => {
    const xml = `<Resource><Name>orders</Name>${ETAG}<State>Unknown</State>${STANDARD}</Resource>`;
    assert.equal(readService(xml, "integration").state, "Unknown");
  });

  it("without a name are a bad response: it could be anybody's", () => {
    assert.throws(() => readService(`<Resource>${ETAG}${STANDARD}</Resource>`, "integration"), {
      code: "bad-response",
      message: /has no Name/,
    });
  });
});

describe("CloudServices documents", () => {
  it("are read as they were written, with many, one and no service", () => {
    const containers = [
      { name: "integration", region: "North Europe", services: [ORDERS, INVOICES] },
      { name: "single", region: "North Europe", services: [{ ...ORDERS, cloudService: "single" }] },
      { name: "empty", region: "West US", services: [] },
    ];
    assert.deepEqual(readCloudServices(writeCloudServices(containers)), containers);
  });

  it("may hold one container, or none", () => {
    const one = [{ name: "empty", region: "West US", services: [] }];
    assert.deepEqual(readCloudServices(writeCloudServices(one)), one);
    assert.deepEqual(readCloudServices(writeCloudServices([])), []);
  });

  it("are read in another order, with prefixes, other providers' resources and unknown elements", () => {
    assert.deepEqual(readCloudServices(FOREIGN), [
      {
        name: "integration",
        region: "East US",
        services: [
          {
            cloudService: "integration",
            serviceName: "orders",
            region: "East US",
            state: "Paused for now",
            edition: "Premium",
            units: 2,
            configuration: {},
            etag: "e1",
            version: "",
          },
        ],
      },
      { name: "empty", region: "West US", services: [] },
    ]);
  });
});

describe("CloudService documents", () => {
  it("are read as they were written", () => {
    const container = { name: "integration", region: "North Europe", services: [INVOICES] };
    assert.deepEqual(readCloudService(writeCloudService(container)), container);
  });

  it("are no CloudServices documents", () => {
    assert.throws(() => readCloudService(writeCloudServices([])), { code: "bad-response" });
  });
});
