/**
 * From inputs, live state and journal to a plan: what `check` shows is what `create` and `update`
 * carry out.
 */
import { defined } from "../../defined.js";
import type { OneShots } from "../executor/index.js";
import { parseState, type Power } from "../chart/index.js";
import {
  isDeleteOnly,
  plan,
  type Configuration,
  type Desired,
  type Observed,
  type Plan,
  type Policy,
} from "../planner/index.js";
import { SECRET_SETTINGS, type Service } from "../protocol/index.js";
import { changedSecrets } from "./one-shots.js";
import { dueOneShots } from "./due-one-shots.js";
import { backupsKnown, type BackupsKnown } from "./known-backups.js";
import type { Judged, Question } from "./question.js";
import { seenAs } from "./seen-as.js";
import type { Session } from "./session.js";
import { flattenSettings } from "../inputs/settings-map.js";
import { isUnmanaged } from "../inputs/unmanaged.js";
import { unrecorded } from "./unrecorded.js";

/** Stands for a secret whose value differs from the one last applied: equal to no desired value. */
const CHANGED = { changed: true } as const;

/** Fields whose being unknown leaves something to judge later; the others do not touch the plan. */
const JUDGED_FIELDS =
  /^(state|units|edition|restartTriggers|backup|restoreFrom|configuration)(\.|$)/;

/** What a service is made from matters only where one is to be made. */
function madeAnew({ live, inputs }: Pick<Question, "live" | "inputs">): boolean {
  const state = live === null ? undefined : parseState(live.state);
  return (
    live === null || (inputs.recovery === "replace" && state !== undefined && isDeleteOnly(state))
  );
}

/** Inputs that permit something; while one is not known, what it would permit is not refused. */
const PERMISSIONS = ["detours", "recovery", "acceptDataLoss", "backupBeforeDelete"] as const;

/** A refusal that inputs which are not known yet may lift, all that it asks for, is no refusal. */
function mayBeLifted({ verdict, refusals }: Plan, unknown: readonly string[]): boolean {
  const open = PERMISSIONS.filter((name) => unknown.includes(name));
  const isOpen = (part: string): boolean => open.some((name) => part.startsWith(`${name}:`));
  const names = (permit: string | null): boolean => permit?.split(" and ").every(isOpen) === true;
  return (
    verdict === "refused" && refusals.length > 0 && refusals.every(({ permit }) => names(permit))
  );
}

function unknownFields(question: Question): string[] {
  return question.unknown
    .filter((path) => JUDGED_FIELDS.test(path) && !isUnmanaged(path, question.unmanaged))
    .map((path) => path.replace(/^(backup|restoreFrom)\..*/, "$1"))
    .filter((path) => path !== "restoreFrom" || madeAnew(question));
}

/** A service as the planner sees it: secrets count as equal unless a change of theirs is due. */
function observedOf(
  live: Service,
  question: Question,
  due: OneShots,
  known: BackupsKnown,
): Observed {
  const desired = flattenSettings(question.inputs.configuration);
  const differing = changedSecrets(question.completed, question.inputs);
  // A change that only the journal knows of says nothing of its names: all that are given are sent.
  const all = Object.keys(desired).filter((name) => SECRET_SETTINGS.has(name));
  const changed = due.secrets === undefined ? [] : differing.length > 0 ? differing : all;
  const secrets: Configuration = Object.fromEntries(
    Object.entries(desired)
      .filter(([name]) => !(name in live.configuration))
      .flatMap(([name, value]) =>
        SECRET_SETTINGS.has(name)
          ? [[name, changed.includes(name) ? CHANGED : value] as const]
          : [],
      ),
  );
  return {
    ...seenAs(live),
    configuration: { ...live.configuration, ...secrets },
    ...defined({ lastBackup: known.last, backupForDelete: known.forDelete }),
  };
}

/**
 * @param unfinished - the power to which a run that was cut off was on its way: it holds where none
 * is managed.
 */
function desiredOf(
  question: Question,
  due: OneShots,
  known: BackupsKnown,
  unfinished: Power | undefined,
): Desired {
  const { inputs, service } = question;
  const unknown = unknownFields(question);
  const isManaged = (field: string): boolean => !isUnmanaged(field, question.unmanaged);
  const power = (isManaged("state") ? inputs.state : undefined) ?? unfinished;
  const settings = Object.entries(flattenSettings(inputs.configuration));
  return {
    serviceName: service.serviceName,
    ...(power === undefined || unknown.includes("state") ? {} : { state: power }),
    ...(inputs.edition === undefined || !isManaged("edition") ? {} : { edition: inputs.edition }),
    ...(inputs.units === undefined || !isManaged("units") ? {} : { units: inputs.units }),
    configuration: Object.fromEntries(
      settings.filter(([name]) => isManaged(`configuration.${name}`)),
    ),
    ...(known.isVanished ? { vanished: true as const } : {}),
    ...(known.isVanished && known.last !== undefined ? { lastBackup: known.last } : {}),
    secrets: [...SECRET_SETTINGS],
    ...defined({ restoreFrom: known.from, newVersion: known.newVersion }),
    ...(due.restartTriggers === undefined ? {} : { restartTriggers: due.restartTriggers.to }),
    ...(due.backup === undefined || inputs.backup === undefined
      ? {}
      : { backup: backupOf(inputs.backup.name, known) }),
    ...(unknown.length === 0 ? {} : { unknown }),
  };
}

const backupOf = (name: string, { inUse }: BackupsKnown): NonNullable<Desired["backup"]> => ({
  name,
  ...defined({ inUse }),
});

/** What the program permits, from its inputs. */
export function policyOf(
  { profile }: Session,
  inputs: Question["inputs"],
  keep?: Policy["keep"],
): Policy {
  const { detours, recovery, acceptDataLoss, backupBeforeDelete, forceDelete } = inputs;
  return {
    profile,
    detours,
    recovery,
    backupBeforeDelete,
    forceDelete,
    ...defined({ acceptDataLoss, keep }),
  };
}

/**
 * Plans for one resource. Reads the journal and, where an operation of an earlier run is open, its
 * status; writes nothing.
 */
export async function judge(session: Session, question: Question): Promise<Judged> {
  const { live, inputs } = question;
  const { due, unknown: uncertain } = await dueOneShots(session, question);
  const known = await backupsKnown(session, question, due);
  const observed = live === null ? null : observedOf(live, question, due, known);
  const entry = unrecorded(session.journal.read(question.service), question);
  const unfinished = live === null ? undefined : (entry?.target ?? undefined);
  const judged = plan(
    observed,
    desiredOf(question, due, known, unfinished),
    policyOf(session, inputs, question.keep),
  );
  if (!mayBeLifted(judged, question.unknown)) return { plan: judged, due, uncertain };
  const notes = [
    `Not known yet: ${PERMISSIONS.filter((name) => question.unknown.includes(name)).join(", ")}.`,
  ];
  return { plan: { ...judged, verdict: "unknown", refusals: [], notes }, due, uncertain };
}
