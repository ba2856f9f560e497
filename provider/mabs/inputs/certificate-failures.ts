/** What stands against the certificate that a program gives. */
import { certificateFaults, hostsOf } from "../protocol/index.js";
import { isAbout } from "../../pulumi/read-fields.js";
import { isProperties, type Properties } from "../../pulumi/unknown.js";

/** The names that the service will answer to; `undefined` while one of them is not known. */
function hosts(known: Properties, unknown: readonly string[]): string[] | undefined {
  const { serviceName, configuration } = known;
  const isUnknown = isAbout("configuration.customDomainUrl", unknown);
  if (typeof serviceName !== "string" || isUnknown) return undefined;
  const domain = isProperties(configuration) ? configuration["customDomainUrl"] : undefined;
  return hostsOf(serviceName, typeof domain === "string" ? domain : undefined);
}

/**
 * The faults of the certificate, whatever else of the inputs is not accepted; none while it is not
 * known.
 */
export function certificateFailures(known: Properties, unknown: readonly string[]): string[] {
  const { configuration } = known;
  const given = isProperties(configuration) ? configuration["certificate"] : undefined;
  const { data, password } = isProperties(given) ? given : ({} as Properties);
  if (typeof data !== "string" || typeof password !== "string") return [];
  return certificateFaults({ data, password }, hosts(known, unknown)).map(
    (fault) => `configuration.certificate: ${fault}`,
  );
}
