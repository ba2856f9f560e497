/** What stands against a service's certificate (provisioning page; docs/protocol.md, D-60). */
import { pfxCertificate } from "../../pfx-certificate.js";

/** What is given of it: a PFX as Base64, and the password that opens it. */
interface GivenCertificate {
  readonly data: string;
  readonly password: string;
}

/** The extended key usage Server Authentication (RFC 5280, section 4.2.1.12). */
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

/**
 * What stands against a certificate, as sentences without a secret; nothing for what cannot be
 * opened here. When it is valid is left to the endpoint: a program that stays as it is must not be
 * refused by the calendar.
 *
 * @param hosts - the names that the service answers to; `undefined` where they are not known yet.
 */
export function certificateFaults(
  { data, password }: GivenCertificate,
  hosts: readonly string[] | undefined,
): string[] {
  const certificate = pfxCertificate(data, password);
  if (certificate === undefined) return [];
  if (certificate === "closed") return ["the password does not open data."];
  // One without the extension is for every use.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  const isForServers = usages?.includes(SERVER_AUTHENTICATION) ?? true;
  const isForHost = hosts?.some((host) => certificate.checkHost(host) !== undefined) ?? true;
  return [
    ...(isForServers ? [] : ["it is not for server authentication (extended key usage)."]),
    ...(isForHost ? [] : [`its common name is not ${hosts?.join(" or ") ?? ""}.`]),
  ];
}
