/**
 * A Pulumi project as the engine finds it: the folder of its Pulumi.yaml, its name, and where its
 * provider runs.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import { messageOf, ProviderError } from "../errors.js";
import { isProperties } from "../pulumi/unknown.js";

/** A project. */
export interface PulumiProject {
  readonly name: string;
  /** The project's file, relative to the folder in which the command runs. */
  readonly file: string;
  /** The folder of Pulumi.yaml: positions in the program are relative to it. */
  readonly folder: string;
  /** The folder in which the provider runs: paths in its configuration are relative to it. */
  readonly programFolder: string;
}

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

function fileAbove(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const found = FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

function programFolderOf(folder: string, main: unknown): string {
  if (typeof main !== "string" || main === "") return folder;
  const path = resolve(folder, main);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
}

/**
 * Finds the project of a folder, there or above it.
 *
 * @throws {ProviderError} `invalid-input` where there is none, or its file cannot be read.
 */
export function findProject(start: string): PulumiProject {
  const file = fileAbove(start);
  if (file === undefined) {
    const hint = "Run this in the project's folder, or give it with -C DIR.";
    throw new ProviderError(
      "invalid-input",
      `no Pulumi project: there is no Pulumi.yaml in ${resolve(start)} or above. ${hint}`,
    );
  }
  let document: unknown;
  try {
    document = parse(readFileSync(file, "utf8"));
  } catch (reason) {
    throw new ProviderError("invalid-input", `${file} cannot be read: ${messageOf(reason)}`, {
      cause: reason,
    });
  }
  const { name, main } = isProperties(document) ? document : {};
  if (typeof name !== "string")
    throw new ProviderError("invalid-input", `${file} has no name: it is no Pulumi project file.`);
  const folder = dirname(file);
  const shown = relative(process.cwd(), file).replaceAll("\\", "/");
  return { name, file: shown, folder, programFolder: programFolderOf(folder, main) };
}
