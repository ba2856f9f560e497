/** `Host` and, since 2020, `HostInstance`. */
import type { HostInstanceState } from "../chart/index.js";
import {
  readHostInstanceState,
  readHostType,
  writeHostInstanceState,
  type HostType,
} from "./dialects.js";
import { flagOf, readList, requiredText, textOf, wordOf, type Row } from "./read-document.js";

/** A host as it is listed. Whether it is clustered is not said (docs/bts.md, B-42). */
export interface ListedHost {
  readonly name: string;
  /** `null` for a word that is not known. */
  readonly type: HostType | null;
  readonly isDefault: boolean;
}

/** Reads the list of hosts. */
export const readHosts = (body: string): ListedHost[] =>
  readList(body, "list of hosts", (row) => ({
    name: requiredText(row, "Name"),
    type: readHostType(wordOf(row, "Type")),
    isDefault: flagOf(row, "IsDefault"),
  }));

/** A host instance as it is listed: a host on a machine. */
export interface ListedHostInstance {
  readonly host: string;
  readonly machine: string;
  /** `null` for a word that is not known; it is kept beside it. */
  readonly state: HostInstanceState | null;
  readonly stateText: string;
  /** No route sets it. */
  readonly disabled: boolean;
  readonly type: HostType | null;
  readonly logon: string | null;
}

/** Reads the list of host instances. */
export const readHostInstances = (body: string): ListedHostInstance[] =>
  readList(body, "list of host instances", (row) => {
    const stateText = wordOf(row, "ServiceState");
    return {
      host: requiredText(row, "HostName"),
      machine: requiredText(row, "RunningServer"),
      state: readHostInstanceState(stateText),
      stateText,
      disabled: flagOf(row, "IsDisabled"),
      type: readHostType(wordOf(row, "HostType")),
      logon: textOf(row, "Logon"),
    };
  });

/** The Windows group of each type of host. */
const GROUPS: Readonly<Record<HostType, string>> = {
  InProcess: "BizTalk Application Users",
  Isolated: "BizTalk Isolated Host Users",
};

/** Writes a host. */
export const writeHost = (name: string, type: HostType, isDefault: boolean): Row => ({
  Name: name,
  IsDefault: isDefault,
  NTGroupName: GROUPS[type],
  Type: type,
  IsTrusted: false,
});

/** A host instance to be written. */
export interface HostInstanceToWrite {
  readonly host: string;
  readonly machine: string;
  readonly state: HostInstanceState;
  readonly disabled: boolean;
  readonly type: HostType;
}

/** Writes a host instance. */
export const writeHostInstance = (each: HostInstanceToWrite): Row => ({
  Name: `Microsoft BizTalk Server ${each.host} ${each.machine}`,
  HostName: each.host,
  HostType: each.type,
  NTGroupName: GROUPS[each.type],
  Logon: `${each.machine}\\BizTalkService`,
  RunningServer: each.machine,
  ServiceState: writeHostInstanceState(each.state),
  IsDisabled: each.disabled,
});
