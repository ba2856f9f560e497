/** Every instance that the step relation can lead to from where instances begin. */
import {
  INSTANCE_CLASSES,
  INSTANCE_OPERATIONS,
  instanceIn,
  stepInstance,
  SYSTEM_EVENT_NAMES,
  type Instance,
  type InstanceEvent,
} from "../../../provider/bts/chart/index.js";

/** Everything that can happen to an instance. */
export const EVENTS: readonly InstanceEvent[] = [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES];

/** Where instances begin: activated, and a send port's also outside its service window. */
export const BEGINNINGS: readonly Instance[] = [
  ...INSTANCE_CLASSES.map((kind) => instanceIn("Ready to run", { class: kind })),
  instanceIn("Scheduled", { class: "Messaging" }),
];

function reachable(): Instance[] {
  const found = new Map(BEGINNINGS.map((each) => [JSON.stringify(each), each] as const));
  // What is added while it is walked is walked too.
  for (const instance of found.values()) {
    for (const event of EVENTS) {
      for (const hostRunning of [true, false]) {
        const outcome = stepInstance(instance, event, { hostRunning });
        if (outcome.answer !== "refused")
          found.set(JSON.stringify(outcome.instance), outcome.instance);
      }
    }
  }
  return [...found.values()];
}

/** All of them. */
export const REACHABLE: readonly Instance[] = reachable();
