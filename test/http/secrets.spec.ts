import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createAuthenticator } from "../../provider/http/sign-in.js";
import { rejection } from "../support/scripted-endpoint.js";
import { acceptors, MEMBER, PASSWORD, type Habits } from "./support/acceptor.js";
import { clientOf, OPERATOR, SETTINGS } from "./support/client.js";

const AUTHORIZATION = `Bearer ${PASSWORD}`;
const BASIC = Buffer.from(`${OPERATOR.user}:${PASSWORD}`).toString("base64");

/** All that is in a value, hidden properties and causes included. */
const allOf = (value: unknown): string =>
  `${inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null })}
  ${value instanceof Error ? `${value.stack ?? ""} ${JSON.stringify(value)} ${value.toString()}` : ""}`;

const assertSecret = (value: unknown, sent: readonly string[] = []): void => {
  const text = allOf(value);
  const secrets = [PASSWORD, BASIC, MEMBER.hash, ...sent.filter((header) => header !== "")];
  for (const secret of secrets) assert.ok(!text.includes(secret), text);
  assert.ok(!text.toLowerCase().includes(Buffer.from(PASSWORD, "utf16le").toString("hex")), text);
};

describe("a password", () => {
  const start = acceptors();

  const failures: readonly [what: string, habits: Habits][] = [
    ["of a refused sign-in by NTLM", { member: { ...MEMBER, hash: "00".repeat(16) } }],
    ["of a sign-in that cannot begin", { refusesFirst: "always" }],
    ["of a refused sign-in by Basic", { refusesFirst: "always", offers: ["Basic"] }],
    ["of a challenge that cannot be answered", { flags: 0 }],
    ["of a connection that is cut", { cuts: "third" }],
  ];
  for (const [what, habits] of failures) {
    it(`is in no error ${what}, nor is what was sent`, async () => {
      const acceptor = await start(habits);
      const error = await rejection(clientOf(acceptor.url).put("body"));
      assertSecret(
        error,
        acceptor.arrivals.map(({ authorization }) => authorization),
      );
    });
  }

  it("is in no error of a header that was refused", async () => {
    const acceptor = await start();
    assertSecret(
      await rejection(clientOf(acceptor.url, { signIn: { authorization: AUTHORIZATION } }).get()),
    );
  });

  it("is in no error of a header or a user that is not accepted", () => {
    const refused: unknown[] = [];
    for (const [endpoint, signIn] of [
      ["http://bts.example", { authorization: AUTHORIZATION }],
      ["https://bts.example", { authorization: `${AUTHORIZATION}\n` }],
      ["https://bts.example", { user: "\\", password: PASSWORD }],
    ] as const) {
      try {
        createAuthenticator(signIn, { endpoint, settings: SETTINGS });
      } catch (reason) {
        refused.push(reason);
      }
    }
    assert.equal(refused.length, 3);
    assertSecret(refused);
  });

  it("is not shown by an authenticator or a client that is printed", () => {
    const options = { endpoint: "https://bts.example", settings: SETTINGS };
    assertSecret(createAuthenticator(OPERATOR, options));
    assertSecret(createAuthenticator({ authorization: AUTHORIZATION }, options));
    assertSecret(clientOf("https://bts.example"));
  });
});
