import { rmSync, writeFileSync } from "node:fs";
import { temporaryFolder } from "../../support/temporary-folder.js";

/**
 * Loaded into every Node process of a run: SQLite itself then finds the disk full, or the file not
 * to be written, from the moment at which a test says so. Users other than root could take the
 * rights away; root can write everything.
 */
const SHIM = `"use strict";
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const limit = () => {
  try {
    return readFileSync(join(__dirname, "limit"), "utf8");
  } catch {
    return "";
  }
};
const load = Module._load;
let isLimited = false;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === "node:sqlite" && !isLimited) {
    isLimited = true;
    const { exec } = loaded.DatabaseSync.prototype;
    loaded.DatabaseSync.prototype.exec = function (sql) {
      exec.call(this, limit());
      return exec.call(this, sql);
    };
  }
  return loaded;
};
`;

/** What the databases of a project find on their disk. */
export interface Disk {
  /** The environment of a project on this disk. */
  env(): Readonly<Record<string, string>>;
  /** No database can have more pages of 4 KiB than this. */
  full(pages: number): void;
  /** No database can be written. */
  readOnly(): void;
  /** There is space again, and it can be written. */
  free(): void;
}

/** A disk for the tests of one `describe`; free again after each. */
export function diskFor(): Disk {
  const at = temporaryFolder();
  before(() => {
    writeFileSync(at("disk.cjs"), SHIM);
  });
  const free = (): void => {
    rmSync(at("limit"), { force: true });
  };
  afterEach(free);
  return {
    env: () => ({ NODE_OPTIONS: `--require ${at("disk.cjs")}` }),
    full: (pages) => {
      writeFileSync(at("limit"), `PRAGMA max_page_count = ${pages}`);
    },
    readOnly: () => {
      writeFileSync(at("limit"), "PRAGMA query_only = 1");
    },
    free,
  };
}
