/** `biztalk instances list`, `show`, and `biztalk messages list`: read-only. */
import {
  citeInstance,
  INSTANCE_OPERATIONS,
  INSTANCE_REFUSALS,
  stepInstance,
} from "../bts/chart/index.js";
import { observedInstance } from "../bts/judge/population.js";
import { chartInstance, matching, type ObservedInstance } from "../bts/planner/index.js";
import type { ListedMessage } from "../bts/protocol/index.js";
import { systemClock } from "../clock.js";
import { ProviderError } from "../errors.js";
import { matchOf, type InstanceFilter } from "./instance-filter.js";
import { withConnection, type ServerOptions } from "./server-connection.js";
import { writeJson, type Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

/** What the commands were given. */
export interface ListOptions extends ServerOptions, InstanceFilter {
  readonly format: "text" | "json";
  readonly limit?: number;
}

/** How many rows are shown to a person unless it is said otherwise. */
const ROWS_DEFAULT = 50;

const stateOf = ({ state, pending }: ObservedInstance): string =>
  pending === undefined ? state : `${state}, Pending ${pending.operation}`;

/** Counts by state and application, as the Group Hub page has them. */
function summary(instances: readonly ObservedInstance[]): string[][] {
  const counts = new Map<string, number>();
  for (const instance of instances) {
    const key = JSON.stringify([stateOf(instance), instance.application ?? "-"]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => [...(JSON.parse(key) as string[]), String(count)])
    .sort((a, b) => a.join().localeCompare(b.join()));
}

/** Lists instances: how many there are of which state and application, then the first of them. */
export async function listInstances(terminal: Terminal, options: ListOptions): Promise<void> {
  const match = matchOf(options);
  const moment = { now: systemClock.now(), destructive: false };
  const { instances, identity } = await withConnection(
    terminal,
    options,
    async ({ client, identity }) => ({
      identity,
      instances: matching((await client.instances()).map(observedInstance), match, moment),
    }),
  );
  if (options.format === "json") {
    writeJson(terminal, { endpoint: identity, instances });
    return;
  }
  if (instances.length === 0) {
    terminal.out(`No instances at ${identity} that match.\n`);
    return;
  }
  writeTable(terminal, ["state", "application", "instances"], summary(instances));
  const shown = instances.slice(0, options.limit ?? ROWS_DEFAULT);
  terminal.out("\n");
  writeTable(
    terminal,
    ["id", "class", "state", "service type", "host", "created"],
    shown.map((each) => [
      each.id,
      each.class,
      stateOf(each),
      each.serviceType ?? "-",
      each.host ?? "-",
      each.createdAt ?? "-",
    ]),
  );
  const more = instances.length - shown.length;
  if (more > 0) terminal.out(`and ${String(more)} more: --limit shows more, --format json all\n`);
}

/** What the chart says of each operation that the REST service has. */
function operationsOf(instance: ObservedInstance): { operation: string; answer: string }[] {
  const known = chartInstance(instance);
  if (known === undefined) return [];
  return INSTANCE_OPERATIONS.map((operation) => {
    const outcome = stepInstance(known, operation);
    if (outcome.answer !== "refused") return { operation, answer: outcome.answer };
    const { because, next } = INSTANCE_REFUSALS[outcome.code];
    return { operation, answer: `refused, ${outcome.code}: ${because}; ${next}` };
  });
}

/** Shows one instance: its messages, and what is legal now. */
export async function showInstance(
  terminal: Terminal,
  id: string,
  options: ServerOptions & Pick<ListOptions, "format">,
): Promise<void> {
  const { listed, messages } = await withConnection(terminal, options, async ({ client }) => {
    const [instances, all] = await Promise.all([client.instances(), client.messages()]);
    const wanted = id.toLowerCase();
    return {
      listed: instances.find((each) => each.id === wanted),
      messages: all.filter(({ instanceId }) => instanceId === wanted),
    };
  });
  if (listed === undefined)
    throw new ProviderError(
      "not-found",
      `there is no instance ${id}: it has ended, or it is another server's. ` +
        "Legal here: nothing. Next: biztalk instances list",
    );
  const instance = observedInstance(listed);
  const operations = operationsOf(instance);
  const known = chartInstance(instance);
  const source = known === undefined ? null : citeInstance(known);
  if (options.format === "json") {
    const shown = messages.map(messageFields);
    writeJson(terminal, { instance, operations, source, messages: shown });
    return;
  }
  const fields = Object.entries(instance).filter(([, value]) => value !== null);
  const text = (value: unknown): string =>
    typeof value === "string" ? value : JSON.stringify(value);
  for (const [name, value] of fields) terminal.out(`${name}: ${text(value)}\n`);
  terminal.out(`\nLegal now${source === null ? "" : ` (${source})`}:\n`);
  if (operations.length === 0) terminal.out("  nothing: its state or class is not known\n");
  for (const { operation, answer } of operations) terminal.out(`  ${operation}: ${answer}\n`);
  terminal.out(messages.length === 0 ? "\nNo messages.\n" : "\n");
  if (messages.length > 0) writeMessages(terminal, messages);
}

const messageFields = (message: ListedMessage) => ({
  messageId: message.messageId,
  instanceId: message.instanceId,
  state: message.state ?? message.stateText,
  messageType: message.messageType,
  host: message.host,
  adapter: message.adapter,
  uri: message.uri,
  retryCount: message.retryCount,
  createdAt: message.createdAt?.text ?? null,
});

function writeMessages(terminal: Terminal, messages: readonly ListedMessage[]): void {
  writeTable(
    terminal,
    ["message", "instance", "state", "type", "created"],
    messages
      .map(messageFields)
      .map((each) => [
        each.messageId,
        each.instanceId,
        each.state,
        each.messageType ?? "-",
        each.createdAt ?? "-",
      ]),
  );
}

/** Lists messages, of one instance or of all; their bodies are in no answer of the service. */
export async function listMessages(
  terminal: Terminal,
  options: ServerOptions & Pick<ListOptions, "format" | "limit"> & { readonly instance?: string },
): Promise<void> {
  const messages = await withConnection(terminal, options, async ({ client }) =>
    (await client.messages()).filter(
      ({ instanceId }) =>
        options.instance === undefined || instanceId === options.instance.toLowerCase(),
    ),
  );
  if (options.format === "json") {
    writeJson(terminal, { messages: messages.map(messageFields) });
    return;
  }
  const shown = messages.slice(0, options.limit ?? ROWS_DEFAULT);
  if (shown.length === 0) terminal.out("No messages.\n");
  else writeMessages(terminal, shown);
  const more = messages.length - shown.length;
  if (more > 0) terminal.out(`and ${String(more)} more: --limit shows more, --format json all\n`);
}
