/** States and classes of instances as people write them: every dialect, the nearest suggested. */
import { displayState } from "../chart/index.js";
import {
  CLASS_NAMES,
  classesNamed,
  nearestClass,
  nearestState,
  STATE_NAMES,
  statesNamed,
} from "../protocol/index.js";

const PENDING = /^pending (suspend|terminate)$/i;

const question = (near: string | undefined): string =>
  near === undefined ? "" : ` Did you mean "${near}"?`;

/** States that a name stands for, in the chart's words; `undefined` for one that nobody knows. */
export function statesMeant(name: string): string[] | undefined {
  const states = statesNamed(name);
  if (states !== undefined) return states.map(displayState);
  return PENDING.test(name) ? [name] : undefined;
}

/** What is said of a name that is no state's. */
export const notAState = (name: string): string =>
  `"${name}" is not a state of an instance; accepted: ${STATE_NAMES.join(", ")}, ` +
  `Pending suspend, Pending terminate.${question(nearestState(name))}`;

/** The class that a name stands for; `undefined` for one that nobody knows. */
export const classMeant = (name: string): string | undefined => classesNamed(name)?.[0];

/** What is said of a name that is no class's. */
export const notAClass = (name: string): string =>
  `"${name}" is not a class of an instance; accepted: ${CLASS_NAMES.join(", ")}.` +
  question(nearestClass(name));
