/** Backends: from an endpoint's text to a client. */
export { openBackend, type Backend } from "./open-connection.js";
export type { ManagementClient } from "../client/index.js";
export { parseServiceEndpoint } from "./service-endpoint.js";
export { readSettings, SETTING_SOURCES, type BackendSettings } from "./service-settings.js";
