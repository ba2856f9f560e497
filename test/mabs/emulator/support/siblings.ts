/**
 * Clients of the vendor's for siblings of BizTalk Services on the same front end: nobody here wrote
 * them. `.ci/siblings` gets them.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../../../provider/package-root.js";

const cache = process.env["XDG_CACHE_HOME"] ?? "";
const CACHE = join(cache === "" ? join(homedir(), ".cache") : cache, "pulumi-biztalk");

/** Where `.ci/siblings` puts them. */
const PYTHON = join(CACHE, "azure-servicemanagement-legacy-0.20.8");
const NODE = join(CACHE, "azure-asm-scheduler-0.10.2");

/** Why a client is not here; `undefined` where it is. */
export const whyNoSibling = (name: keyof typeof FOLDERS): string | undefined =>
  existsSync(FOLDERS[name]) ? undefined : "it is not here: .ci/siblings installs it";

const FOLDERS = { python: PYTHON, node: NODE } as const;

/** Where an emulator is, and files of what its clients need. */
export interface Place {
  readonly url: string;
  readonly certificate: string;
  readonly privateKey: string;
  /** Certificate and key in one. */
  readonly both: string;
  readonly ca: string;
}

const scriptOf = (name: string): string =>
  join(packageRoot(), "test", "mabs", "emulator", "support", name);

const execute = promisify(execFile);

/** What the Python client said, from creating a container to deleting it. */
export async function pythonClient({ url, both, ca }: Place): Promise<unknown> {
  const env = { PATH: process.env["PATH"], PYTHONPATH: PYTHON, PYTHONDONTWRITEBYTECODE: "1" };
  const args = [scriptOf("siblings_client.py"), new URL(url).host, both, ca];
  return JSON.parse((await execute("python3", args, { env })).stdout) as unknown;
}

/** What the node client said, from registering to deleting a container. */
export async function nodeClient({ url, certificate, privateKey, ca }: Place): Promise<unknown> {
  const env = { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: ca, NODE_NO_WARNINGS: "1" };
  const args = [scriptOf("siblings-client.cjs"), NODE, url, certificate, privateKey];
  return JSON.parse((await execute(process.execPath, args, { env })).stdout) as unknown;
}
