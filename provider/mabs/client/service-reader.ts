/**
 * The read of one service. Get BizTalk Service Properties is a short cut whose form is a guess
 * (D-3); Get Cloud Service is certain.
 */
import { isSameName } from "../../same-name.js";
import type { CloudService, Service, ServiceRef } from "../protocol/index.js";
import { isNotFound, isNotKnown } from "./not-known.js";

/** What it asks. */
export interface ServiceQuestions {
  /** Get Cloud Service; `null` when there is no such container. */
  readonly readContainer: (cloudService: string) => Promise<CloudService | null>;
  /** Get BizTalk Service Properties. */
  readonly readProperties: (service: ServiceRef) => Promise<Service>;
}

const isOf = (read: Service, { serviceName }: ServiceRef): boolean =>
  isSameName(read.serviceName, serviceName);

/**
 * Makes the function that reads a service of one endpoint; `null` when there is none. That is
 * believed of the short cut only where it has shown a service before; else the container decides.
 */
export function serviceReader({
  readContainer,
  readProperties,
}: ServiceQuestions): (service: ServiceRef) => Promise<Service | null> {
  /** Whether this endpoint knows the short cut, once that is known. */
  let isKnown: boolean | undefined;
  /** `undefined` where the short cut says nothing. */
  const shortCut = async (service: ServiceRef): Promise<Service | null | undefined> => {
    if (isKnown === false) return undefined;
    try {
      const read = await readProperties(service);
      if (!isOf(read, service) || read.etag === "") return undefined;
      isKnown = true;
      return read;
    } catch (reason) {
      if (isKnown === true && isNotFound(reason)) return null;
      if (isNotKnown(reason)) return undefined;
      throw reason;
    }
  };
  return async (service) => {
    const read = await shortCut(service);
    if (read !== undefined) return read;
    const container = await readContainer(service.cloudService);
    const found = container?.services.find((each) => isOf(each, service));
    if (found !== undefined) isKnown = false;
    return found ?? null;
  };
}
