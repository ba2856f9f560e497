/**
 * The editions: units, and which operations exist at all. The third table beside chart and results.
 *
 * Source: editions chart of May 2016 (docs/protocol.md, Editions). That Developer has no backup is
 * D-30, that Free has Create, Update Configuration and Delete only is D-27.
 */
import type { Operation } from "./operations.js";

/** What an edition permits. */
interface EditionRules {
  readonly unitsMin: number;
  readonly unitsMax: number;
  /** Operations that this edition does not have, whatever the state. */
  readonly excludes: readonly Operation[];
  /** Settings of what this edition does not have. */
  readonly lacks: readonly ("trackingStore" | "archivingStore")[];
  /** Whether the status of an operation can be polled; on Free results are read from the list. */
  readonly poll: boolean;
}

/** One row for each edition, lowest first. */
export const EDITIONS = {
  Free: {
    unitsMin: 1,
    unitsMax: 1,
    excludes: ["Start", "Stop", "Restart", "Suspend", "Resume", "Scale", "Backup"],
    lacks: ["trackingStore", "archivingStore"],
    poll: false,
  },
  Developer: { unitsMin: 1, unitsMax: 1, excludes: ["Scale", "Backup"], lacks: [], poll: true },
  Basic: { unitsMin: 1, unitsMax: 8, excludes: [], lacks: ["archivingStore"], poll: true },
  Standard: { unitsMin: 1, unitsMax: 8, excludes: [], lacks: ["archivingStore"], poll: true },
  Premium: { unitsMin: 1, unitsMax: 8, excludes: [], lacks: [], poll: true },
} as const satisfies Record<string, EditionRules>;

/** The name of an edition. */
export type Edition = keyof typeof EDITIONS;

/** All editions, lowest first. */
export const EDITION_NAMES = Object.keys(EDITIONS) as readonly Edition[];

/**
 * Reads an edition's name, letter case ignored (the sample of the REST reference writes `premium`).
 */
export function parseEdition(text: string): Edition | undefined {
  return EDITION_NAMES.find((edition) => edition.toLowerCase() === text.trim().toLowerCase());
}

/** Whether the status of an operation can be polled; of an edition that nobody knows it is tried. */
export function canPoll(edition: string): boolean {
  const known = parseEdition(edition);
  return known === undefined || EDITIONS[known].poll;
}

/** Whether an edition has an operation at all. */
export function editionHas(edition: Edition, operation: Operation): boolean {
  const { excludes }: EditionRules = EDITIONS[edition];
  return !excludes.includes(operation);
}

/** The settings, by name, of what an edition does not have. */
export function settingsLackedBy(edition: Edition): readonly string[] {
  const { lacks }: EditionRules = EDITIONS[edition];
  return lacks;
}

/**
 * Whether one edition is below another: a service never goes to a lower one (docs/protocol.md,
 * Editions).
 */
export function isLowerEdition(edition: Edition, than: Edition): boolean {
  return EDITION_NAMES.indexOf(edition) < EDITION_NAMES.indexOf(than);
}
