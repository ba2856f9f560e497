import assert from "node:assert/strict";
import { createAuthenticator, type SignIn } from "../../provider/http/sign-in.js";
import { rejection } from "../support/scripted-endpoint.js";
import { acceptors, PASSWORD } from "./support/acceptor.js";
import { clientOf, OPERATOR, SETTINGS } from "./support/client.js";

/** `CONTOSO\operator:Swordfish-7319` */
const BASIC = "Basic Q09OVE9TT1xvcGVyYXRvcjpTd29yZGZpc2gtNzMxOQ==";

const making = (endpoint: string, signIn: SignIn) => () =>
  createAuthenticator(signIn, { endpoint, settings: SETTINGS });

describe("a sign-in by Basic authentication", () => {
  const start = acceptors();
  const offersBasic = {
    refusesFirst: "always",
    offers: [`Basic realm="BizTalk, by NTLM"`],
    basic: BASIC,
  } as const;

  it("is what a user and a password are for where Basic is offered and NTLM is not", async () => {
    const acceptor = await start(offersBasic);
    const client = clientOf(acceptor.url);
    await client.put("1");
    await client.put("2");
    const seen = acceptor.arrivals.map(({ leg, body, status }) => [leg, body, status]);
    assert.deepEqual(seen, [
      ["first", "", 401],
      ["other", "1", 200],
      ["other", "2", 200],
    ]);
  });

  it("is not what is done where NTLM is offered too", async () => {
    const acceptor = await start({ ...offersBasic, offers: ["NTLM", "Basic"] });
    const { message } = await rejection(clientOf(acceptor.url).put("body"));
    assert.match(message, /It offers NTLM, Basic\./);
    assert.equal(acceptor.arrivals.length, 1);
  });

  it("with a wrong password is refused after one, and is not tried again", async () => {
    const acceptor = await start(offersBasic);
    const client = clientOf(acceptor.url, { signIn: { ...OPERATOR, password: "another" } });
    const { code, message } = await rejection(client.put("body"));
    assert.equal(code, "unauthenticated");
    assert.match(
      message,
      /refuses the sign-in of CONTOSO\\operator by Basic.*It offers Basic\..*Check the user/,
    );
    await rejection(client.get());
    assert.deepEqual(
      acceptor.arrivals.map(({ leg }) => leg),
      ["first", "other"],
    );
  });

  it("is refused by us over http to another machine, with the reason", async () => {
    const client = clientOf("http://bts.example", {
      transport: () =>
        Promise.resolve({ status: 401, headers: { "www-authenticate": "Basic" }, body: "" }),
    });
    const { code, message } = await rejection(client.get());
    assert.equal(code, "unauthenticated");
    assert.match(
      message,
      /It offers Basic\. .*over http everybody on the way to bts\.example can read it: use https/,
    );
  });

  it("takes no user with a colon", async () => {
    const acceptor = await start(offersBasic);
    const client = clientOf(acceptor.url, { signIn: { ...OPERATOR, user: "a:b" } });
    assert.match(
      (await rejection(client.get())).message,
      /the user: Basic authentication takes no name with a colon/,
    );
  });
});

describe("a header from the configuration", () => {
  const start = acceptors();
  const authorization = `Bearer ${PASSWORD}`;

  it("is sent as it is, with each request and its body", async () => {
    const acceptor = await start({ basic: authorization });
    const client = clientOf(acceptor.url, { signIn: { authorization } });
    await client.get();
    await client.put("body");
    assert.deepEqual(
      acceptor.arrivals.map((arrival) => [arrival.authorization, arrival.body, arrival.status]),
      [
        [authorization, "", 200],
        [authorization, "body", 200],
      ],
    );
  });

  it("that is refused says what was offered, and that a Kerberos token serves once", async () => {
    const acceptor = await start({ offers: ["Bearer"] });
    const { code, message } = await rejection(
      clientOf(acceptor.url, { signIn: { authorization } }).get(),
    );
    assert.equal(code, "unauthenticated");
    assert.match(
      message,
      /refuses the header of the header \(401\)\. It offers Bearer\. .*Kerberos token serves once/,
    );
    assert.equal(acceptor.arrivals.length, 1);
  });

  it("is refused by us over http to another machine", () => {
    assert.throws(
      making("http://bts.example", { authorization }),
      /the header is not sent here: over http everybody/,
    );
    assert.doesNotThrow(making("https://bts.example", { authorization }));
    assert.doesNotThrow(making("http://localhost:8080", { authorization }));
    assert.doesNotThrow(making("emulator:orders.db", { authorization }));
  });

  for (const text of ["", " Bearer x", "Bearer x\r\nHost: y", "Bearer ü"]) {
    it(`is refused by us when it is none: ${JSON.stringify(text)}`, () => {
      assert.throws(making("https://bts.example", { authorization: text }), (error: Error) => {
        assert.match(error.message, /the header is not a header: one line of printable ASCII/);
        return text === "" || !error.message.includes(text);
      });
    });
  }
});

describe("a user for NTLM", () => {
  for (const [user, why] of [
    ["", /names no user\. Accepted: DOMAIN\\user, user@domain/],
    ["\\operator", /names no user/],
    ["CONTOSO\\", /names no user/],
    ["MÜNCHEN\\operator", /Give it in the form user@domain/],
  ] as const) {
    it(`is refused by us: ${JSON.stringify(user)}`, () => {
      assert.throws(making("http://bts.example", { user, password: PASSWORD }), why);
    });
  }
});
