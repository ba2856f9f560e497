/**
 * What one provider process knows of a BizTalk Server: the connection, its lists, and what was
 * judged in this run. All resources of the process share it, concurrently.
 */
import type { Clock } from "../../clock.js";
import type { ConfigurationLookup } from "../../endpoint/settings.js";
import {
  openServerConnection,
  readServerSettings,
  type ServerConnection,
} from "../connection/index.js";
import { openServerJournal, type ServerJournal } from "../executor/index.js";
import { listsOf, type ServerLists } from "./server-lists.js";

/** One process and endpoint. */
export interface ServerSession {
  /** The address of the REST service, or the emulator's file. */
  readonly identity: string;
  readonly client: ServerConnection["client"];
  readonly lists: ServerLists;
  readonly journal: ServerJournal;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** What `check` has found of each resource, by its URN, for the calls of this run that follow. */
  readonly judged: Map<string, unknown>;
  close(): Promise<void>;
}

/** What a session is opened with. */
export interface ServerSessionOptions {
  readonly configuration: ConfigurationLookup;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens a session. Nothing is sent yet.
 *
 * @throws {ProviderError} `invalid-input` when there is no endpoint or a setting cannot be used.
 */
export async function openServerSession(options: ServerSessionOptions): Promise<ServerSession> {
  const { configuration, env, clock, signal } = options;
  const settings = readServerSettings(configuration, env);
  const connection = await openServerConnection(settings, clock);
  const journal = openServerJournal(settings.journalFolder, connection.journalKey);
  const { identity, client } = connection;
  return {
    identity,
    client,
    lists: listsOf(client),
    journal,
    clock,
    signal,
    judged: new Map(),
    close: async () => {
      journal.close();
      await connection.close();
    },
  };
}
