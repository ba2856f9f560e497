/** Answers as values: a status, a body, and what goes into headers. */
import type { Answer } from "../../emulator/answer.js";
import { writeServerError, type Row } from "../protocol/index.js";

/** An answer of the management REST service. */
export interface Reply extends Answer {
  /** Instead of the body, one after the other: a list may be too long for one text. */
  readonly chunks?: readonly Buffer[];
  /** Of the body; JSON unless given. */
  readonly contentType?: string;
  /** What goes into WWW-Authenticate, one header for each. */
  readonly challenges?: readonly string[];
}

/** 200 with a document. */
export const found = (document: unknown): Reply => ({
  status: 200,
  body: JSON.stringify(document),
});

/** How many elements of a list are written at once. */
const CHUNK = 1_000;

/** 200 with a list, written element by element: there may be very many. */
export function listed<T>(elements: Iterable<T>, write: (element: T) => readonly Row[]): Reply {
  const chunks: Buffer[] = [];
  let rows: string[] = [];
  const flush = (): void => {
    if (rows.length > 0)
      chunks.push(Buffer.from(`${chunks.length === 0 ? "" : ","}${rows.join(",")}`));
    rows = [];
  };
  for (const element of elements) {
    for (const row of write(element)) rows.push(JSON.stringify(row));
    if (rows.length >= CHUNK) flush();
  }
  flush();
  return { status: 200, body: "", chunks: [Buffer.from("["), ...chunks, Buffer.from("]")] };
}

/** The size of an answer. */
export const bytesOf = ({ body, chunks }: Reply): number =>
  chunks?.reduce((sum, chunk) => sum + chunk.length, 0) ?? Buffer.byteLength(body);

/** 204. */
export const done: Reply = { status: 204, body: "" };

/** A status with a message, as the service says what is wrong with a request. */
export const refused = (status: number, message: string): Reply => ({
  status,
  body: writeServerError(message),
});

const PAGE = "text/html; charset=utf-8";

/** A page of IIS, which answers before the service does. */
export const page = (status: number, title: string): Reply => ({
  status,
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`,
  contentType: PAGE,
});

/** 500 in bare text: an error inside the service. */
export const broken = (status: number, message: string): Reply => ({
  status,
  body: message,
  contentType: "text/plain; charset=utf-8",
});

/** An answer with a given status, in the form in which one of that status comes. */
export function rejected(status: number, message: string): Reply {
  if (status === 401 || status === 403) return page(status, `${status} - ${message}`);
  return status >= 500 ? broken(status, message) : refused(status, message);
}
