/** What the lists of an endpoint say, as the planner takes it. */
import { defined } from "../../defined.js";
import { displayState } from "../chart/index.js";
import type { PopulationPort } from "../executor/index.js";
import type { ObservedInstance, Population } from "../planner/index.js";
import { displayErrorCode, type ListedInstance, type ListedMessage } from "../protocol/index.js";

/** A text that is there. */
const given = (text: string | null): string | undefined => text ?? undefined;

/** An instance in the chart's words; what nobody knows stays as it was listed. */
export function observedInstance(listed: ListedInstance): ObservedInstance {
  const { id, state, stateText, class: of, classText, pending, pendingText } = listed;
  const operation = pending ?? pendingText;
  const since = listed.pendingSince?.text ?? null;
  return {
    id,
    class: of ?? classText,
    state: state === null ? stateText : displayState(state),
    ...(operation === "none" ? {} : { pending: { operation, since } }),
    createdAt: listed.createdAt?.text ?? null,
    suspendedAt: listed.suspendedAt?.text ?? null,
    errorCode: listed.errorCode === null ? null : displayErrorCode(listed.errorCode),
    errorText: listed.errorText,
    uri: listed.uri,
    adapter: listed.adapter,
    ...defined({
      application: given(listed.application),
      serviceType: given(listed.serviceType),
      host: given(listed.host),
      machine: given(listed.machine),
    }),
  };
}

/** A message as the planner takes it. */
const observedMessage = ({ messageId, instanceId, state, stateText }: ListedMessage) => ({
  messageId,
  instanceId,
  state: state ?? stateText,
});

/**
 * Everything that is to be known of instances, with one request for each list.
 *
 * @param withMessages - whether what would be lost is to be told: a list of its own.
 */
export async function readPopulation(
  client: PopulationPort,
  withMessages: boolean,
): Promise<Population> {
  const [instances, messages, release] = await Promise.all([
    client.instances(),
    withMessages ? client.messages() : undefined,
    client.release(),
  ]);
  const hosts = release === "2016" ? undefined : await client.hostInstances();
  const hostInstances = hosts?.map(({ host, machine, state, stateText, disabled, type }) => ({
    hostName: host,
    machine,
    state: state ?? stateText,
    disabled,
    isolated: type === "Isolated",
  }));
  return {
    instances: instances.map(observedInstance),
    ...defined({ messages: messages?.map(observedMessage), hostInstances }),
  };
}
