/** What the start and the stop of a host instance do: to it, and to the instances that it holds. */
import { happen, putInstance } from "./instance-events.js";
import type { HostInstanceRecord, InstanceRecord } from "./records.js";
import { putHostInstance, type World } from "./world.js";

/** Does something with each instance that is held by a host instance, or could be. */
function eachOf(world: World, host: string, work: (record: InstanceRecord) => void): void {
  const key = host.toLowerCase();
  for (const record of world.records.instances.all()) {
    if (record.host.toLowerCase() === key) work(record);
  }
}

/** Puts a host instance into a state, with what that does to the instances of its host. */
export function switchHostInstance(
  world: World,
  record: HostInstanceRecord,
  state: HostInstanceRecord["state"],
): void {
  const { host, machine } = record;
  putHostInstance(world, { ...record, state, becomes: null });
  if (state === "Stopped") {
    eachOf(world, host, (each) => {
      if (each.machine?.toLowerCase() === machine.toLowerCase())
        happen(world, each, "Stop Windows Service");
    });
  }
  // What waits for the host to run has a time again.
  if (state === "Running") {
    eachOf(world, host, (each) => {
      if (each.pickupAt !== null || each.completesAt !== null) putInstance(world, each);
    });
  }
}
