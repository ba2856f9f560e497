import assert from "node:assert/strict";
import { METHODS } from "node:http";
import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { emulatedServer } from "../../provider/bts/emulator/index.js";
import { createEmulator, type InProcessResponse } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { ManualClock } from "../support/manual-clock.js";

const RUNS = 3_000;

const SERVICES = "cloudservices/integration/resources/biztalkservices";
const SERVER = "BizTalkManagementService";
const ID = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";

/** Paths of both products and of the control plane; `*` is anything. */
const PATHS = [
  "*/services",
  "*/cloudservices",
  "*/cloudservices/*",
  "*/operations/*",
  `*/${SERVICES}/biztalk`,
  `*/${SERVICES}/biztalk/*`,
  `*/${SERVICES}/~/biztalk/orders`,
  `*/${SERVICES}/~/biztalk/*`,
  `*/${SERVICES}/biztalk/orders`,
  `*/${SERVICES}/~/biztalk/orders/usage`,
  `*/${SERVICES}/~/biztalk/orders/hybridconnection`,
  `*/${SERVICES}/~/biztalk/orders/hybridconnection/*`,
  ...["Applications", "Instances", "Messages", "Hosts", "HostInstances", "ReceiveLocations"].map(
    (list) => `${SERVER}/${list}`,
  ),
  ...["Suspend", "Resume", "Terminate"].map(
    (verb) => `${SERVER}/OperationalData/Instances/${verb}/${ID}`,
  ),
  `${SERVER}/Applications/*/Start`,
  `${SERVER}/Applications/*/Stop`,
  `${SERVER}/HostInstances/*/*/Start`,
  `${SERVER}/ReceiveLocations/*/*/Enable`,
  `${SERVER}/*/*`,
  "_emulator/services/*/*",
  "_emulator/services/integration/orders/events",
  "_emulator/services/integration/orders/operations",
  "_emulator/page/*",
  "_emulator/backups/*",
  "_emulator/faults",
  "_emulator/clock",
  "_emulator/instances",
  "_emulator/group",
  "_emulator/events",
  "_emulator/*",
  "*",
];

const hostile = fc.constantFrom(
  ...["%00", "%0A", "%", "%zz", "..", "%2e%2e", "%2F", "constructor", "__proto__", "a".repeat(300)],
  ...["%F0%9F%98%80", "%EF%BF%BF", "%ED%A0%80", "orders", "integration", "Orders", "%3C%26%3E"],
);
const segment = fc.oneof(hostile, fc.string({ maxLength: 20 }).map(encodeURIComponent));

const path = fc
  .tuple(fc.constantFrom(...PATHS), fc.array(segment, { minLength: 8, maxLength: 8 }))
  .map(([pattern, segments]) => {
    let next = 0;
    return `/${pattern.replaceAll("*", () => segments[next++] ?? "")}`;
  });

const query = fc.oneof(
  fc.constant(""),
  fc.constantFrom(
    ...[
      "?comp=stop",
      "?comp=syncacskeys",
      "?comp=regeneratekey&ruleName=defaultSender&keyType=PrimaryKey",
      "?comp=backup",
      "?comp=",
      "?OperationStatus/1",
      "?OperationStatus",
      "?op=getbackup",
    ],
    ...["?op=checknameavailability&resourceName=a%00", "?detailLevel=Full", "?%", "?comp=%E0%A4%A"],
  ),
  fc.string({ maxLength: 30 }).map((text) => `?${encodeURIComponent(text)}`),
);

const element = fc.constantFrom(
  ...["Resource", "IntrinsicSettings", "ServiceSettings", "Edition", "UnitCount", "RestoreFrom"],
  ...["HybridConnectionInput", "HostName", "Port"],
  ...["CloudService", "GeoRegion", "ServiceBackupSettings", "BackupName", "constructor", "x:y"],
);
const text = fc.oneof(
  fc.constantFrom(
    "premium",
    "1",
    "0x1",
    "-1",
    "&#0;",
    "&nope;",
    "]]>",
    "\u0000",
    "\ud800",
    "<![CDATA[a]]>",
  ),
  fc.string({ maxLength: 12 }),
);
const { xml } = fc.letrec<{ readonly xml: string }>((tie) => ({
  xml: fc
    .tuple(element, fc.array(fc.oneof({ depthSize: "small" }, text, tie("xml")), { maxLength: 3 }))
    .map(([name, inner]) => `<${name}>${inner.join("")}</${name}>`),
}));
const body = fc.oneof(
  fc.constant(undefined),
  xml,
  xml.map((document) => document.slice(0, document.length / 2)),
  fc.json(),
  fc.constantFrom('{"state":"Active"}', '{"operation":"Scale","effect":"fail"}', '{"advanceMs":1}'),
  fc.constantFrom('{"instances":[{"state":"Active","count":2}]}', '{"event":"COMPLETE"}', "null"),
  fc.constantFrom('{"event":"Disable"}', '{"operation":"Stop"}'),
  fc.string({ maxLength: 200 }),
);

const header = (...values: readonly string[]): fc.Arbitrary<string | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const headers = fc.record({
  "x-ms-version": header("2013-06-01", "2013-06-01", "2013-06-01", "2010-01-01", "soon"),
  "content-type": header(
    "application/xml",
    "application/json",
    "application/json; charset=x",
    "text/plain",
  ),
  "if-match": header("*", '"*"', "etag"),
  accept: header("application/json", "application/xml", "*/*", "nonsense"),
  origin: header("http://localhost:80", "https://example.com"),
});

const asked = fc.record({ method: fc.constantFrom(...METHODS), path, query, headers, body });

/** What is wrong with an answer. */
function wrongWith(
  url: string,
  { status, headers: said, body: answered }: InProcessResponse,
): string | undefined {
  // The bare address of BizTalk Server's service has such an answer of its own, however it is written.
  const isPage = (said["content-type"] ?? "").startsWith("text/html");
  const isBareAddress = url.startsWith(`/${SERVER}`) && isPage;
  if (status >= 500) return isBareAddress ? undefined : "a 5xx";
  const type = said["content-type"] ?? "";
  if (type.includes("xml")) {
    if (said["x-ms-request-id"] === undefined) return "no x-ms-request-id";
    return answered === "" || XMLValidator.validate(answered) === true
      ? undefined
      : "malformed XML";
  }
  if (!type.includes("json") || answered === "") return undefined;
  JSON.parse(answered);
  return undefined;
}

describe("any request at all", function () {
  this.timeout(120_000);

  it(`is answered in its protocol's form, never 5xx, and changes nothing where it is refused (${RUNS} of them)`, async () => {
    const emulator = createEmulator({
      clock: new ManualClock(),
      products: [emulatedServer(), emulatedServices()],
    });
    const control = async (method: string, url: string, content?: string): Promise<string> => {
      const json = { "content-type": "application/json" };
      const more = content === undefined ? {} : { body: content };
      return (await emulator.request({ method, url, headers: json, ...more })).body;
    };
    const seen = async (): Promise<string> =>
      (
        await Promise.all(
          ["services", "backups", "faults", "instances"].map((each) =>
            control("GET", `/_emulator/${each}`),
          ),
        )
      ).join();
    const fill = async (): Promise<void> => {
      await control("PUT", "/_emulator/services/integration/orders", '{"state":"Active"}');
      await control("PUT", "/_emulator/instances", '{"instances":[{"state":"Active","count":2}]}');
    };
    await fill();
    let before = await seen();
    await fc.assert(
      fc.asyncProperty(
        asked,
        async ({ method, path: at, query: behind, headers: all, body: content }) => {
          const given = Object.entries(all).filter(
            (each): each is [string, string] => each[1] !== undefined,
          );
          const url = at + behind;
          const more = content === undefined ? {} : { body: content };
          const answer = await emulator.request({
            method,
            url,
            headers: Object.fromEntries(given),
            ...more,
          });
          const wrong = wrongWith(url, answer);
          assert.equal(
            wrong,
            undefined,
            `${method} ${url}: ${answer.status} ${answer.body.slice(0, 300)}`,
          );
          const after = await seen();
          if (answer.status >= 400)
            assert.equal(after, before, `${method} ${url}: ${answer.status}`);
          before = after;
        },
      ),
      { numRuns: RUNS },
    );
    await emulator.close();
  });
});
