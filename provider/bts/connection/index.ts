/** Connections to BizTalk Server: from an endpoint's text to a client. */
export { openServerConnection, type ServerConnection } from "./open-connection.js";
export {
  readServerSettings,
  SERVER_SETTING_SOURCES,
  type ServerSettings,
} from "./server-settings.js";
