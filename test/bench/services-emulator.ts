/** The emulator of BizTalk Services: requests a second, size, start with much data, and long times. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request as httpRequest } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, openStore, VirtualClock } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { serviceRecordsOf } from "../../provider/mabs/emulator/records.js";
import { milliseconds, type Figure } from "./figure.js";
import { serveEmulator } from "./served-emulator.js";

const HEADERS = { "x-ms-version": "2013-04-26" };
const SERVICES = "/s/cloudservices/west/resources/biztalkservices";
const DAY_MS = 24 * 3_600_000;

const nameOf = (nth: number): string => `orders${nth}`;

/** Runs work for each number below a count, some at once. */
async function each(
  count: number,
  atOnce: number,
  work: (nth: number) => Promise<unknown>,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, nth) => nth).values();
  const worker = async (): Promise<void> => {
    for (const nth of numbers) await work(nth);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const CONNECTIONS = 50;
const GETS = 10_000;

/** How long very many GETs of one address take, over as many connections as are held open. */
async function timeGets(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const get = async (): Promise<void> => {
    const asked = httpRequest(url, { agent, headers: HEADERS }).end();
    const [answer] = (await once(asked, "response")) as [NodeJS.ReadableStream];
    answer.resume();
    await once(answer, "end");
  };
  await each(GETS / 10, CONNECTIONS, get);
  const startedAt = milliseconds();
  await each(GETS, CONNECTIONS, get);
  agent.destroy();
  return milliseconds() - startedAt;
}

async function measureGets(): Promise<Figure> {
  const served = await serveEmulator();
  await served.control("PUT", `services/west/${nameOf(1)}`, {});
  const url = `${served.url}${SERVICES}/~/biztalk/${nameOf(1)}`;
  const body = await (await fetch(url, { headers: HEADERS })).text();
  const ours = await timeGets(url);
  await served.close();
  const bare = createServer((_, answer) => {
    answer.setHeader("content-type", "application/xml").end(body);
  });
  bare.listen(0, "127.0.0.1");
  await once(bare, "listening");
  const port = (bare.address() as AddressInfo).port;
  const theirs = await timeGets(`http://127.0.0.1:${port}`);
  bare.close();
  const perSecond = (ms: number): string => String(Math.round((GETS / ms) * 1_000));
  return {
    name: `GETs over ${CONNECTIONS} connections, a bare server's rate to ours`,
    value: ours / theirs,
    unit: "times",
    bound: 2.5,
    note: `${perSecond(ours)} to ${perSecond(theirs)} a second`,
  };
}

const OPERATIONS = 4_000;

/** Each is one transaction that is on the disk before it is answered. */
async function measureOperations(folder: string): Promise<Figure> {
  const products = [emulatedServices({ operationMs: 0 })];
  const emulator = createEmulator({ store: openStore(join(folder, "operations.db")), products });
  const url = (nth: number): string => `${SERVICES}/~/biztalk/${nameOf(nth % 100)}`;
  await each(100, 1, (nth) =>
    emulator.request({
      method: "PUT",
      url: `/_emulator/services/west/${nameOf(nth)}`,
      headers: { "content-type": "application/json" },
      body: "{}",
    }),
  );
  const startedAt = milliseconds();
  await each(OPERATIONS, 16, (nth) =>
    emulator.request({ method: "POST", url: `${url(nth)}?comp=restart`, headers: HEADERS }),
  );
  const elapsed = milliseconds() - startedAt;
  await emulator.close();
  const note = `${Math.round((OPERATIONS / elapsed) * 1_000)} a second`;
  const bound = OPERATIONS / 2;
  return { name: `${OPERATIONS} operations on disk`, value: elapsed, unit: "ms", bound, note };
}

/** Writes a file with very many services. */
function fill(file: string, count: number): void {
  const store = openStore(file);
  store.transaction((records) => {
    const { services, containers } = serviceRecordsOf(records);
    containers.put("west", { name: "west", region: "West Europe" });
    for (let nth = 0; nth < count; nth += 1) {
      const service = { cloudService: "west", name: nameOf(nth), region: "West Europe" };
      const rest = { state: "Active", edition: "Standard", units: 1, version: "1.1.0" } as const;
      const key = `west/${nameOf(nth)}`;
      services.put(key, { ...service, ...rest, configuration: {}, etag: key });
    }
  });
  store.close();
}

async function measureSize(folder: string): Promise<Figure[]> {
  const [many, very] = [10_000, 100_000];
  fill(join(folder, "many.db"), many);
  const served = await serveEmulator("--data", join(folder, "many.db"));
  await each(many, 16, (nth) =>
    fetch(`${served.url}${SERVICES}/~/biztalk/${nameOf(nth)}`, { headers: HEADERS }).then(
      (answer) => answer.arrayBuffer(),
    ),
  );
  const megabytes = served.largestMegabytes();
  await served.close();
  fill(join(folder, "very.db"), very);
  const again = await serveEmulator("--data", join(folder, "very.db"));
  await again.control("GET", "health");
  await again.close();
  return [
    { name: `${many} services, each read once`, value: megabytes, unit: "MB", bound: 100 },
    { name: `start with ${very} services`, value: again.readyMs, unit: "ms", bound: 2_000 },
  ];
}

const FLEET = 1_000;

/** A backup each week, and each quarter a Stop that fails and a Start that mends it. */
async function measureYear(): Promise<Figure> {
  const clock = new VirtualClock(Date.UTC(2015, 0, 1));
  const emulator = createEmulator({ clock, products: [emulatedServices({ operationMs: 60_000 })] });
  const control = (method: string, path: string, body: object): Promise<unknown> =>
    emulator.request({
      method,
      url: `/_emulator/${path}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const act = (nth: number, comp: string): Promise<unknown> =>
    emulator.request({
      method: "POST",
      url: `${SERVICES}/~/biztalk/${nameOf(nth)}?comp=${comp}`,
      headers: HEADERS,
    });
  const schedule = { store: "AccountName=vault", frequencyDays: 7, retentionDays: 30 };
  const startedAt = milliseconds();
  await each(FLEET, 1, (nth) =>
    control("PUT", `services/west/${nameOf(nth)}`, { configuration: { backupSchedule: schedule } }),
  );
  await control("POST", "faults", { operation: "Stop", effect: "fail", rate: 1, seed: 1 });
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await each(FLEET, 1, (nth) => act(nth, "stop"));
    await control("POST", "clock", { advanceMs: 3_600_000 });
    await each(FLEET, 1, (nth) => act(nth, "start"));
    await control("POST", "clock", { advanceMs: 91 * DAY_MS });
  }
  const elapsed = milliseconds() - startedAt;
  await emulator.close();
  const name = `a year of ${FLEET} services, with backups, failures and recoveries`;
  return { name, value: elapsed, unit: "ms", bound: 30_000 };
}

async function measureIdle(): Promise<Figure> {
  const idle = 2_000;
  const served = await serveEmulator();
  const port = Number(new URL(served.url).port);
  const sockets: Socket[] = [];
  await each(idle, 50, async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    sockets.push(socket);
  });
  const times: number[] = [];
  for (let run = 0; run < 20; run += 1) {
    const startedAt = milliseconds();
    await (await served.control("GET", "health")).arrayBuffer();
    times.push(milliseconds() - startedAt);
  }
  for (const socket of sockets) socket.destroy();
  await served.close();
  const name = `health with ${idle} idle connections, slowest of 20`;
  return { name, value: Math.max(...times), unit: "ms", bound: 100 };
}

/** All of them, each with an emulator of its own. */
export async function measureServicesEmulator(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-bench-"));
  try {
    return [
      await measureGets(),
      await measureOperations(folder),
      ...(await measureSize(folder)),
      await measureYear(),
      await measureIdle(),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
