import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { createEmulator } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { emulatorFor, pathOf, SUBSCRIPTION } from "../support/start-emulator.js";
import { xmlText } from "../support/xml-text.js";

type Headers = Readonly<Record<string, string>>;

/** A request with any Host, which `fetch` would not send. */
const ask = (url: string, method: string, path: string, headers: Headers, body = "") =>
  new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, method, path, headers, setHost: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, body: text });
      });
    });
    sent.on("error", reject).end(body);
  });

const VERSION = { "x-ms-version": "2013-04-26" };

/** What a page could send: reset, a fault, and a delete of a service. */
const CHANGES = [
  ["POST", "/_emulator/reset", ""],
  ["POST", "/_emulator/faults", '{"operation":"Scale","effect":"fail"}'],
  ["POST", "/_emulator/clock", '{"advanceMs":1}'],
  ["DELETE", pathOf("orders"), ""],
] as const;

describe("a page in somebody's browser", () => {
  const emulator = emulatorFor();

  beforeEach(() => emulator().place("orders", "Active"));
  const unchanged = async (): Promise<void> => {
    assert.equal((await emulator().view("orders"))?.state, "Active");
    assert.deepEqual((await emulator().control("GET", "faults")).body, []);
  };

  for (const origin of ["https://example.com", "null", "http://127.0.0.1:1", "http://localhost"]) {
    for (const [method, path, body] of CHANGES) {
      it(`changes nothing as ${origin}: ${method} ${path} is 403`, async () => {
        const type = body === "" ? {} : { "content-type": "application/json" };
        const headers = { ...VERSION, origin, ...type };
        const content = body === "" ? {} : { body };
        const answer = await fetch(emulator().url + path, { method, headers, ...content });
        assert.equal(answer.status, 403);
        assert.match(await answer.text(), /a page of .* changes nothing here/);
        await unchanged();
      });
    }
  }

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    it(`changes nothing by a form of ${type}: 415`, async () => {
      for (const [method, path, body] of CHANGES) {
        const headers = { ...VERSION, "content-type": type };
        const content = body === "" ? {} : { body };
        const answer = await fetch(emulator().url + path, { method, headers, ...content });
        assert.equal(answer.status, 415, path);
        assert.match(await answer.text(), /application\/json or application\/xml/);
      }
      await unchanged();
    });
  }

  it("changes nothing by a body without a type: 415", async () => {
    const { url } = emulator();
    const { status } = await ask(
      url,
      "POST",
      "/_emulator/faults",
      { host: "localhost", "content-length": "37" },
      '{"operation":"Scale","effect":"fail"}',
    );
    assert.equal(status, 415);
    await unchanged();
  });

  it("asks for nothing by a name that it made lead here: 403 on both APIs", async () => {
    for (const host of [
      "evil.example.com",
      "127.0.0.1.evil.example.com",
      "10.0.0.1",
      "localhost.evil",
    ]) {
      const { url } = emulator();
      const control = await ask(url, "GET", "/_emulator/services", { host });
      assert.equal(control.status, 403, host);
      assert.match(control.body, /--host/);
      const headers = { host, ...VERSION };
      const managed = await ask(url, "GET", `${SUBSCRIPTION}/cloudservices`, headers);
      assert.deepEqual(
        [managed.status, xmlText(managed.body, "Code")],
        [403, "AuthenticationFailed"],
      );
    }
  });

  it("is not meant by a Host that is none: 400", async () => {
    for (const host of ["a b", "user@localhost", "localhost/x", "::1"]) {
      const { status } = await ask(emulator().url, "GET", "/_emulator/services", { host });
      assert.equal(status, 400, host);
    }
  });

  for (const host of [
    "localhost",
    "LOCALHOST:8391",
    "biztalk.localhost:1",
    "127.0.0.1",
    "127.9.9.9:80",
    "[::1]:8391",
  ]) {
    it(`is not what asks ${host}`, async () => {
      assert.equal((await ask(emulator().url, "GET", "/_emulator/services", { host })).status, 200);
    });
  }

  it("that the emulator serves itself may change something", async () => {
    const { url } = emulator();
    const answer = await fetch(`${url}/_emulator/reset`, {
      method: "POST",
      headers: { origin: url },
    });
    assert.equal(answer.status, 204);
  });
});

describe("an emulator that listens elsewhere", () => {
  const made = (host: string, names: readonly string[] = []) => {
    const emulator = createEmulator({ products: [emulatedServices()], clock: new ManualClock() });
    return { emulator, url: emulator.listen({ host, names, port: 0 }) };
  };

  it("may be asked by the names that it was given, and by no other", async () => {
    const { emulator, url } = made("127.0.0.1", ["biztalk-emulator", "CI.example.com"]);
    const status = async (host: string) =>
      (await ask(await url, "GET", "/_emulator/health", { host })).status;
    assert.deepEqual(
      [
        await status("biztalk-emulator:8391"),
        await status("ci.example.com"),
        await status("other.example.com"),
      ],
      [200, 200, 403],
    );
    await emulator.close();
  });

  it("may be asked by its address, however that was written", async () => {
    const { emulator, url } = made("127.0.0.1", ["FE80:0:0:0:0:0:0:1", "::2"]);
    const status = async (host: string) =>
      (await ask(await url, "GET", "/_emulator/health", { host })).status;
    assert.deepEqual([await status("[fe80::1]"), await status("[::2]:80")], [200, 200]);
    await emulator.close();
  });

  it("is not everywhere because a name of it is", async () => {
    const { emulator, url } = made("127.0.0.1", ["0.0.0.0"]);
    const { status } = await ask(await url, "GET", "/_emulator/health", { host: "10.0.0.1" });
    assert.equal(status, 403);
    await emulator.close();
  });

  it("ends although somebody who spoke no HTTP stays", async () => {
    const { emulator, url } = made("127.0.0.1");
    const { port, hostname } = new URL(await url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.on("error", () => undefined).write("nonsense\r\n\r\n");
    await once(socket, "data");
    await emulator.close();
    socket.destroy();
  });

  it("on every address may be asked by any of them, and by no name that it was not given", async () => {
    const { emulator, url } = made("0.0.0.0");
    const { port } = new URL(await url);
    const status = async (host: string) =>
      (await ask(`http://127.0.0.1:${port}`, "GET", "/_emulator/health", { host })).status;
    assert.deepEqual(
      [
        await status("192.168.1.7:8391"),
        await status("[fe80::1]"),
        await status("evil.example.com"),
      ],
      [200, 200, 403],
    );
    await emulator.close();
  });
});

describe("the paths of the control plane", () => {
  const emulator = emulatorFor();

  for (const path of [
    "/_emulator/cloudservices",
    "/_emulator/cloudservices/integration/resources/biztalkservices/biztalk/orders",
    "/_emulator",
    "/_EMULATOR/cloudservices",
  ]) {
    it(`never mean the management API: ${path}`, async () => {
      for (const method of ["GET", "PUT", "DELETE"]) {
        const answer = await emulator().manage(method, path);
        assert.deepEqual(
          [answer.status, answer.body],
          [404, '{"error":["There is no such path here."]}'],
        );
      }
    });
  }
});
