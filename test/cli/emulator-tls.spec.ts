import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { makeAuthority, type Authority } from "../support/certificates.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk } from "./support/executable.js";
import { servedEmulators } from "./support/served-emulator.js";
import { call, type Ended } from "./support/terminal.js";

describe("biztalk emulator over TLS", function () {
  this.timeout(30_000);
  const path = temporaryFolder();
  const serve = servedEmulators();
  let authority: Authority;

  const file = (name: string, content: string): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const serverFiles = ["--tls-cert", "server.pem", "--tls-key", "server.key"] as const;
  const filesOf = (args: readonly string[]): string[] =>
    args.map((arg) => (arg.startsWith("--") ? arg : arg.replace(/[^=]+$/, (name) => path(name))));

  before(async () => {
    authority = await makeAuthority("tests");
    const [server, client] = [await authority.sign("emulator"), await authority.sign("client")];
    const stranger = await (await makeAuthority("strangers")).sign("client");
    file("ca.pem", authority.certificate);
    file("server.pem", server.certificate);
    file("server.key", server.privateKey);
    file("client.pem", client.certificate);
    file("client.key", client.privateKey);
    file("stranger.pem", stranger.certificate);
    file("stranger.key", stranger.privateKey);
  });

  const status = (url: string, ...more: readonly string[]): Promise<Ended> =>
    call(["status", "--endpoint", url, "--ca", path("ca.pem"), ...filesOf(more)]);

  it("serves https with a certificate and its key", async () => {
    const emulator = await serve(...filesOf(serverFiles));
    assert.match(emulator.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    const { code, stdout } = await status(emulator.url);
    assert.deepEqual([code, stdout.split(" ", 2).join(" ")], [0, "No BizTalk"]);
    const { stdout: said, stderr, code: ended } = await emulator.stop();
    assert.deepEqual([said.split("\n").length, stderr, ended], [2, "", 0]);
  });

  it("serves whom the authority has signed, and nobody else", async () => {
    const { url } = await serve(...filesOf([...serverFiles, "--tls-ca", "ca.pem"]));
    const signed = await status(url, "--certificate", "client.pem", "--private-key", "client.key");
    assert.deepEqual([signed.code, signed.stderr], [0, ""]);
    assert.equal((await status(url)).code, 1);
    const stranger = await status(
      url,
      "--certificate",
      "stranger.pem",
      "--private-key",
      "stranger.key",
    );
    assert.equal(stranger.code, 1);
    assert.doesNotMatch(stranger.stderr, /PRIVATE KEY|^ +at /m);
  });

  it("is not trusted by a client that does not know its authority", async () => {
    const { url } = await serve(...filesOf(serverFiles));
    const { code, stderr } = await call(["status", "--endpoint", url]);
    assert.equal(code, 1);
    assert.match(stderr, /certificate/);
  });

  for (const [name, args, says] of [
    ["a certificate without its key", ["--tls-cert", "server.pem"], "--tls-key"],
    ["a key without its certificate", ["--tls-key", "server.key"], "--tls-cert"],
    ["an authority alone", ["--tls-ca", "ca.pem"], "--tls-cert"],
    ["a management certificate without TLS", ["--subscription", "1111=client.pem"], "--tls-cert"],
    [
      "a management certificate that is none",
      [...serverFiles, "--tls-ca", "ca.pem", "--subscription", "1111=client.key"],
      "--subscription",
    ],
    ["a file that is missing", ["--tls-cert", "none.pem", "--tls-key", "server.key"], "none.pem"],
    [
      "the key of another certificate",
      ["--tls-cert", "server.pem", "--tls-key", "client.key"],
      "--tls-key",
    ],
    [
      "a certificate that is none",
      ["--tls-cert", "server.key", "--tls-key", "server.key"],
      "--tls-cert",
    ],
  ] as const) {
    it(`ends with 1 and a text for ${name}`, async () => {
      const { code, stdout, stderr } = await biztalk(["emulator", "--port", "0", ...filesOf(args)]);
      assert.deepEqual([code, stdout], [1, ""], stderr);
      assert.ok(stderr.startsWith("error: ") && stderr.includes(says), stderr);
      assert.doesNotMatch(stderr, /^ +at /m);
    });
  }
});
