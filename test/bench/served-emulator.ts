/** The emulator as a process of its own, with very many instances of a BizTalk Server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { packageRoot } from "../../provider/engine/index.js";

/** How many instances there are. */
export const INSTANCES = 100_000;

/** An emulator that is served. */
export interface ServedEmulator {
  readonly url: string;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** What the control plane is told to have a number of instances in one state. */
export const populationOf = (count: number, state: string): string =>
  JSON.stringify({ instances: [{ count, state }] });

/** Starts one with all instances in a state. */
export async function startServedEmulator(state: string): Promise<ServedEmulator> {
  const main = join(packageRoot(), "dist", "cli", "main.js");
  const child = spawn(process.execPath, [main, "emulator", "--port", "0"]);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const url = line.toString().trim().split(" ").at(-1) ?? "";
  await fetch(`${url}/_emulator/instances`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: populationOf(INSTANCES, state),
  });
  return {
    url,
    pid: child.pid,
    close: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
