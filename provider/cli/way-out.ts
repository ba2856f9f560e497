/**
 * The way out of the state that a service is in, as the planner has it, with the inputs that it
 * needs.
 */
import { defined } from "../defined.js";
import { parseState, POWERS, type Profile } from "../mabs/chart/index.js";
import type { JournalEntry } from "../mabs/executor/index.js";
import {
  DEFAULT_POLICY,
  describeRecovery,
  isDeleteOnly,
  plan,
  type KnownBackup,
} from "../mabs/planner/index.js";
import { seenAs } from "../mabs/judge/seen-as.js";
import type { Service } from "../mabs/protocol/index.js";

/** A way out. */
export interface WayOut {
  /** Operations in their order. */
  readonly route: readonly string[];
  /** Inputs that the program has to set for it; none where it permits them as it is. */
  readonly inputs: readonly string[];
  /** Each step as a line, and what is lost where the service is replaced. */
  readonly lines: readonly string[];
}

/** The newest backup that journal and service know of; one without a time is older than any. */
function lastBackupOf(
  { lastBackup: seen }: Service,
  entry: JournalEntry | undefined,
): KnownBackup | undefined {
  const recorded = entry?.lastBackup ?? undefined;
  if (recorded === undefined || seen?.name === recorded.name)
    return seen === undefined ? recorded : { ...recorded, ...seen };
  return seen === undefined || (recorded.takenAt ?? "") > seen.takenAt ? recorded : seen;
}

/**
 * `null` for a service that is in no failed state, or in one that nobody knows. Nothing is asked of
 * anybody.
 */
export function wayOut(
  service: Service,
  entry: JournalEntry | undefined,
  profile: Profile,
): WayOut | null {
  const state = parseState(service.state);
  if (state === undefined || POWERS.some((power) => power === state)) return null;
  const { serviceName } = service;
  const last = lastBackupOf(service, entry);
  const observed = { ...seenAs(service), ...defined({ lastBackup: last }) };
  // No backup says in which store it is: the program has to.
  const restored =
    last === undefined || !isDeleteOnly(state)
      ? {}
      : { restoreFrom: { ...last, withoutStore: true } as const };
  const policy = { ...DEFAULT_POLICY, profile };
  const { steps, recovery, refusals } = plan(observed, { serviceName, ...restored }, policy);
  const [refusal] = refusals;
  const inputs = [...new Set(refusals.flatMap(({ permit }) => (permit === null ? [] : [permit])))];
  const route = refusal?.route ?? steps.map(({ operation }) => operation);
  return { route, inputs, lines: describeRecovery(recovery) };
}
