/**
 * The status of an operation that was accepted (docs/protocol.md, Operation status; the values are
 * D-11).
 */
import { buildXml, parseXml, textAt, type XmlNode } from "./xml.js";

/**
 * `InProgress` also stands for a value that nobody knows: polling goes on until the deadline
 * (D-11).
 */
export interface OperationStatus {
  readonly result: "InProgress" | "Succeeded" | "Failed";
  readonly error?: { readonly httpCode: string; readonly message: string };
}

const RESULTS = ["InProgress", "Succeeded", "Failed"] as const;

/** Reads the answer to a poll; letter case of `Result` is ignored. */
export function readOperationStatus(xml: string): OperationStatus {
  const status = parseXml(xml, "OperationStatus");
  const text = (textAt(status, "Result") ?? "").toLowerCase();
  const result = RESULTS.find((known) => known.toLowerCase() === text) ?? "InProgress";
  if (result !== "Failed") return { result };
  const message = textAt(status, "Error", "Message") ?? "the endpoint gives no reason";
  return { result, error: { httpCode: textAt(status, "Error", "HttpCode") ?? "", message } };
}

/** Writes the answer to the front end's own poll, `GET /{subscription}/operations/{id}`. */
export function writeOperation(id: string, { result, error }: OperationStatus): string {
  const status = { InProgress: "200", Succeeded: "200", Failed: error?.httpCode ?? "400" }[result];
  const code = error?.httpCode === "409" ? "ConflictError" : "BadRequest";
  const detail = error === undefined ? {} : { Error: { Code: code, Message: error.message } };
  const content = { ID: id, Status: result, HttpStatusCode: status, ...detail };
  return buildXml("Operation", content, { namespace: true });
}

/** The elements of a status. */
export function operationElements({ result, error }: OperationStatus): Record<string, XmlNode> {
  const detail =
    error === undefined
      ? {}
      : { Error: { HttpCode: error.httpCode, Message: error.message, ExtendedCode: "" } };
  return { Result: result, ...detail };
}

/** Writes the answer to a poll. */
export function writeOperationStatus(status: OperationStatus): string {
  return buildXml("OperationStatus", operationElements(status));
}
