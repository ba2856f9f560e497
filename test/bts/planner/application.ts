/** An application of the tests: with one part of each kind, of which a test says what is on. */
import type { ApplicationGoal, ObservedApplication } from "../../../provider/bts/planner/index.js";

/** Orders, Started unless a test says otherwise. */
export const orders = (facts: Partial<ObservedApplication> = {}): ObservedApplication => ({
  name: "Orders",
  state: "Started",
  isSystem: false,
  orchestrations: [{ name: "Process", state: "Started" }],
  sendPorts: [{ name: "ToErp", state: "Started" }],
  sendPortGroups: [],
  receivePorts: [
    {
      name: "In",
      locations: [
        { name: "File", enabled: true },
        { name: "Http", enabled: false },
      ],
    },
  ],
  ...facts,
});

/** What is off when it is stopped. */
export const OFF = {
  state: "Stopped",
  orchestrations: [{ name: "Process", state: "Unenlisted" }],
  sendPorts: [{ name: "ToErp", state: "Bound" }],
  receivePorts: [{ name: "In", locations: [{ name: "File", enabled: false }] }],
} as const;

/** Orders shall be stopped. */
export const stopped = (facts: Partial<ApplicationGoal> = {}): ApplicationGoal => ({
  name: "Orders",
  state: "Stopped",
  ...facts,
});

/** Orders shall be started. */
export const started = (facts: Partial<ApplicationGoal> = {}): ApplicationGoal => ({
  name: "Orders",
  state: "Started",
  ...facts,
});

/** Waits half an hour, then refuses. */
export const WAIT = { action: "wait", deadlineMs: 1_800_000, onDeadline: "refuse" } as const;
