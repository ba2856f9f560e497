// The certificate library needs this to be there first.
import "reflect-metadata";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from "@peculiar/x509";
import { webcrypto } from "node:crypto";

/** A certificate and its key, as PEM texts. */
export interface PemPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** When a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** An authority that signs certificates for 127.0.0.1. */
export interface Authority {
  readonly certificate: string;
  /** @param validity - when it is valid: from 2000 to 2099 unless given. */
  sign(name: string, validity?: Validity): Promise<PemPair>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Fixed, so that no test depends on the day it runs on. */
const VALIDITY = {
  notBefore: new Date("2000-01-01T00:00:00Z"),
  notAfter: new Date("2099-12-31T00:00:00Z"),
};

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function pemOf(certificate: X509Certificate, key: webcrypto.CryptoKey): Promise<PemPair> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  const privateKey =
    `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/(.{64})/g, "$1\n")}\n-----END ` +
    "PRIVATE KEY-----\n";
  return { certificate: `${certificate.toString("pem")}\n`, privateKey };
}

/** Makes an authority. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...VALIDITY,
    serialNumber: "01",
    name: `CN=${name}`,
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  let serial = 1;
  return {
    certificate: (await pemOf(authority, keys.privateKey)).certificate,
    sign: async (subject, validity = VALIDITY) => {
      serial += 1;
      const own = await newKeys();
      const signed = await X509CertificateGenerator.create({
        ...validity,
        serialNumber: `0${serial}`,
        subject: `CN=${subject}`,
        issuer: authority.subject,
        signingAlgorithm: ALGORITHM,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
      });
      return pemOf(signed, own.privateKey);
    },
  };
}
