import assert from "node:assert/strict";
import { checkTlsTexts, type TlsTexts } from "../../provider/endpoint/tls-texts.js";
import { makeAuthority, type Authority, type PemPair } from "../support/certificates.js";
import { ManualClock } from "../support/manual-clock.js";

const NAMES = {
  certificate: "biztalk:certificate",
  privateKey: "biztalk:privateKey",
  ca: "biztalk:ca",
} as const;

describe("certificates and keys, before anything is sent", () => {
  const clock = new ManualClock();
  let authority: Authority;
  let own: PemPair;
  let other: PemPair;

  before(async () => {
    authority = await makeAuthority("Authority of the tests");
    own = await authority.sign("operator");
    other = await authority.sign("other");
  });

  const check = (texts: TlsTexts): void => {
    checkTlsTexts(texts, NAMES, clock);
  };

  it("are accepted where they fit, with a chain, with text around them, or none at all", () => {
    check({});
    check({ ca: authority.certificate });
    check(own);
    check({ ...own, certificate: own.certificate + authority.certificate });
    check({ ...own, certificate: `Bag Attributes\n${own.certificate}` });
    check({ ...own, ca: `# two\n${authority.certificate}\n${other.certificate}` });
  });

  const cut = (pem: string): string => pem.replace(/(-----BEGIN [^-]+-----\n).*\n/, "$1AAAA\n");

  /** What is wrong, with what, and what is said. */
  const WRONG: readonly (readonly [string, () => TlsTexts, RegExp])[] = [
    [
      "a certificate without its key",
      () => ({ certificate: own.certificate }),
      /^biztalk:certificate is given without biztalk:privateKey/,
    ],
    [
      "a key without its certificate",
      () => ({ privateKey: own.privateKey }),
      /^biztalk:privateKey is given without biztalk:certificate/,
    ],
    [
      "the two swapped",
      () => ({ certificate: own.privateKey, privateKey: own.certificate }),
      /^biztalk:certificate holds a private key and no certificate: are the two swapped\?/,
    ],
    [
      "the certificate twice",
      () => ({ certificate: own.certificate, privateKey: own.certificate }),
      /^biztalk:privateKey holds no private key, but something else: are the two swapped\?/,
    ],
    [
      "the key of another certificate",
      () => ({ certificate: own.certificate, privateKey: other.privateKey }),
      /^biztalk:privateKey is not the key of the certificate in biztalk:certificate$/,
    ],
    [
      "a broken certificate",
      () => ({ ...own, certificate: cut(own.certificate) }),
      /^biztalk:certificate holds a certificate that is broken/,
    ],
    [
      "a broken key",
      () => ({ ...own, privateKey: cut(own.privateKey) }),
      /^biztalk:privateKey holds a private key that is broken/,
    ],
    [
      "a key with a passphrase",
      () => ({
        ...own,
        privateKey: own.privateKey.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
      }),
      /^biztalk:privateKey is encrypted with a passphrase/,
    ],
    [
      "an authority that is none",
      () => ({ ca: "-----BEGIN NOTHING-----" }),
      /^biztalk:ca holds no certificate/,
    ],
    [
      "an authority that is a key",
      () => ({ ca: own.privateKey }),
      /^biztalk:ca holds a private key/,
    ],
    [
      "an authority that is broken",
      () => ({ ca: cut(authority.certificate) }),
      /^biztalk:ca holds .* broken/,
    ],
  ];

  for (const [what, texts, wording] of WRONG) {
    it(`are refused by the name of the input, and nothing of them is said: ${what}`, () => {
      assert.throws(
        () => {
          check(texts());
        },
        (reason: Error & { code?: string }) => {
          assert.equal(reason.code, "invalid-input");
          assert.match(reason.message, wording);
          assert.doesNotMatch(reason.message, /BEGIN [A-Z ]+KEY-----\n|MI[A-Za-z0-9+/]{20}/);
          return true;
        },
      );
    });
  }

  it("are refused where the certificate has expired, or is not valid yet, with the day", async () => {
    const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
    const old = await authority.sign("old", {
      notBefore: day("2001-01-01"),
      notAfter: day("2002-01-01"),
    });
    const young = await authority.sign("young", {
      notBefore: day("2097-01-01"),
      notAfter: day("2098-01-01"),
    });
    assert.throws(() => {
      check(old);
    }, /^ProviderError: the certificate in biztalk:certificate has expired on 2002-01-01T00:00:00\.000Z$/);
    assert.throws(() => {
      check(young);
    }, /^ProviderError: the certificate in biztalk:certificate is valid from 2097-01-01T00:00:00\.000Z only$/);
  });
});
