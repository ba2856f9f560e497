/** The service in a resource's state. */
import type { ServiceRef } from "../protocol/index.js";
import type { Properties } from "../../pulumi/unknown.js";

/** The service that the engine has for a resource; `undefined` for a new one. */
export function recordedService(olds: Properties): ServiceRef | undefined {
  const { cloudService, serviceName } = olds;
  return typeof cloudService === "string" && typeof serviceName === "string"
    ? { cloudService, serviceName }
    : undefined;
}
