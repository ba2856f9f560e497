// Makes a clone ready to run: installs what package-lock.json names and builds dist/ when a source
// is newer.
//
// npm runs this before `npm start` and `npm test`. On a fresh clone it is the first thing that
// runs, under whatever Node the machine has and before any package is there: it uses nothing but
// Node's own modules, and no syntax that Node 20 does not know. It prints one line for each thing
// it did and nothing when nothing was to do.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isStale, matchOutputs } from "./compiled.mjs";

/** What this file needs. */
const NODE_MAJOR_MIN = 20;
/** What everything after it needs: `engines` of package.json. The package `node` brings one. */
const SCRIPT_NODE_MIN = [22, 13];
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * tsc writes it at the end of a build (tsconfig.build.json): its time is that of the last build
 * that succeeded.
 */
const BUILD_RECORD = at("dist/.tsbuildinfo");

requireNode();
if (packagesAreMissing()) {
  install();
}
requireScriptNode();
if (distIsStale()) {
  build();
}
makeCommandExecutable();

function at(relative) {
  return path.join(ROOT, relative);
}

function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < NODE_MAJOR_MIN) {
    fail(
      `Node ${NODE_MAJOR_MIN} or later is needed to begin; this is Node ${process.versions.node}.`,
    );
  }
}

/**
 * npm puts node_modules/.bin first on the PATH of a script: this is the Node that the scripts get.
 */
function requireScriptNode() {
  const env = {
    ...process.env,
    PATH: `${at("node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
  };
  const { stdout } = spawnSync("node", ["--print", "process.versions.node"], {
    env,
    encoding: "utf8",
  });
  const [major, minor] = stdout.trim().split(".").map(Number);
  const [majorMin, minorMin] = SCRIPT_NODE_MIN;
  if (major < majorMin || (major === majorMin && minor < minorMin)) {
    fail(
      `Node ${SCRIPT_NODE_MIN.join(".")} or later is needed and the scripts ` +
        `would run on ${stdout.trim()}. The package ` +
        "`node` brings one, but its install script did not run: `npm rebuild node` runs it.",
    );
  }
}

/**
 * Compares versions, not times: a copy or a checkout changes the times of files and not what is
 * installed. Optional packages are left out because npm installs only those that fit the machine.
 */
function packagesAreMissing() {
  const installedLock = at("node_modules/.package-lock.json");
  if (!existsSync(installedLock)) {
    return true;
  }
  const wanted = readPackages(at("package-lock.json"));
  const installed = readPackages(installedLock);
  return Object.entries(wanted).some(
    ([folder, { version, optional }]) =>
      folder !== "" && !optional && installed[folder]?.version !== version,
  );
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

function install() {
  process.stdout.write("installing the packages of package-lock.json (npm ci) ...\n");
  timed("installed the packages", "npm", ["ci", "--loglevel=error"]);
}

function distIsStale() {
  const files = ["tsconfig.json", "tsconfig.build.json", "node_modules/.package-lock.json"].map(at);
  return isStale(BUILD_RECORD, { files, folders: [at("provider")] });
}

function build() {
  const startedAt = new Date();
  matchOutputs(at("provider"), at("dist"), BUILD_RECORD);
  const tsc = at("node_modules/typescript/bin/tsc");
  timed(
    "built dist/",
    process.execPath,
    [tsc, "-p", "tsconfig.build.json"],
    // tsc keeps a record of a build with errors too; without it the next run builds again instead
    // of trusting it.
    () => rmSync(BUILD_RECORD, { force: true }),
  );
  // A source that was saved while tsc ran is newer than this build.
  utimesSync(BUILD_RECORD, startedAt, startedAt);
}

function makeCommandExecutable() {
  const command = at("dist/cli/main.js");
  if (existsSync(command)) {
    chmodSync(command, 0o755);
  }
}

/**
 * Runs a command to its end and says in one line what it did and how long it took. Ends this
 * process if it fails.
 */
function timed(done, command, args, onFailure = () => {}) {
  const startedAt = performance.now();
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (status !== 0) {
    onFailure();
    fail(
      `failed after ${seconds} s: ${command} ${args.join(" ")}${error ? ` (${error.message})` : ""}`,
    );
  }
  process.stdout.write(`${done} in ${seconds} s\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
