/** What makes two services one. */
import type { ServiceRef } from "./service-resource.js";

/** A service's key: names are compared without regard to case (D-26). */
export const serviceKey = ({ cloudService, serviceName }: ServiceRef): string =>
  `${cloudService}/${serviceName}`.toLowerCase();
