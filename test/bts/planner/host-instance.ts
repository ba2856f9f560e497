/** A host instance of the tests: Processing on BTS01, which runs unless a test says otherwise. */
import type {
  HostInstanceGoal,
  ObservedHostInstance,
} from "../../../provider/bts/planner/index.js";

/** As it is seen. */
export const hostInstance = (facts: Partial<ObservedHostInstance> = {}): ObservedHostInstance => ({
  hostName: "Processing",
  machine: "BTS01",
  state: "Running",
  disabled: false,
  isolated: false,
  ...facts,
});

/** As it shall be. */
export const goal = (facts: Partial<HostInstanceGoal> = {}): HostInstanceGoal => ({
  hostName: "Processing",
  machine: "BTS01",
  ...facts,
});
