/**
 * XML in and out, by fast-xml-parser: element names without prefixes, values as text, secrets
 * escaped like any text.
 */
import XMLBuilder from "fast-xml-builder";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { ProviderError } from "../../errors.js";

/** An element's content: text, or children by name. Repeated children are an array. */
export type XmlNode = string | readonly XmlNode[] | { readonly [name: string]: XmlNode };

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  // A secret may begin or end with a blank.
  trimValues: false,
  // White space between elements is no text.
  tagValueProcessor: (_, text) => (text.trim() === "" ? "" : text),
  // Numeric character references are XML; the parser decodes them with this option only.
  htmlEntities: true,
  ignoreDeclaration: true,
});

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
});

/** The namespace of container and resource documents (docs/protocol.md, Bodies). */
const NAMESPACE = "http://schemas.microsoft.com/windowsazure";

/**
 * Parses a document and returns the content of its root element, which must have the given name.
 *
 * @throws {ProviderError} `bad-response` for HTML, truncated XML or another root; the message
 * quotes no content.
 */
export function parseXml(text: string, root: string): XmlNode {
  const start = text.trimStart().slice(0, 100).toLowerCase();
  if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
    throw new ProviderError(
      "bad-response",
      `expected a ${root} document, got an HTML page: is this a management endpoint?`,
    );
  }
  if (start === "")
    throw new ProviderError("bad-response", `expected a ${root} document, got an empty answer`);
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { msg, line } = valid.err;
    // For elements that are not closed the validator lists them all as JSON; where it stops says
    // enough.
    const what = msg.includes("[") ? "an element is not closed" : msg;
    throw new ProviderError(
      "bad-response",
      `expected a ${root} document, got XML that is broken or cut off: ${what} ` +
        `(line ${String(line)})`,
    );
  }
  const document = parser.parse(text) as Readonly<Record<string, XmlNode>>;
  const content = document[root];
  if (content === undefined) {
    const found = Object.keys(document).join(", ");
    throw new ProviderError(
      "bad-response",
      `expected a ${root} document, got ${found === "" ? "an empty one" : found}`,
    );
  }
  return content;
}

/** Builds a document from a root element's name and content. */
export function buildXml(
  root: string,
  content: XmlNode,
  options: { readonly namespace?: boolean } = {},
): string {
  const attributes: Record<string, XmlNode> =
    options.namespace === true ? { "@xmlns": NAMESPACE } : {};
  const body = typeof content === "string" ? content : Object.assign(attributes, content);
  return `<?xml version="1.0" encoding="utf-8"?>${builder.build({ [root]: body })}`;
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
