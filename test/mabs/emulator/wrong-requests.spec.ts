import assert from "node:assert/strict";
import { connect } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { XMLValidator } from "fast-xml-parser";
import { openStore } from "../../../provider/emulator/index.js";
import { resourceXml } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  passThroughOf,
  pathOf,
  startEmulator,
  SUBSCRIPTION,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { xmlText } from "../../support/xml-text.js";

/** An answer to bytes that are sent as they are. */
const raw = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url);
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
    socket.on("end", () => {
      resolve(answer);
    });
    socket.on("error", reject);
  });

describe("a request that is wrong before it means anything", () => {
  const emulator = emulatorFor();

  /** Method, path, what else, and the answer's status and code. */
  const WRONG = [
    [
      "a body of more than 256 KiB",
      "PUT",
      pathOf("orders"),
      { body: "x".repeat(300_000) },
      413,
      "BadRequest",
    ],
    [
      "a name of more than 200 characters",
      "PUT",
      pathOf("o".repeat(201)),
      { body: "<a/>" },
      414,
      "BadRequest",
    ],
    [
      "a name with a character that XML does not know",
      "GET",
      passThroughOf("a%00b"),
      {},
      400,
      "BadRequest",
    ],
    ["the same in a container's name", "GET", `${CONTAINER}%0B`, {}, 400, "BadRequest"],
    ["the same in a subscription", "GET", "/a%01/cloudservices", {}, 400, "BadRequest"],
    [
      "broken percent-encoding",
      "GET",
      `${SUBSCRIPTION}/cloudservices/%E0%A4%A`,
      {},
      400,
      "BadRequest",
    ],
    ["a verb that nobody has here", "PROPFIND", CONTAINER, {}, 400, "InvalidHttpVerb"],
    ["OPTIONS", "OPTIONS", CONTAINER, {}, 400, "InvalidHttpVerb"],
    [
      "a version that is no date",
      "GET",
      CONTAINER,
      { headers: { "x-ms-version": "2013-13-45" } },
      400,
      "MissingOrIncorrectVersionHeader",
    ],
    [
      "a type that is neither XML nor JSON",
      "PUT",
      pathOf("orders"),
      { body: "<a/>", headers: { "content-type": "text/html" } },
      415,
      "BadRequest",
    ],
  ] as const;

  for (const [what, method, path, extra, status, code] of WRONG) {
    it(`is answered as the protocol has it for ${what}: ${status} ${code}`, async () => {
      const answer = await emulator().manage(method, path, extra);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [status, code], answer.body);
      assert.equal(XMLValidator.validate(answer.body), true);
      assert.match(answer.headers.get("x-ms-request-id") ?? "", /^[0-9a-f-]{36}$/);
      assert.deepEqual((await emulator().control("GET", "services")).body, []);
    });
  }

  const host = "host: localhost\r\n";
  const SOCKETS = [
    ["headers that are too long", `GET / HTTP/1.1\r\n${host}x: ${"y".repeat(70_000)}\r\n\r\n`, 431],
    ["what is no HTTP", "nonsense\r\n\r\n", 400],
  ] as const;

  for (const [what, text, status] of SOCKETS) {
    it(`is answered as the protocol has it for ${what}: ${status}`, async () => {
      const answer = await raw(emulator().url, text);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(answer, /\r\nx-ms-request-id: [0-9a-f-]{36}\r\n/);
      assert.equal(XMLValidator.validate(answer.split("\r\n\r\n")[1] ?? ""), true);
    });
  }
});

describe("a body that no XML parser takes", () => {
  const emulator = emulatorFor();
  const deep = `${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}`.slice(0, 200_000);

  const BODIES = [
    [
      "an external entity",
      '<!DOCTYPE Resource [<!ENTITY x SYSTEM "file:///etc/passwd">]><Resource>&x;</Resource>',
    ],
    [
      "a parameter entity",
      '<!DOCTYPE Resource [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x">%x;]><Resource>&y;</Resource>',
    ],
    ["an entity of its own", '<!DOCTYPE Resource [<!ENTITY x "y">]><Resource>&x;</Resource>'],
    ["an entity that is not declared", "<Resource>&nbsp;</Resource>"],
    ["elements that are nested too deep", deep],
    ["two roots", "<Resource/><Resource/>"],
    ["NUL", "<Resource>\u0000</Resource>"],
    ["a reference to NUL", "<Resource>&#0;</Resource>"],
    ["another control character", "<Resource>\u0007</Resource>"],
    ["an attribute twice", '<Resource a="1" a="2"/>'],
    ["another document", "<Other/>"],
    ["nothing", ""],
  ] as const;

  for (const [what, body] of BODIES) {
    it(`is 400 InvalidXmlRequest, and nothing is changed: ${what}`, async () => {
      const answer = await emulator().manage("PUT", pathOf("orders"), { body });
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "InvalidXmlRequest"]);
      assert.equal(XMLValidator.validate(answer.body), true);
      assert.ok(answer.body.length < 600, answer.body);
      assert.deepEqual((await emulator().control("GET", "services")).body, []);
    });
  }

  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    it(`is not one that has an element ${name}: that is left alone like any other`, async () => {
      const body = resourceXml(`<Edition>basic</Edition><${name}><a/></${name}>`);
      assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 202);
      await emulator().control("POST", "reset");
    });
  }
});

describe("a record that is damaged", () => {
  const path = temporaryFolder();

  for (const [index, damage] of ["{cut", "null", "7"].entries()) {
    it(`is 500 InternalError that names it, and never the sender's fault: ${damage}`, async () => {
      const file = path(`${index}.db`);
      const emulator = await startEmulator({ store: openStore(file) });
      await emulator.place("orders", "Active");
      // Due at once: whatever is asked comes upon it.
      await emulator.manage("POST", `${passThroughOf("orders")}?comp=stop`);
      emulator.clock.advance(86_400_000);
      const database = new DatabaseSync(file);
      database.exec(
        `DROP INDEX records_by_name; UPDATE records SET value = '${damage}' WHERE kind = 'service'`,
      );
      database.close();
      const body = resourceXml("<UnitCount>2</UnitCount>");
      const answer = await emulator.manage("PUT", pathOf("orders"), { body });
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [500, "InternalError"]);
      assert.match(answer.body, /record service integration\/orders/);
      const control = await emulator.control("GET", "services");
      assert.equal(control.status, 500);
      assert.match(JSON.stringify(control.body), /record service integration\/orders/);
      assert.equal((await emulator.control("POST", "reset")).status, 204);
      assert.deepEqual((await emulator.control("GET", "services")).body, []);
      await emulator.close();
    });
  }
});
