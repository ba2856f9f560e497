/**
 * The options of a connection, each with its environment variable.
 *
 * Only tables are imported, from the files that hold them: every command's options are declared at
 * every start, and what sends requests is loaded by the commands that send some.
 */
import { Option, type Command } from "commander";
import { SERVER_SETTING_SOURCES } from "../bts/connection/server-settings.js";
import { PROFILE_NAMES } from "../mabs/chart/index.js";
import { SETTING_SOURCES } from "../mabs/connection/service-settings.js";

/** Whose documents are followed. */
export const profileOption = (): Option =>
  new Option("--profile <profile>", "whose documents are followed where they contradict each other")
    .choices(PROFILE_NAMES)
    .default("chart");

/** Adds the options of a connection to BizTalk Services. */
export function withConnection(command: Command): Command {
  return command
    .option(
      "--endpoint <endpoint>",
      `https://HOST, http://127.0.0.1:PORT or emulator:PATH (${SETTING_SOURCES.endpoint})`,
    )
    .option("--subscription-id <id>", `the subscription (${SETTING_SOURCES.subscriptionId})`)
    .option(
      "--certificate <pem>",
      `client certificate, PEM text or file (${SETTING_SOURCES.certificate})`,
    )
    .option("--private-key <pem>", `its key, PEM text or file (${SETTING_SOURCES.privateKey})`)
    .option("--ca <pem>", `the endpoint's authority, PEM text or file (${SETTING_SOURCES.ca})`)
    .option("--journal <folder>", `where journals are (${SETTING_SOURCES.journal})`)
    .addOption(profileOption());
}

/**
 * Adds the options of a connection to BizTalk Server; a password is given in the environment alone.
 */
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
