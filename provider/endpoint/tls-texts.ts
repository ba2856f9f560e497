/**
 * Certificates and keys as texts, looked at before anything is sent: what TLS itself says of them
 * comes late, and names no setting.
 */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { Clock } from "../clock.js";
import { messageOf, ProviderError } from "../errors.js";

/** Texts in PEM form, as far as they are given. */
export interface TlsTexts {
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly ca?: string | undefined;
}

/** What a person calls them. */
export type TlsNames = Readonly<Record<keyof TlsTexts, string>>;

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Blocks of a PEM text by their label. */
const blocksOf = (text: string): { readonly label: string; readonly pem: string }[] =>
  [...text.matchAll(BLOCK)].map(([pem, label = ""]) => ({ label, pem }));

const isKey = (label: string): boolean => label.endsWith("PRIVATE KEY");

function refuse(text: string): never {
  throw new ProviderError("invalid-input", text);
}

/** The certificates of a text, the first of which is the one that counts. */
function certificatesIn(name: string, text: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = blocksOf(text);
  const [first, ...rest] = blocks
    .filter(({ label }) => label === "CERTIFICATE" || label === "TRUSTED CERTIFICATE")
    .map(({ pem }) => {
      try {
        return new X509Certificate(pem);
      } catch (reason) {
        return refuse(`${name} holds a certificate that is broken (${messageOf(reason)})`);
      }
    });
  if (first !== undefined) return [first, ...rest];
  return refuse(
    blocks.some(({ label }) => isKey(label))
      ? `${name} holds a private key and no certificate: are the two swapped?`
      : `${name} holds no certificate (-----BEGIN CERTIFICATE-----)`,
  );
}

function keyIn(name: string, text: string): KeyObject {
  const [found] = blocksOf(text).filter(({ label }) => isKey(label));
  if (found === undefined) {
    const swapped = blocksOf(text).length > 0 ? ", but something else: are the two swapped?" : "";
    return refuse(`${name} holds no private key${swapped || " (-----BEGIN PRIVATE KEY-----)"}`);
  }
  if (found.label.startsWith("ENCRYPTED") || found.pem.includes("ENCRYPTED"))
    return refuse(`${name} is encrypted with a passphrase: give one that is not`);
  try {
    return createPrivateKey(found.pem);
  } catch (reason) {
    return refuse(`${name} holds a private key that is broken (${messageOf(reason)})`);
  }
}

/** Why a certificate is not valid at a time; `undefined` when it is. */
function whyNot({ validFromDate, validToDate }: X509Certificate, now: number): string | undefined {
  if (now > validToDate.getTime()) return `has expired on ${validToDate.toISOString()}`;
  if (now < validFromDate.getTime()) return `is valid from ${validFromDate.toISOString()} only`;
  return undefined;
}

/**
 * Checks them, each by itself and together.
 *
 * @throws {ProviderError} `invalid-input` for a certificate without its key or the reverse, what is
 * broken, swapped or does not fit, and what is not valid now; the message quotes nothing of a text.
 */
export function checkTlsTexts(texts: TlsTexts, names: TlsNames, clock: Clock): void {
  const { certificate, privateKey, ca } = texts;
  if (ca !== undefined) certificatesIn(names.ca, ca);
  if (certificate === undefined && privateKey === undefined) return;
  if (certificate === undefined || privateKey === undefined) {
    const [given, missing] =
      certificate === undefined
        ? [names.privateKey, names.certificate]
        : [names.certificate, names.privateKey];
    refuse(`${given} is given without ${missing}: a client shows both or none`);
  }
  const [own] = certificatesIn(names.certificate, certificate);
  const key = keyIn(names.privateKey, privateKey);
  if (!own.checkPrivateKey(key))
    refuse(`${names.privateKey} is not the key of the certificate in ${names.certificate}`);
  const why = whyNot(own, clock.now());
  if (why !== undefined) refuse(`the certificate in ${names.certificate} ${why}`);
}
