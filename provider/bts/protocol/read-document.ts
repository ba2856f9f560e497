/**
 * How a document is taken apart. The REST service breaks its own Swagger documents, so every field
 * may be absent, null or of another type; what cannot be done without is an error that says where
 * it is missing.
 */
import { ProviderError } from "../../errors.js";
import { isMarkup } from "./error-body.js";

/** One element of a list, or a document. */
export type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const bad = (message: string, cause?: unknown): ProviderError =>
  new ProviderError("bad-response", message, cause === undefined ? {} : { cause });

/** Begins the message of an error that is about one element of a list. */
function at<T>(what: string, index: number, read: () => T): T {
  try {
    return read();
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    throw bad(`${what}, element ${index + 1}: ${reason.message}`, reason);
  }
}

function parse(body: string, what: string): unknown {
  if (isMarkup(body)) {
    throw bad(
      `${what}: a page or XML arrived instead of JSON. ` +
        "Does the address end with /BizTalkManagementService?",
    );
  }
  try {
    return JSON.parse(body) as unknown;
  } catch (reason) {
    throw bad(`${what}: what arrived is no JSON`, reason);
  }
}

/**
 * Reads a list.
 *
 * @param what - what it is a list of, for messages: `list of instances`.
 * @throws {ProviderError} `bad-response`, with the number of the element.
 */
export function readList<T>(body: string, what: string, read: (row: Row) => T): T[] {
  const list = parse(body, what);
  if (!Array.isArray(list)) throw bad(`${what}: what arrived is not a list`);
  return list.map((row: unknown, index) =>
    at(what, index, () => {
      if (isRow(row)) return read(row);
      throw bad("it is not an object");
    }),
  );
}

/** Reads a document that is no list. */
export function readOne<T>(body: string, what: string, read: (row: Row) => T): T {
  const row = parse(body, what);
  if (!isRow(row)) throw bad(`${what}: what arrived is not an object`);
  return read(row);
}

/** A text; numbers are written out, and `null` stands for what is absent or empty. */
export function textOf(row: Row, name: string): string | null {
  const value = row[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

/** A text that cannot be done without. */
export function requiredText(row: Row, name: string): string {
  const text = textOf(row, name);
  if (text === null) throw bad(`it has no ${name}`);
  return text;
}

/** A text, empty where it is absent: of words that are kept as they were read. */
export const wordOf = (row: Row, name: string): string => textOf(row, name) ?? "";

/** A flag, which comes as a boolean or as "True". */
export function flagOf(row: Row, name: string): boolean {
  const value = row[name];
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** A number; `null` for what is none. */
export function numberOf(row: Row, name: string): number | null {
  const value = row[name];
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : null;
}

/** A list of texts. */
export function textsOf(row: Row, name: string): string[] {
  const value = row[name];
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === "string")
    : [];
}
