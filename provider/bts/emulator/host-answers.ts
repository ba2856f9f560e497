/** What is answered about hosts and host instances. */
import { stepHostInstance } from "../chart/index.js";
import { writeHost, writeHostInstance } from "../protocol/index.js";
import { switchHostInstance } from "./host-instances.js";
import { done, found, refused, type Reply } from "./reply.js";
import { keyOf, putHostInstance, type World } from "./world.js";

/** Hosts. */
export const listHosts = ({ records }: World): Reply =>
  found(records.hosts.all().map(({ name, type, isDefault }) => writeHost(name, type, isDefault)));

/** Host instances. */
export const listHostInstances = ({ records }: World): Reply =>
  found(records.hostInstances.all().map(writeHostInstance));

/** Starts or stops a host instance. `nothing`: a scripted fault, `stalls` or `fails`. */
export function operateHostInstance(
  world: World,
  host: string,
  machine: string,
  verb: "Start" | "Stop",
  nothing: "stalls" | "fails" | undefined,
): Reply {
  const record = world.records.hostInstances.get(keyOf(host, machine));
  if (record === undefined) {
    return refused(404, `HostInstance of host ${host} on server ${machine} does not exist.`);
  }
  const { state, disabled, type } = record;
  const result = stepHostInstance({ state, disabled, isolated: type === "Isolated" }, verb);
  if ("refuse" in result)
    return refused(400, `${result.refuse}: ${verb} is not possible in ${state}.`);
  const { to } = result;
  if (to === "same" || to === "Not installed" || !("during" in result)) return done;
  const { operationMs } = world.rules;
  const becomes = nothing === "fails" ? state : to;
  if (operationMs === 0 && nothing !== "stalls") switchHostInstance(world, record, becomes);
  else {
    const end = nothing === "stalls" ? null : { state: becomes, at: world.now + operationMs };
    putHostInstance(world, { ...record, state: result.during ?? state, becomes: end });
  }
  return done;
}
