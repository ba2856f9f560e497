/** The certificate in a PFX. */
import { X509Certificate } from "node:crypto";
import { PassThrough } from "node:stream";
import { createSecureContext, TLSSocket } from "node:tls";
import { messageOf } from "./errors.js";

/** What OpenSSL says of a password that is not the right one. */
const WRONG_PASSWORD = "mac verify failure";

/**
 * Opens a PFX, as Base64: `closed` where the password does not, `undefined` for what is no PFX, or
 * one of a kind that OpenSSL does not read any more. A socket that goes nowhere is the way of
 * Node's to a certificate in it.
 */
export function pfxCertificate(
  data: string,
  password: string,
): X509Certificate | "closed" | undefined {
  try {
    const pfx = Buffer.from(data, "base64");
    const secureContext = createSecureContext({ pfx, passphrase: password });
    const socket = new TLSSocket(new PassThrough(), { isServer: true, secureContext });
    const certificate = socket.getCertificate();
    socket.destroy();
    return certificate !== null && "raw" in certificate
      ? new X509Certificate(certificate.raw)
      : undefined;
  } catch (reason) {
    return messageOf(reason) === WRONG_PASSWORD ? "closed" : undefined;
  }
}
