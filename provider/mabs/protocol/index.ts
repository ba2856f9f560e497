/**
 * The wire form of the BizTalk Services management API: paths, XML, codes. Pure; client and
 * emulator both read it.
 */
export * from "./backup-document.js";
export * from "./certificate-faults.js";
export * from "./error-body.js";
export type * from "./operation-request.js";
export * from "./operation-status.js";
export * from "./hybrid-connection.js";
export * from "./paths.js";
export * from "./regions.js";
export * from "./service-body.js";
export * from "./service-key.js";
export * from "./service-resource.js";
export * from "./settings.js";
export * from "./wire-operations.js";
export { isXmlText } from "./xml.js";
