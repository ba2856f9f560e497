/**
 * What has become due. There are no timers: a record holds the time at which something happens to
 * it, and whoever looks applies what has become due, so every process sees the same truth.
 */
import { DEFAULT_GROUP, putGroup } from "./group.js";
import { switchHostInstance } from "./host-instances.js";
import { happen, nextEvent, putInstance } from "./instance-events.js";
import { at, controlOf, setControl, type World } from "./world.js";

/** Lets go on by itself what was held back: what was overdue happens now. */
export function release(world: World): void {
  const { records, now } = world;
  setControl(world, { hold: false });
  const notBefore = (time: number | null) => (time === null ? null : Math.max(time, now));
  for (const record of records.instances.due(now)) {
    const { pickupAt, completesAt } = record;
    const times = { pickupAt: notBefore(pickupAt), completesAt: notBefore(completesAt) };
    putInstance(world, { ...record, ...times });
  }
  settle(world);
}

/** An instance passes through few states in a row; more is an error of the emulator. */
const ROUNDS_MAX = 20;

/**
 * Makes the group where there is none, then applies everything whose time has come, earliest first.
 */
export function settle(world: World): void {
  const { records, now } = world;
  if (records.hosts.all().length === 0) putGroup(world, DEFAULT_GROUP);
  for (const each of records.hostInstances.due(now)) {
    if (each.becomes !== null)
      switchHostInstance(at(world, each.becomes.at), each, each.becomes.state);
  }
  if (controlOf(world).hold) return;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const due = records.instances.due(now);
    if (due.length === 0) return;
    for (const record of due) {
      const times = [record.pickupAt, record.completesAt].filter(
        (time) => time !== null && time <= now,
      );
      const when = Math.min(...times.map((time) => time ?? now), now);
      happen(at(world, when), record, nextEvent(record, now));
    }
  }
}
