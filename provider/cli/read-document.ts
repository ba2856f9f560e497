/**
 * Reads a document that a command was given: a file, or standard input as `-`; YAML, of which JSON
 * is a part.
 */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parse, YAMLParseError } from "yaml";
import { messageOf, ProviderError } from "../errors.js";
import type { Terminal } from "./terminal.js";

const EXPLICIT_NULL = /^\s*(null|~)\s*$/im;

/**
 * Reads and parses a document.
 *
 * @throws {ProviderError} `invalid-input` naming `label` (the option and the file) when it is
 * missing, empty, or cannot be parsed.
 */
export async function readDocument(
  terminal: Terminal,
  path: string,
  label: string = path,
): Promise<unknown> {
  let content: string;
  let document: unknown;
  try {
    content = path === "-" ? await text(terminal.stdin) : readFileSync(path, "utf8");
  } catch (reason) {
    throw new ProviderError("invalid-input", `${label}: cannot be read (${messageOf(reason)})`);
  }
  try {
    document = parse(content) as unknown;
  } catch (reason) {
    const where =
      reason instanceof YAMLParseError ? messageOf(reason).split("\n", 1)[0] : messageOf(reason);
    throw new ProviderError("invalid-input", `${label}: neither JSON nor YAML (${String(where)})`);
  }
  // An empty file parses as null as well, and null means "no service": that must be written, not
  // come by accident.
  if (document === null && !EXPLICIT_NULL.test(content)) {
    throw new ProviderError(
      "invalid-input",
      `${label}: is empty; write null where there is, or shall be, no service`,
    );
  }
  return document;
}
