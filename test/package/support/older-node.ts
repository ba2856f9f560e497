import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Node older than the one that is needed, for the programs that a test starts. */
export interface OlderNode {
  readonly name: string;
  /** The version that it says it has. */
  readonly version: string;
  /** The environment in which `node` is this one. The folder is for files that it needs. */
  readonly environment: (folder: string, env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
}

/** What an older Node lacks, taken from the Node that runs. */
const PRELOAD = `"use strict";
const module_ = require("node:module");
Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.18.0" } });
Object.defineProperty(process, "version", { value: "v20.18.0" });
delete module_.enableCompileCache;
const load = module_._load;
module_._load = function (request, ...others) {
  if (request === "node:sqlite") {
    throw Object.assign(new Error("No such built-in module: node:sqlite"), { code: "ERR_UNKNOWN_BUILTIN_MODULE" });
  }
  return load.call(this, request, ...others);
};
`;

const SIMULATED: OlderNode = {
  name: "a Node without what came after 20",
  version: "20.18.0",
  environment: (folder, env) => {
    const preload = join(folder, "older-node.cjs");
    writeFileSync(preload, PRELOAD);
    return { ...env, NODE_OPTIONS: `--require ${preload}` };
  },
};

function versionOf(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return execFileSync(path, ["--print", "process.versions.node"], {
      encoding: "utf8",
      env: {},
    }).trim();
  } catch {
    return undefined;
  }
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  // Older ones than 20 start no program of today's Pulumi SDK.
  return (major >= 20 && major < 22) || (major === 22 && minor < 13);
}

function found(): OlderNode[] {
  const paths = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = paths.map((folder) => join(folder, "node"));
  const nodes = candidates.flatMap((path) => {
    const version = versionOf(path);
    return version !== undefined && isOld(version) ? [{ path, version }] : [];
  });
  return nodes.slice(0, 1).map(({ path, version }) => ({
    name: `Node ${version} of this machine`,
    version,
    environment: (folder, env) => {
      // In a folder of its own: what else is beside it is not to come first.
      const bin = join(folder, "older-node");
      mkdirSync(bin);
      symlinkSync(path, join(bin, "node"));
      return { ...env, PATH: [bin, env["PATH"] ?? ""].join(delimiter) };
    },
  }));
}

/** One that is simulated, and one of this machine where it has one on the PATH. */
export const olderNodes = (): OlderNode[] => [SIMULATED, ...found()];
