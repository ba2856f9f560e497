/** Which hosts run, by the host instances that were seen. */
import { isSameName } from "../../same-name.js";
import type { Population } from "./shapes.js";

/**
 * Whether a host instance of a host runs, or may: without a list of them, without a name, or with
 * one in a state that does not say it. An isolated host runs in IIS.
 */
export function hostRuns({ hostInstances }: Population, host: string | undefined): boolean {
  const own = hostInstances?.filter(({ hostName }) => isSameName(hostName, host ?? "")) ?? [];
  return own.length === 0 || own.some(({ state, isolated }) => isolated || state !== "Stopped");
}
