/** What a person should know before a host instance stops (docs/bts.md, B-32, B-74, B-78). */
import { inMemory, type Content } from "./drain.js";
import { isSameName } from "../../same-name.js";
import type { HostInstanceGoal, ObservedHostInstance, Population } from "./shapes.js";
import { countOf, listed } from "./words.js";

/** A stop that is planned. */
export interface StopSubject {
  readonly goal: HostInstanceGoal;
  readonly hostInstance: ObservedHostInstance;
  readonly content: Content;
  readonly population: Population;
  /** Whether it is started again. */
  readonly restarts: boolean;
}

/** Host instances of the same host on other machines that run. */
const siblings = ({ hostInstance, population }: StopSubject): ObservedHostInstance[] =>
  (population.hostInstances ?? []).filter(
    ({ hostName, machine, state }) =>
      isSameName(hostName, hostInstance.hostName) &&
      !isSameName(machine, hostInstance.machine) &&
      state !== "Stopped",
  );

const isolatedHosts = ({ population }: StopSubject): string[] =>
  [
    ...new Set(
      (population.hostInstances ?? []).flatMap(({ isolated, hostName }) =>
        isolated ? [hostName] : [],
      ),
    ),
  ].toSorted();

/** All of them, a row each; `undefined` where there is nothing to say. */
const NOTES: readonly ((subject: StopSubject) => string | undefined)[] = [
  () => "A host that stops can suspend instances of ordered delivery (KB 2458218): look for them.",
  ({ content }) => {
    const ending = inMemory(content).filter(({ pending }) => pending?.operation === "terminate");
    return ending.length === 0
      ? undefined
      : `${countOf(ending.length, "instance")} with Pending terminate can end with the stop.`;
  },
  (subject) => {
    const machines = siblings(subject).map(({ machine }) => machine);
    const { hostName, drain } = subject.goal;
    return drain === undefined || machines.length === 0
      ? undefined
      : `${hostName} runs on ${listed(machines.toSorted())} too and can feed it while it drains.`;
  },
  (subject) => {
    const hosts = isolatedHosts(subject);
    return subject.goal.drain === undefined || hosts.length === 0
      ? undefined
      : `Isolated hosts take in messages in IIS while it drains: ${listed(hosts)}.`;
  },
  (subject) => {
    const { population, goal, restarts } = subject;
    return restarts || population.hostInstances === undefined || siblings(subject).length > 0
      ? undefined
      : `${goal.hostName} runs on no other machine: what is dehydrated waits until it runs again.`;
  },
  ({ hostInstance, restarts }) =>
    hostInstance.disabled && !restarts
      ? "It is disabled: once stopped it cannot be started over the REST service."
      : undefined,
];

/** What holds of this stop. */
export const stopNotes = (subject: StopSubject): string[] =>
  NOTES.flatMap((note) => note(subject) ?? []);
