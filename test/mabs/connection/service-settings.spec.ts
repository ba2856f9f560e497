import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  readSettings,
  SETTING_SOURCES,
  type BackendSettings,
} from "../../../provider/mabs/connection/index.js";
import { ProviderError } from "../../../provider/errors.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const PEM = "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n";
const OTHER_PEM = PEM.replace("MII=", "AAA=");

const read = (
  stack: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = {},
): BackendSettings => readSettings((key) => stack[key], env);

function refusal(stack: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): string {
  try {
    read(stack, env);
  } catch (reason) {
    assert.ok(reason instanceof ProviderError);
    assert.equal(reason.code, "invalid-input");
    return reason.message;
  }
  return assert.fail("it was expected to be refused");
}

describe("readSettings()", () => {
  it("needs an endpoint: without one it says how to set one, and what to try", () => {
    for (const [stack, env] of [
      [{}, {}],
      [{ endpoint: "" }, { BIZTALK_ENDPOINT: "" }],
    ] as const) {
      const message = refusal(stack, env);
      for (const part of ["pulumi config set biztalk:endpoint", "BIZTALK_ENDPOINT", "emulator:"]) {
        assert.ok(message.includes(part), message);
      }
    }
  });

  it("needs nothing else", () => {
    assert.deepEqual(read({ endpoint: "emulator:a.db" }, { XDG_STATE_HOME: "/state" }), {
      endpoint: "emulator:a.db",
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      profile: "chart",
      journalFolder: "/state/pulumi-biztalk/journal",
    });
  });

  it("has these environment variables", () => {
    assert.deepEqual(
      { ...SETTING_SOURCES },
      {
        endpoint: "BIZTALK_ENDPOINT",
        subscriptionId: "BIZTALK_SUBSCRIPTION_ID",
        certificate: "BIZTALK_CERTIFICATE",
        privateKey: "BIZTALK_PRIVATE_KEY",
        ca: "BIZTALK_CA",
        profile: "BIZTALK_PROFILE",
        journal: "BIZTALK_JOURNAL",
      },
    );
  });

  const stackFirst = [
    ["endpoint", "BIZTALK_ENDPOINT", "endpoint", "emulator:stack.db", "emulator:env.db"],
    ["subscriptionId", "BIZTALK_SUBSCRIPTION_ID", "subscriptionId", "stack", "env"],
    ["profile", "BIZTALK_PROFILE", "profile", "rest-2016", "chart"],
    ["journal", "BIZTALK_JOURNAL", "journalFolder", "/stack", "/env"],
  ] as const;

  for (const [key, variable, field, fromStack, fromEnv] of stackFirst) {
    it(`takes ${key} from the stack, then from ${variable}`, () => {
      const base = { endpoint: "emulator:a.db" };
      assert.equal(read({ ...base, [key]: fromStack }, { [variable]: fromEnv })[field], fromStack);
      const withoutKey = key === "endpoint" ? {} : base;
      assert.equal(read(withoutKey, { [variable]: fromEnv })[field], fromEnv);
      assert.equal(read({ ...withoutKey, [key]: "" }, { [variable]: fromEnv })[field], fromEnv);
    });
  }

  const environmentFirst = [
    ["certificate", "BIZTALK_CERTIFICATE"],
    ["privateKey", "BIZTALK_PRIVATE_KEY"],
    ["ca", "BIZTALK_CA"],
  ] as const;

  for (const [key, variable] of environmentFirst) {
    it(`takes ${key} from ${variable}, then from the stack: a copy in the state may be an old one`, () => {
      const endpoint = "emulator:a.db";
      assert.equal(read({ endpoint, [key]: PEM }, { [variable]: OTHER_PEM })[key], OTHER_PEM);
      assert.equal(read({ endpoint, [key]: PEM })[key], PEM);
      assert.equal(read({ endpoint, [key]: PEM }, { [variable]: "" })[key], PEM);
    });
  }

  it("keeps journals in the user's state folder", () => {
    const expected = join(homedir(), ".local", "state", "pulumi-biztalk", "journal");
    assert.equal(read({ endpoint: "emulator:a.db" }).journalFolder, expected);
    assert.equal(
      read({ endpoint: "emulator:a.db" }, { XDG_STATE_HOME: "" }).journalFolder,
      expected,
    );
  });

  it("refuses a profile that is none, and says which there are", () => {
    assert.match(
      refusal({ endpoint: "emulator:a.db", profile: "2017" }),
      /biztalk:profile.*2017.*chart, rest-2016/,
    );
  });
});

describe("credentials", () => {
  const file = temporaryFolder();
  const endpoint = "https://management.example";

  for (const key of ["certificate", "privateKey", "ca"] as const) {
    it(`${key} may be PEM text or the path of a file that holds it`, () => {
      writeFileSync(file(`${key}.pem`), PEM);
      assert.equal(read({ endpoint, [key]: PEM })[key], PEM);
      assert.equal(read({ endpoint, [key]: file(`${key}.pem`) })[key], PEM);
    });

    it(`${key} may not be a file that does not exist: the message names the setting`, () => {
      const message = refusal({ endpoint, [key]: file("missing.pem") });
      assert.match(
        message,
        new RegExp(`biztalk:${key} is neither PEM text nor a file that can be read`),
      );
    });

    it(`${key} may not be a file without PEM text: the message names the setting and quotes nothing`, () => {
      writeFileSync(file("notes.txt"), "c2VjcmV0");
      const message = refusal({ endpoint, [key]: file("notes.txt") });
      assert.match(message, new RegExp(`biztalk:${key} names a file that holds no PEM text`));
      assert.ok(!message.includes("c2VjcmV0"), message);
    });
  }

  it("are not repeated in the message when a key is given that is neither PEM nor a path", () => {
    const message = refusal({
      endpoint,
      privateKey: "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg",
    });
    assert.doesNotMatch(message, /MIGHAgEAMBMGByqGSM49/);
  });
});
