/**
 * The connection to BizTalk Server of a command: options of the command line, then the environment.
 */
import type { Command } from "commander";
import {
  openServerConnection,
  readServerSettings,
  SERVER_SETTING_SOURCES,
  type ServerConnection,
  type ServerSettings,
} from "../bts/connection/index.js";
import { systemClock } from "../clock.js";
import type { Terminal } from "./terminal.js";

/** Connection options, as commander hands them over. */
export type ServerOptions = Partial<Record<keyof typeof SERVER_SETTING_SOURCES, string>>;

/** Adds the connection's options; a password is given in the environment alone. */
export function withServer(command: Command): Command {
  const from = SERVER_SETTING_SOURCES;
  return command
    .option(
      "--server-endpoint <endpoint>",
      `https://HOST, http://HOST, http://127.0.0.1:PORT or emulator:PATH (${from.serverEndpoint})`,
    )
    .option(
      "--server-user <user>",
      `DOMAIN\\user or user@domain; its password is in ${from.serverPassword} (${from.serverUser})`,
    )
    .option("--server-ca <pem>", `the server's authority, PEM text or file (${from.serverCa})`);
}

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
