/**
 * The wire form of the management REST service: requests, documents, words. Pure; client and
 * emulator both read it.
 */
export * from "./application-document.js";
export * from "./artifact-documents.js";
export * from "./class-dialects.js";
export * from "./dialects.js";
export * from "./error-body.js";
export * from "./error-code.js";
export * from "./host-documents.js";
export * from "./instance-document.js";
export * from "./message-document.js";
export type { Row } from "./read-document.js";
export * from "./requests.js";
export * from "./state-dialects.js";
export * from "./subscription-document.js";
export * from "./times.js";
export * from "./tracked-documents.js";
