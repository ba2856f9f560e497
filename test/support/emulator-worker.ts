/**
 * A process of its own with an emulator on a file that others share; it works off its order and
 * prints its report.
 */
import { createEmulator, openStore } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { ManualClock } from "./manual-clock.js";
import { resourceXml } from "./operations.js";
import { pathOf } from "./start-emulator.js";

/** What a worker shall do: create services of its own, and race for one that all know. */
export interface WorkerOrder {
  readonly path: string;
  readonly worker: number;
  readonly creates: number;
  /** ETags of the shared services, by name: each worker tries to update each with that ETag. */
  readonly contested: Readonly<Record<string, string>>;
}

/** What a worker was told. */
export interface WorkerReport {
  readonly created: readonly { readonly name: string; readonly status: number }[];
  readonly updated: readonly { readonly name: string; readonly status: number }[];
}

async function work({ path, worker, creates, contested }: WorkerOrder): Promise<WorkerReport> {
  const emulator = createEmulator({
    store: openStore(path),
    clock: new ManualClock(),
    products: [emulatedServices()],
  });
  const put = async (
    name: string,
    settings: string,
    ifMatch?: string,
  ): Promise<{ name: string; status: number }> => {
    const headers = {
      "x-ms-version": "2013-04-26",
      "content-type": "application/xml",
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    };
    const body = resourceXml(settings);
    const { status } = await emulator.request({ method: "PUT", url: pathOf(name), headers, body });
    return { name, status };
  };
  const created = [];
  const updated = [];
  for (let index = 0; index < creates; index += 1) {
    created.push(await put(`worker${worker}x${index}`, "<Edition>premium</Edition>"));
  }
  for (const [name, etag] of Object.entries(contested)) {
    updated.push(await put(name, `<UnitCount>${worker + 2}</UnitCount>`, etag));
  }
  await emulator.close();
  return { created, updated };
}

void work(JSON.parse(process.argv[2] ?? "") as WorkerOrder).then((report) =>
  process.send?.(report),
);
