import assert from "node:assert/strict";
import { resolve } from "node:path";
import { sameEndpoint } from "../../../provider/endpoint/endpoint.js";
import { parseServiceEndpoint } from "../../../provider/mabs/connection/index.js";
import { ProviderError } from "../../../provider/errors.js";

const ID = "ABCDEF00-0000-0000-0000-000000000000";

describe("an endpoint on the network", () => {
  const table = [
    ["https://management.core.windows.net", "https://management.core.windows.net"],
    ["https://management.core.windows.net/", "https://management.core.windows.net"],
    ["HTTPS://Management.Example:8443", "https://management.example:8443"],
    ["https://proxy.example/biztalk/", "https://proxy.example/biztalk"],
    ["https://127.0.0.1:4443", "https://127.0.0.1:4443"],
    ["http://127.0.0.1:4080", "http://127.0.0.1:4080"],
    ["http://127.1.2.3:4080", "http://127.1.2.3:4080"],
    ["http://localhost:4080/", "http://localhost:4080"],
    ["http://[::1]:4080", "http://[::1]:4080"],
  ] as const;

  for (const [text, url] of table) {
    it(`may be ${text}: its host and subscription say which services these are`, () => {
      assert.deepEqual(parseServiceEndpoint(text, ID), {
        kind: "network",
        url,
        identity: `${url}/${ID.toLowerCase()}`,
      });
    });
  }
});

describe("an endpoint that is an emulator in a file", () => {
  const table = [
    ["emulator:./biztalk.db", { path: resolve("biztalk.db") }],
    ["emulator:/var/lib/biz talk.db", { path: "/var/lib/biz talk.db" }],
    ["emulator:a.db?operationMs=0", { path: resolve("a.db"), operationMs: 0 }],
    [
      "emulator:a.db?operationMs=250&profile=rest-2016",
      { path: resolve("a.db"), operationMs: 250, profile: "rest-2016" },
    ],
    ["emulator:a.db?nameHeldMs=0", { path: resolve("a.db"), nameHeldMs: 0 }],
    [
      "emulator:a.db?nameHeldMs=60000&operationMs=5",
      { path: resolve("a.db"), operationMs: 5, nameHeldMs: 60_000 },
    ],
    ["emulator:a.db?profile=chart", { path: resolve("a.db"), profile: "chart" }],
  ] as const;

  for (const [text, expected] of table) {
    it(`may be ${text}`, () => {
      const parsed = parseServiceEndpoint(text, ID);
      const { identity, ...rest } = parsed;
      assert.deepEqual(rest, { kind: "emulator", ...expected });
      assert.match(identity, /^emulator:.*\.db$/);
    });
  }

  it("is the same whatever its options are", () => {
    assert.equal(
      parseServiceEndpoint("emulator:a.db?operationMs=5", ID).identity,
      parseServiceEndpoint("emulator:a.db?profile=chart", ID).identity,
    );
    assert.equal(
      parseServiceEndpoint("emulator:a.db?nameHeldMs=5", ID).identity,
      parseServiceEndpoint("emulator:a.db", ID).identity,
    );
  });

  /** As written, and the identity that it has in the folder /work/stack. */
  const identities = [
    ["emulator:biztalk.db", "emulator:./biztalk.db"],
    ["emulator:./biztalk.db", "emulator:./biztalk.db"],
    ["emulator:././data//biztalk.db?operationMs=5", "emulator:./data/biztalk.db"],
    ["emulator:data/../biztalk.db", "emulator:./biztalk.db"],
    ["emulator:/work/stack/biztalk.db", "emulator:./biztalk.db"],
    ["emulator:/work/stack/../stack/biztalk.db", "emulator:./biztalk.db"],
    ["emulator:..biztalk.db", "emulator:./..biztalk.db"],
    ["emulator:../biztalk.db", "emulator:/work/biztalk.db"],
    ["emulator:/work/stack2/biztalk.db", "emulator:/work/stack2/biztalk.db"],
    ["emulator:/var/lib/biz talk.db", "emulator:/var/lib/biz talk.db"],
  ] as const;
  for (const [text, identity] of identities) {
    it(`is ${identity} when it is written ${text}`, () => {
      assert.equal(parseServiceEndpoint(text, ID, "/work/stack").identity, identity);
    });
  }

  it("is below the working directory unless a folder is given", () => {
    assert.equal(
      parseServiceEndpoint(`emulator:${resolve("a.db")}`, ID).identity,
      "emulator:./a.db",
    );
    const parsed = parseServiceEndpoint("emulator:a.db", ID, "/work/stack");
    assert.equal(parsed.kind === "emulator" && parsed.path, "/work/stack/a.db");
  });

  it("is another in another file", () => {
    assert.notEqual(
      parseServiceEndpoint("emulator:a.db", ID).identity,
      parseServiceEndpoint("emulator:b.db", ID).identity,
    );
  });
});

describe("an endpoint that is refused", () => {
  const table = [
    ["http://management.example", /unencrypted/],
    ["http://10.0.0.1:4080", /unencrypted/],
    ["http://localhost.example", /unencrypted/],
    ["http://127.0.0.1.example", /unencrypted/],
    ["http://0.0.0.0:4080", /unencrypted/],
    ["emulator:", /no path/],
    ["emulator:?operationMs=5", /no path/],
    ["emulator:a.db?speed=5", /speed.*operationMs, nameHeldMs, profile/],
    ["emulator:a.db?operationMs=fast", /operationMs.*milliseconds/],
    ["emulator:a.db?operationMs=-1", /operationMs.*milliseconds/],
    ["emulator:a.db?nameHeldMs=-1", /nameHeldMs.*milliseconds/],
    ["emulator:a.db?nameHeldMs=1.5", /nameHeldMs.*milliseconds/],
    ["emulator:a.db?nameHeldMs=", /nameHeldMs.*milliseconds/],
    ["emulator:a.db?nameheldms=5", /nameheldms.*operationMs, nameHeldMs, profile/],
    ["emulator:a.db?nameHeldMs=long", /nameHeldMs.*milliseconds/],
    ["emulator:a.db?operationMs=", /operationMs.*milliseconds/],
    ["emulator:a.db?profile=2017", /profile.*chart, rest-2016/],
    ["https://host.example?x=1", /more than a host and a path/],
    ["https://user@host.example", /more than a host and a path/],
    ["ftp://host.example", /not understood/],
    ["host.example", /not understood/],
    ["management.core.windows.net:443", /not understood/],
    ["127.0.0.1:4080", /not understood/],
    ["emulator", /not understood/],
    ["https://", /not understood/],
    ["garbage", /not understood/],
    ["", /not understood/],
  ] as const;

  for (const [text, why] of table) {
    it(`is "${text}": the message says why, and what is accepted`, () => {
      assert.throws(
        () => parseServiceEndpoint(text, ID),
        (reason: unknown) => {
          assert.ok(reason instanceof ProviderError);
          assert.equal(reason.code, "invalid-input");
          assert.match(reason.message, why);
          assert.match(
            reason.message,
            /biztalk:endpoint.*https:\/\/HOST.*127\.0\.0\.1.*emulator:PATH/,
          );
          return true;
        },
      );
    });
  }

  it("has a password that the message does not repeat", () => {
    assert.throws(
      () => parseServiceEndpoint("https://operator:c2VjcmV0@host.example", ID),
      (reason: unknown) => reason instanceof ProviderError && !reason.message.includes("c2VjcmV0"),
    );
  });
});

describe("sameEndpoint()", () => {
  const same = [
    ["emulator:biztalk.db", "emulator:./biztalk.db"],
    ["emulator:/work/stack/biztalk.db", "emulator:./biztalk.db"],
    ["emulator:../biztalk.db", "emulator:/work/biztalk.db"],
    ["emulator:biztalk.db?operationMs=20", "emulator:./biztalk.db"],
    ["https://Management.Example/abc", "https://management.example/abc"],
    ["https://management.example:443/abc", "https://management.example/abc"],
    ["http://127.0.0.1:80/abc", "http://127.0.0.1/abc"],
    ["https://management.example/ABC/", "https://management.example/abc"],
    ["https://management.example//abc", "https://management.example/abc"],
    ["https://proxy.example/biztalk/ABC", "https://proxy.example/biztalk/abc"],
    ["simulation", "simulation"],
  ] as const;
  for (const [recorded, identity] of same) {
    it(`takes ${recorded} and ${identity} for one`, () => {
      assert.equal(sameEndpoint(recorded, identity, "/work/stack"), true);
      assert.equal(sameEndpoint(identity, recorded, "/work/stack"), true);
    });
  }

  const different = [
    ["emulator:a.db", "emulator:b.db"],
    ["emulator:/work/stack2/a.db", "emulator:./a.db"],
    ["emulator:", "emulator:./a.db"],
    ["", "emulator:./a.db"],
    ["https://management.example/abc", "https://management.example/abd"],
    ["https://management.example/abc", "https://other.example/abc"],
    ["https://management.example:8443/abc", "https://management.example/abc"],
    ["http://127.0.0.1:443/abc", "https://127.0.0.1/abc"],
    ["https://proxy.example/BizTalk/abc", "https://proxy.example/biztalk/abc"],
    ["https://management.example/abc", "emulator:./abc"],
    ["simulation", "other"],
  ] as const;
  for (const [recorded, identity] of different) {
    it(`takes "${recorded}" and "${identity}" for two`, () => {
      assert.equal(sameEndpoint(recorded, identity, "/work/stack"), false);
    });
  }

  it("takes the working directory unless a folder is given", () => {
    assert.equal(sameEndpoint(`emulator:${resolve("a.db")}`, "emulator:./a.db"), true);
  });
});
