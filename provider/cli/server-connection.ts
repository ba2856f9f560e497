/**
 * The connection to BizTalk Server of a command: options of the command line, then the environment.
 */
import {
  openServerConnection,
  readServerSettings,
  type SERVER_SETTING_SOURCES,
  type ServerConnection,
  type ServerSettings,
} from "../bts/connection/index.js";
import { systemClock } from "../clock.js";
import type { Terminal } from "./terminal.js";

/** Connection options, as commander hands them over. */
export type ServerOptions = Partial<Record<keyof typeof SERVER_SETTING_SOURCES, string>>;

/** Does something over a connection, which is closed after it. */
export async function withConnection<T>(
  terminal: Terminal,
  options: ServerOptions,
  work: (connection: ServerConnection, settings: ServerSettings) => Promise<T>,
): Promise<T> {
  const settings = readServerSettings((key) => options[key as keyof ServerOptions], terminal.env);
  const connection = await openServerConnection(settings, systemClock);
  try {
    return await work(connection, settings);
  } finally {
    await connection.close();
  }
}
