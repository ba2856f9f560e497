/** What a preview saw of the services of a stack, as a report's findings and lines. */
import { isAbout } from "../../report/told-resources.js";
import type { Finding, ReportedResource } from "../../report/report-document.js";
import { describeChanges } from "./changes.js";
import { endpointsDown, find, notCompared } from "./find.js";
import { subjectOf, type ReviewedService } from "./reviewed-service.js";

function summaryOf(reviewed: ReviewedService, findings: readonly Finding[]): ReportedResource {
  const { urn, name, endpoint, change, plan, live } = reviewed;
  const subject = subjectOf(reviewed);
  const steps = (plan?.steps ?? []).map(({ operation, expects, yields, serves, risk, detour }) => ({
    ...{ operation, expects, yields, serves, risk, detour },
  }));
  const changes = describeChanges(reviewed);
  return {
    ...{ urn, name, subject, endpoint, change, steps },
    ...(changes.length === 0 ? {} : { changes }),
    verdict: plan?.verdict ?? "unknown",
    state: plan?.observed?.state ?? live?.state ?? null,
    findings: findings.filter((finding) => isAbout(finding, { urn, subject })).length,
  };
}

/** The services as a report has them, and all that is found of them. */
export function reportServices(services: readonly ReviewedService[]): {
  readonly resources: readonly ReportedResource[];
  readonly findings: readonly Finding[];
} {
  const findings = [
    ...services.flatMap(find),
    ...endpointsDown(services),
    ...notCompared(services),
  ];
  return { resources: services.map((each) => summaryOf(each, findings)), findings };
}
