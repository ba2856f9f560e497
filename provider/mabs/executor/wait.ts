/** Waiting with a deadline: for a transition to settle, and for an operation to end. */
import { parseTransitionalState } from "../chart/index.js";
import { beforeFirst, until, type Look, type Waiting as AnyWaiting } from "../../run/until.js";
import type { OperationStatus, Service, ServiceRef } from "../protocol/index.js";
import type { ServicePort } from "./port.js";

/** What waiting for a service needs. */
export interface Waiting extends AnyWaiting {
  readonly port: Pick<ServicePort, "read" | "poll" | "isNameAvailable">;
}

/** Reads a service until it is in no transitional state; `null` when it is gone. */
export async function settled(
  waiting: Waiting,
  service: ServiceRef,
  timeoutMs: number,
): Promise<Service | null> {
  const look = async (): Promise<Look<{ service: Service | null }>> => {
    const seen = await waiting.port.read(service);
    const transitional = seen !== null && parseTransitionalState(seen.state) !== undefined;
    return { end: transitional ? undefined : { service: seen }, seen: seen?.state ?? "no service" };
  };
  return (
    await until(waiting, { what: `the transition of ${service.serviceName}`, timeoutMs, look })
  ).service;
}

/** Waits until a service's name can be used. */
export async function nameFree(
  waiting: Waiting,
  service: ServiceRef,
  timeoutMs: number,
): Promise<void> {
  const look = async (): Promise<Look<true>> => {
    const isFree = await waiting.port.isNameAvailable(service);
    return { end: isFree ? true : undefined, seen: "not available yet" };
  };
  await until(waiting, { what: `the release of the name ${service.serviceName}`, timeoutMs, look });
}

/**
 * Polls an operation until it has ended. The first poll waits: what has just been accepted has not
 * ended yet.
 */
export async function ended(
  waiting: Waiting,
  service: ServiceRef,
  operation: { readonly id: string; readonly name: string },
  timeoutMs: number,
): Promise<OperationStatus> {
  const look = async (): Promise<Look<OperationStatus>> => {
    const status = await waiting.port.poll(service, operation.id);
    return { end: status.result === "InProgress" ? undefined : status, seen: status.result };
  };
  await beforeFirst(waiting, timeoutMs);
  return until(waiting, { what: `${operation.name} of ${service.serviceName}`, timeoutMs, look });
}
