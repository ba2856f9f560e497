/** What a preview saw of the services of a stack, as a report's findings and lines. */
import { isAbout } from "../../report/told-services.js";
import type { Finding, ReportedService } from "../../report/report-document.js";
import { describeChanges } from "./changes.js";
import { endpointsDown, find, notCompared } from "./find.js";
import type { ReviewedService } from "./reviewed-service.js";

function summaryOf(reviewed: ReviewedService, findings: readonly Finding[]): ReportedService {
  const { urn, name, service, cloudService, endpoint, change, plan, live } = reviewed;
  const steps = (plan?.steps ?? []).map(({ operation, expects, yields, serves, risk, detour }) => ({
    ...{ operation, expects, yields, serves, risk, detour },
  }));
  const changes = describeChanges(reviewed);
  return {
    ...{ urn, name, service, cloudService, endpoint, change, steps },
    ...(changes.length === 0 ? {} : { changes }),
    verdict: plan?.verdict ?? "unknown",
    state: plan?.observed?.state ?? live?.state ?? null,
    findings: findings.filter((finding) => isAbout(finding, reviewed)).length,
  };
}

/** The services as a report has them, and all that is found of them. */
export function reportServices(services: readonly ReviewedService[]): {
  readonly services: readonly ReportedService[];
  readonly findings: readonly Finding[];
} {
  const findings = [...services.flatMap(find), ...endpointsDown(services), ...notCompared(services)];
  return { services: services.map((each) => summaryOf(each, findings)), findings };
}
