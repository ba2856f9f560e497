/** From what a preview saw to findings. Pure and deterministic. */
import { aboutStack } from "../../report/about-stack.js";
import { findChanged } from "./find-changed.js";
import { findDeleted } from "./find-deleted.js";
import type { Finding } from "../../report/report-document.js";
import type { ReviewedService } from "./reviewed-service.js";

/** The findings about one service. */
export function find(reviewed: ReviewedService): Finding[] {
  return reviewed.change === "delete" ? findDeleted(reviewed) : findChanged(reviewed);
}

/**
 * One finding for each reason why the command could not ask an endpoint that the engine's provider
 * could ask.
 */
export function notCompared(services: readonly ReviewedService[]): Finding[] {
  const open = services.filter(
    ({ change, live, plan }) =>
      change !== "delete" &&
      live === undefined &&
      plan !== null &&
      plan.endpointError === undefined,
  );
  const problems = [...new Set(open.map(({ problem }) => problem ?? ""))].sort();
  return problems.map((problem) => {
    const names = open
      .filter((each) => (each.problem ?? "") === problem)
      .map(({ service }) => service);
    const hint =
      "A saved plan is not bound to them: " +
      "give the endpoint and its credentials in the environment.";
    const message =
      `${names.sort().join(", ")} could not be compared with live state: ` + `${problem}\n${hint}`;
    return aboutStack("not-judged", { message });
  });
}

/** One finding for each endpoint that could not be asked. */
export function endpointsDown(services: readonly ReviewedService[]): Finding[] {
  const errors = services.flatMap(({ plan }) =>
    plan?.endpointError === undefined ? [] : [plan.endpointError],
  );
  const byEndpoint = new Map(errors.map((error) => [error.endpoint, error.message] as const));
  return [...byEndpoint].map(([endpoint, message]) => {
    const count = errors.filter((error) => error.endpoint === endpoint).length;
    const services = count === 1 ? "service" : "services";
    const text = `${message}\n${count} ${services} could not be judged.`;
    return aboutStack("endpoint-unavailable", { endpoint, message: text });
  });
}
