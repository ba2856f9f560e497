/**
 * The emulated BizTalk Server with very many instances: how long and how large a list is, and how
 * many suspends a second.
 */
import { createBtsClient } from "../../provider/bts/client/index.js";
import { emulatedServer } from "../../provider/bts/emulator/index.js";
import { systemClock } from "../../provider/clock.js";
import { createEmulator } from "../../provider/emulator/index.js";
import { milliseconds, type Figure } from "./figure.js";
import { INSTANCES, populationOf, serveEmulator } from "./served-emulator.js";

const LISTS = 5;
const SUSPENDS = 10_000;
const AT_ONCE = 16;

const headers = { "content-type": "application/json" };

async function measureLists(): Promise<Figure[]> {
  const served = await serveEmulator();
  await served.control("PUT", "instances", populationOf(INSTANCES, "Active"));
  const times: number[] = [];
  for (let run = 0; run < LISTS; run += 1) {
    const startedAt = milliseconds();
    const answer = await fetch(`${served.url}/BizTalkManagementService/OperationalData/Instances`);
    await answer.arrayBuffer();
    times.push(milliseconds() - startedAt);
  }
  const largest = served.largestMegabytes();
  await served.close();
  const median = times.sort((a, b) => a - b)[Math.floor(LISTS / 2)] ?? NaN;
  const name = `${INSTANCES} instances listed`;
  return [
    { name: `${name}, median of ${LISTS}`, value: median, unit: "ms", bound: 2_000 },
    { name: `${name}, the emulator's largest size`, value: largest, unit: "MB", bound: 500 },
  ];
}

async function measureSuspends(): Promise<Figure[]> {
  const emulator = createEmulator({ products: [emulatedServer()] });
  const url = "/_emulator/instances";
  const body = JSON.stringify(populationOf(SUSPENDS, "Active"));
  await emulator.request({ method: "PUT", url, headers, body });
  const transport: typeof emulator.request = (request) => emulator.request(request);
  const client = createBtsClient({ endpoint: "emulator", clock: systemClock, transport });
  const ids = (await client.instances()).map(({ id }) => id).values();
  const startedAt = milliseconds();
  const worker = async (): Promise<void> => {
    for (const id of ids) await client.operate("Suspend", id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const elapsed = milliseconds() - startedAt;
  await emulator.close();
  const name = `${SUSPENDS} instances suspended, ${AT_ONCE} at once`;
  const note = `${Math.round((SUSPENDS / elapsed) * 1_000)} a second`;
  return [{ name, value: elapsed, unit: "ms", bound: SUSPENDS, note }];
}

/** Lists of a server process, then suspends in this one. */
export async function measureServerEmulator(): Promise<Figure[]> {
  return [...(await measureLists()), ...(await measureSuspends())];
}
