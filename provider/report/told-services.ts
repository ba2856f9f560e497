/** The services that a report tells a person about, and what is done to each in words. */
import type { Finding, Report, ReportedService } from "./report-document.js";

/** Whether a finding is about a service: of a replacement old and new have the same URN, and perhaps the same name. */
export const isAbout = (finding: Finding, { urn, service, cloudService }: Named): boolean =>
  finding.urn === urn && finding.service === service && finding.cloudService === cloudService;

type Named = Pick<ReportedService, "urn" | "service" | "cloudService">;

/** Those that change, or of which something was found; the rest is silent. */
export const toldServices = ({ services }: Report): ReportedService[] =>
  services.filter(({ change, findings }) => change !== "same" || findings > 0);

/** What is sent to a service, in the order in which it is sent: `Start, Scale, Stop (interrupts)`. */
export function sentTo({ verdict, steps }: ReportedService): string {
  if (verdict === "refused") return "refused";
  if (steps.length === 0) return verdict === "unknown" ? "not judged" : "nothing";
  return steps.map(({ operation, risk }) => `${operation}${risk === "none" ? "" : ` (${risk})`}`).join(", ");
}
