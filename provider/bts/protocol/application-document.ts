/** `Application`, and the options with which one is started and stopped. */
import type { ApplicationState } from "../chart/index.js";
import { readApplicationState } from "./dialects.js";
import {
  flagOf,
  readList,
  readOne,
  requiredText,
  textOf,
  textsOf,
  wordOf,
  type Row,
} from "./read-document.js";

/** An application as it is listed. */
export interface ListedApplication {
  readonly name: string;
  readonly description: string | null;
  /** `null` for a word that is not known; it is kept beside it. */
  readonly state: ApplicationState | null;
  readonly stateText: string;
  readonly isSystem: boolean;
  readonly isDefault: boolean;
  /** Names of the applications that this one refers to. */
  readonly references: readonly string[];
}

function readApplicationRow(row: Row): ListedApplication {
  const stateText = wordOf(row, "Status");
  return {
    name: requiredText(row, "Name"),
    description: textOf(row, "Description"),
    state: readApplicationState(stateText),
    stateText,
    isSystem: flagOf(row, "IsSystem"),
    isDefault: flagOf(row, "IsDefaultApplication"),
    references: textsOf(row, "ApplicationReferences"),
  };
}

/** Reads the list of applications. */
export const readApplications = (body: string): ListedApplication[] =>
  readList(body, "list of applications", readApplicationRow);

/** Reads one application. */
export const readApplication = (body: string): ListedApplication =>
  readOne(body, "application", readApplicationRow);

/** An application to be written. */
export interface ApplicationToWrite extends Omit<ListedApplication, "stateText" | "state"> {
  readonly state: ApplicationState;
  /** Names of the applications that refer to this one. */
  readonly referredBy: readonly string[];
}

/** Writes one element of the list. */
export function writeApplication(application: ApplicationToWrite): Row {
  return {
    Name: application.name,
    Description: application.description,
    IsDefaultApplication: application.isDefault,
    IsSystem: application.isSystem,
    Status: application.state,
    IsConfigured: true,
    ApplicationReferences: application.references,
    ApplicationBackReferences: application.referredBy,
  };
}

/** `BTApplicationStartOptions`. None has a documented default, so each is said. */
export const START_OPTIONS = [
  "StartAllOrchestrations",
  "StartAllSendPorts",
  "StartAllSendPortGroups",
  "EnableAllReceiveLocations",
  "DeployAllPolicies",
  "StartReferencedApplications",
] as const;

/** `ApplicationStopOptions`. None has a documented default, so each is said. */
export const STOP_OPTIONS = [
  "UnenlistAllOrchestrations",
  "UnenlistAllSendPorts",
  "UnenlistAllSendPortGroups",
  "DisableAllReceiveLocations",
  "UndeployAllPolicies",
  "StopReferencedApplications",
  "SuspendRunningInstances",
] as const;

/** With what an application is started. */
export type StartOptions = Readonly<Record<(typeof START_OPTIONS)[number], boolean>>;

/** With what an application is stopped. */
export type StopOptions = Readonly<Record<(typeof STOP_OPTIONS)[number], boolean>>;

/** Writes options: each of them, and nothing else. */
export function writeOptions<N extends string>(
  names: readonly N[],
  options: Readonly<Record<N, boolean>>,
): string {
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, options[name]])));
}

/**
 * Reads options as the REST service does: what is left out is off. `undefined` where the body is no
 * object.
 */
export function readOptions<N extends string>(
  names: readonly N[],
  body: string,
): Readonly<Record<N, boolean>> | undefined {
  try {
    const row: unknown = JSON.parse(body);
    if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
    const flags = names.map((name) => [name, flagOf(row as Row, name)] as const);
    return Object.fromEntries(flags) as Record<N, boolean>;
  } catch {
    return undefined;
  }
}
