/** What a person should know before a policy acts, a row for each (docs/bts.md, B-68 to B-70). */
import { isActed } from "./order-matches.js";
import type { InstanceMatch } from "./plan-shapes.js";
import { hostRuns } from "./running-hosts.js";
import type { InstancePolicy, Population } from "./shapes.js";
import { countOf, listed } from "./words.js";

interface Subject {
  readonly policy: InstancePolicy;
  readonly population: Population;
  readonly matches: readonly InstanceMatch[];
  readonly acted: readonly InstanceMatch[];
}

const messaging = ({ acted }: Subject): number =>
  acted.filter(({ instance }) => instance.class === "Messaging").length;

/** Instances that an action leaves in a host that is known to stand still, by host. */
const stoppedHosts = ({ acted, population }: Subject): string[] => {
  const hosts = new Set(acted.flatMap(({ instance }) => instance.host ?? []));
  return [...hosts].filter((host) => !hostRuns(population, host)).toSorted();
};

const codesOf = (refused: readonly InstanceMatch[]): string =>
  [...new Set(refused.flatMap(({ code }) => code ?? []))].toSorted().join(", ");

/** All of them; `undefined` where there is nothing to say. */
const NOTES: readonly ((subject: Subject) => string | undefined)[] = [
  (subject) => {
    const count = subject.policy.action === "resume" ? messaging(subject) : 0;
    return count === 0
      ? undefined
      : `${countOf(count, "messaging instance")} will send even if the send port is not started.`;
  },
  (subject) =>
    subject.policy.action === "resume" && messaging(subject) > 0
      ? "Resuming can break the order of messages where the send port is one of ordered delivery."
      : undefined,
  (subject) => {
    const hosts = subject.policy.action === "resume" ? stoppedHosts(subject) : [];
    return hosts.length === 0
      ? undefined
      : `No host instance of ${listed(hosts)} runs: what is resumed there waits, Dehydrated.`;
  },
  (subject) =>
    subject.policy.action === "terminate" && messaging(subject) > 0
      ? "An instance of a send port of ordered delivery holds all its messages, good ones too."
      : undefined,
  ({ policy, acted, population }) =>
    policy.action === "terminate" && acted.length > 0 && population.messages === undefined
      ? "Which messages would be lost is not known: the list of messages was not read."
      : undefined,
  ({ policy, acted }) =>
    policy.action === "terminate" && acted.length > 0 && policy.saveMessages !== undefined
      ? "The REST service gives no message bodies: metadata alone is saved."
      : undefined,
  ({ policy, acted }) => {
    const count = acted.filter(({ outcome }) => outcome === "pending").length;
    return count === 0
      ? undefined
      : `${countOf(count, "instance")} in memory: ${policy.action} is pending until picked up.`;
  },
  ({ matches }) => {
    const refused = matches.filter(({ outcome }) => outcome === "refused");
    return refused.length === 0
      ? undefined
      : `Refused by the chart: ${countOf(refused.length, "instance")} (${codesOf(refused)}).`;
  },
  ({ matches }) => {
    const count = matches.filter(({ source }) => source === "docs/bts.md, B-62").length;
    return count === 0
      ? undefined
      : `Left alone: ${countOf(count, "instance")} in a state, or of a class, that is not known.`;
  },
  ({ matches }) => {
    const count = matches.filter(({ source }) => source === "docs/bts.md, B-69").length;
    return count === 0
      ? undefined
      : `Left alone: ${countOf(count, "instance")} resumed as often as attempts permits.`;
  },
];

/** What holds of these matches. */
export function policyNotes(
  policy: InstancePolicy,
  matches: readonly InstanceMatch[],
  population: Population,
): string[] {
  const subject = { policy, population, matches, acted: matches.filter(isActed) };
  return NOTES.flatMap((note) => note(subject) ?? []);
}
