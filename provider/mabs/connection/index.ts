/** Backends: from an endpoint's text to a client. */
export { openBackend, type Backend } from "./open-connection.js";
export type { ManagementClient } from "../client/index.js";
export { parseEndpoint, sameEndpoint } from "../../endpoint/endpoint.js";
export { readSettings, SETTING_SOURCES, type BackendSettings, type ConfigurationLookup } from "../../endpoint/settings.js";
