// What a compiler wrote, against the sources that are there now. Nothing but Node's own modules,
// and no syntax that Node 20 does not know: .ci/prepare.mjs uses it before any package is there.

import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Whether something has been saved since a record was written, or the record is missing. Folders
 * count too: the time of a folder is what changes when a file in it is removed or renamed.
 */
export function isStale(record, { files, folders }) {
  if (!existsSync(record)) return true;
  const writtenAt = statSync(record).mtimeMs;
  return [...files, ...folders.flatMap(foldersAndSources)].some(
    (input) => statSync(input).mtimeMs > writtenAt,
  );
}

/**
 * Removes from `output` what no source in `sources` stands for: tsc leaves the output of a source
 * that is gone, mocha would run it and the package would ship it. Where an output is missing, tsc's
 * record goes: tsc believes its record.
 */
export function matchOutputs(sources, output, record) {
  if (!existsSync(output)) return;
  const ofTypeScript = (file) => file.endsWith(".ts") && !file.endsWith(".d.ts");
  const wanted = new Set(
    filesUnder(sources)
      .filter(ofTypeScript)
      .map((file) => file.slice(0, -".ts".length)),
  );
  const compiled = filesUnder(output).filter((file) => /\.(js|js\.map|d\.ts)$/.test(file));
  const nameOf = (file) => file.replace(/\.(js|js\.map|d\.ts)$/, "");
  for (const file of compiled) {
    if (!wanted.has(nameOf(file))) rmSync(path.join(output, file));
  }
  const there = new Set(compiled);
  const isWhole = (name) => there.has(`${name}.js`) && there.has(`${name}.d.ts`);
  if (![...wanted].every(isWhole)) rmSync(record, { force: true });
}

function filesUnder(folder) {
  return entriesUnder(folder)
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, pathOf(entry)));
}

function foldersAndSources(folder) {
  const entries = entriesUnder(folder).filter(
    (entry) => entry.isDirectory() || entry.name.endsWith(".ts"),
  );
  return [folder, ...entries.map(pathOf)];
}

const entriesUnder = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true });

/** Node 20 before 20.12 has `path` where later ones have `parentPath`. */
const pathOf = (entry) => path.join(entry.parentPath ?? entry.path, entry.name);
