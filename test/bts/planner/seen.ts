/** What the tests of the planner see; what a test does not name is as usual. */
import type {
  InstancePolicy,
  ObservedInstance,
  Population,
} from "../../../provider/bts/planner/index.js";

/** Noon of the day that tests plan on, UTC. */
export const NOON = Date.UTC(2026, 10, 26, 12);

/** An orchestration of Orders, suspended and resumable. */
export const instance = (
  id: string,
  facts: Partial<Omit<ObservedInstance, "id">> = {},
): ObservedInstance => ({
  id,
  application: "Orders",
  serviceType: "Orders.Process",
  class: "Orchestration",
  host: "Processing",
  machine: "BTS01",
  state: "Suspended (resumable)",
  ...facts,
});

/** Instances that refer to no messages. */
export const population = (
  instances: readonly ObservedInstance[],
  facts: Partial<Omit<Population, "instances">> = {},
): Population => ({ instances, messages: [], ...facts });

/** A policy about Orders. */
export const policy = (
  action: InstancePolicy["action"],
  facts: Partial<Omit<InstancePolicy, "action">> = {},
): InstancePolicy => ({ name: "nightly", match: { application: "Orders" }, action, ...facts });

/** Consent of that policy. */
export const CONSENT = { acceptDataLoss: "nightly/terminate" } as const;
