/** What the REST service says where it does not do what was asked. */

import { HOST_INSTANCE_REFUSALS } from "../chart/index.js";

/** What an answer says. */
export interface ServerError {
  readonly message: string;
  /** The first word of the message where that is a code, as `PENDING_OPERATION`. */
  readonly code?: string;
}

const WORD = /^([A-Z]+(?:_[A-Z]+)*)\b/;

/** Codes that are a single word, which could be any word in capitals if they were not known. */
const isCode = (word: string): boolean => word.includes("_") || word in HOST_INSTANCE_REFUSALS;

/** An answer's text with the code that it begins with, if it does. */
function errorOf(message: string): ServerError {
  const word = WORD.exec(message)?.[1];
  return word === undefined || !isCode(word) ? { message } : { message, code: word };
}

/** How much of a text that is no document a message repeats. */
const TEXT_MAX = 300;

const MARKUP = /^\s*(?:<!doctype|<html|<\?xml|<)/i;

/** Whether an answer is a page for people or another document that is not the REST service's. */
export const isMarkup = (body: string): boolean => MARKUP.test(body);

function messageIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { Message: message, ExceptionMessage: cause } = value as Record<string, unknown>;
  if (typeof message !== "string" || message === "") return undefined;
  return typeof cause === "string" && cause !== "" ? `${message} ${cause}` : message;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads what an answer says: `{"Message": ...}`, the same in XML, or bare text, which is how a 500
 * comes. `undefined` for an empty answer and for a page.
 */
export function readServerError(body: string): ServerError | undefined {
  const inXml = /^\s*<Error\b[^>]*>.*?<Message>(.*?)<\/Message>/s.exec(body)?.[1];
  if (inXml !== undefined) return errorOf(inXml);
  const message = messageIn(parsed(body));
  if (message !== undefined) return errorOf(message);
  const text = body.trim();
  if (text === "" || isMarkup(text) || /^[[{]/.test(text)) return undefined;
  return errorOf(text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text);
}

/** Writes what an answer says. */
export function writeServerError(message: string): string {
  return JSON.stringify({ Message: message });
}
