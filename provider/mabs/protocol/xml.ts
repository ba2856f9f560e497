/**
 * XML in and out: read strictly by @rgrove/parse-xml, element names without prefixes, values as
 * text, secrets escaped like any text.
 */
import { parseXml as parseDocument, XmlElement, XmlError, XmlText } from "@rgrove/parse-xml";
import XMLBuilder from "fast-xml-builder";
import { ProviderError } from "../../errors.js";

/** An element's content: text, or children by name. Repeated children are an array. */
export type XmlNode = string | readonly XmlNode[] | { readonly [name: string]: XmlNode };

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
});

/** The namespace of container and resource documents (docs/protocol.md, Bodies). */
const NAMESPACE = "http://schemas.microsoft.com/windowsazure";

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** What is in an element. White space between elements is no text; attributes mean nothing here. */
function contentOf(element: XmlElement): XmlNode {
  const elements = element.children.filter((each) => each instanceof XmlElement);
  if (elements.length === 0) {
    // A secret may begin or end with a blank.
    const text = element.children
      .map((each) => (each instanceof XmlText ? each.text : ""))
      .join("");
    return text.trim() === "" ? "" : text;
  }
  // Names come from outside: `constructor` and `__proto__` are names like any other.
  const content = new Map<string, XmlNode[]>();
  for (const each of elements) {
    const name = localName(each.name);
    const before = content.get(name);
    if (before === undefined) content.set(name, [contentOf(each)]);
    else before.push(contentOf(each));
  }
  return Object.fromEntries(
    [...content].map(([name, found]) => [name, found.length === 1 ? (found[0] ?? "") : found]),
  );
}

/** The longest that is said about a document: the names in it come from outside. */
const REASON_LENGTH_MAX = 200;

/**
 * What stands against a document, without its lines: those may hold secrets.
 *
 * @throws what is no matter of the document.
 */
function reasonOf(reason: unknown): string {
  // The parser and its result are as deep as the document is.
  if (reason instanceof RangeError) return "its elements are nested too deep";
  if (!(reason instanceof XmlError)) throw reason;
  // What stands behind an ampersand may be a part of a connection string.
  return (reason.message.split(/\n|: &/)[0] ?? "").slice(0, REASON_LENGTH_MAX);
}

/**
 * Parses a document and returns the content of its root element, which must have the given name.
 *
 * Strict: whatever XML 1.0 does not allow is refused, but for blanks before the document, and so are
 * entities of a document's own: nothing is ever expanded or loaded.
 *
 * @throws {ProviderError} `bad-response` for HTML, XML that is broken or cut off, or another root;
 * the message has at most 300 characters and quotes no content.
 */
export function parseXml(text: string, root: string): XmlNode {
  const refuse = (found: string): never => {
    throw new ProviderError("bad-response", `expected a ${root} document, got ${found}`);
  };
  const start = text.trimStart().slice(0, 100).toLowerCase();
  if (start === "") return refuse("an empty answer");
  if (start.startsWith("<!doctype html") || start.startsWith("<html"))
    return refuse("an HTML page: is this a management endpoint?");
  try {
    const element = parseDocument(text.trimStart()).root;
    const name = localName(element?.name ?? "").slice(0, REASON_LENGTH_MAX);
    return element !== null && name === root ? contentOf(element) : refuse(name);
  } catch (reason) {
    if (reason instanceof ProviderError) throw reason;
    return refuse(`XML that is broken or cut off: ${reasonOf(reason)}`);
  }
}

/** A character that XML 1.0 does not know, escaped or not. */
const UNKNOWN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Whether a text can be in a document as it is. */
export const isXmlText = (text: string): boolean => text.search(UNKNOWN) === -1;

/**
 * Builds a document from a root element's name and content. What XML cannot carry becomes the
 * replacement character: a document is never malformed.
 */
export function buildXml(
  root: string,
  content: XmlNode,
  options: { readonly namespace?: boolean } = {},
): string {
  const attributes: Record<string, XmlNode> =
    options.namespace === true ? { "@xmlns": NAMESPACE } : {};
  const body = typeof content === "string" ? content : Object.assign(attributes, content);
  const built = builder.build({ [root]: body });
  // A reader would take a carriage return for the end of a line.
  const escaped = built.replaceAll("\r", "&#xD;").replace(UNKNOWN, "\u{FFFD}");
  return `<?xml version="1.0" encoding="utf-8"?>${escaped}`;
}

/**
 * The child of that name; `undefined` when there is none. Repeated children count as their first.
 */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  if (node === undefined || typeof node === "string" || Array.isArray(node)) return undefined;
  const found = (node as Readonly<Record<string, XmlNode>>)[name];
  return Array.isArray(found) ? (found as readonly XmlNode[])[0] : found;
}

/** All children of that name, also when there is one or none. */
export function children(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  if (node === undefined || typeof node === "string" || Array.isArray(node)) return [];
  const found = (node as Readonly<Record<string, XmlNode>>)[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as readonly XmlNode[]) : [found];
}

/**
 * The text at a path of children; `undefined` when an element on the way is missing or the last is
 * empty.
 */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<XmlNode | undefined>((at, name) => child(at, name), node);
  return typeof found === "string" && found.trim() !== "" ? found : undefined;
}
