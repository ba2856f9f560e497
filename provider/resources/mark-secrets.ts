/**
 * Marks what is secret among the arguments of a service, so that a program need not think of it.
 */
import * as pulumi from "@pulumi/pulumi";

/** Settings that are secret as a whole, and the secret parts of those that are groups. */
export const SECRET_PARTS = {
  trackingStore: true,
  monitoringStore: true,
  archivingStore: true,
  certificate: ["data", "password"],
  accessControl: ["issuerKey"],
  backupSchedule: ["store"],
} as const satisfies Readonly<Record<string, true | readonly string[]>>;

const BACKUP_PARTS = ["store"];

type Group = Readonly<Record<string, unknown>>;

/** A group as it was written: not an output, a promise or no group at all. */
const isPlain = (value: unknown): value is Group =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !pulumi.Output.isInstance(value) &&
  !(value instanceof Promise);

/** Marks the parts of a group; all of a group that is not known here. */
function markParts(group: unknown, parts: readonly string[]): unknown {
  if (group === undefined) return undefined;
  if (!isPlain(group)) return pulumi.secret(group);
  const marked = Object.entries(group).map(([name, value]) => [
    name,
    parts.includes(name) && value !== undefined ? pulumi.secret(value) : value,
  ]);
  return Object.fromEntries(marked) as Group;
}

function markSettings(configuration: unknown): unknown {
  if (configuration === undefined) return undefined;
  if (!isPlain(configuration)) return pulumi.secret(configuration);
  const marked = Object.entries(configuration).map(([name, value]) => {
    const parts: true | readonly string[] | undefined = (
      SECRET_PARTS as Readonly<Record<string, true | readonly string[]>>
    )[name];
    if (parts === undefined || value === undefined) return [name, value];
    return [name, parts === true ? pulumi.secret(value) : markParts(value, parts)];
  });
  return Object.fromEntries(marked) as Group;
}

const MARKED: Readonly<Record<string, (value: unknown) => unknown>> = {
  configuration: markSettings,
  backup: (backup) => markParts(backup, BACKUP_PARTS),
  restoreFrom: (backup) => markParts(backup, BACKUP_PARTS),
};

/** The inputs with every secret marked as one. */
export function markSecrets(inputs: Group): Group {
  const marked = Object.entries(inputs).map(([name, value]) => [
    name,
    MARKED[name]?.(value) ?? value,
  ]);
  return Object.fromEntries(marked) as Group;
}
