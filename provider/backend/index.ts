/** Backends: from an endpoint's text to a client. */
export { openBackend, type Backend } from "./backend.js";
export { parseEndpoint } from "./endpoint.js";
export {
  readSettings,
  SETTING_SOURCES,
  SUBSCRIPTION_DEFAULT,
  type BackendSettings,
  type ConfigurationLookup,
} from "./settings.js";
