/**
 * What the emulator keeps of a BizTalk Server group. All of it plain JSON; times in milliseconds
 * since the epoch.
 */
import type { Records } from "../../emulator/store.js";
import type { Table } from "../../emulator/tables.js";
import type { HostInstanceState, Instance, trackedStateOf } from "../chart/index.js";
import type { ArtifactState, HostType } from "../protocol/index.js";

/** That an instance refers to a message. */
export interface MessageRecord {
  readonly id: string;
  readonly type: string;
}

/** An instance: the chart's facts, and what it is called. */
export interface InstanceRecord extends Instance {
  readonly id: string;
  readonly application: string;
  readonly serviceType: string;
  readonly serviceTypeId: string;
  readonly host: string;
  /** Where it is in memory; `null` when it is not. */
  readonly machine: string | null;
  readonly adapter: string | null;
  readonly uri: string | null;
  readonly errorCode: number | null;
  readonly errorText: string | null;
  readonly createdAt: number;
  readonly suspendedAt: number | null;
  readonly pendingSince: number | null;
  /**
   * When the next thing happens to what is pending; `null` where nothing is, or where it never
   * happens.
   */
  readonly pickupAt: number | null;
  /** When processing ends by itself, if it runs then; `null` for never. */
  readonly completesAt: number | null;
  readonly messages: readonly MessageRecord[];
}

/** What tracking keeps of an instance that has ended. */
export interface TrackedRecord extends Pick<
  InstanceRecord,
  "id" | "class" | "serviceType" | "serviceTypeId" | "host" | "messages"
> {
  readonly state: ReturnType<typeof trackedStateOf>;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** An application; its state follows from its parts. */
export interface ApplicationRecord {
  readonly name: string;
  readonly description: string | null;
  readonly isSystem: boolean;
  readonly isDefault: boolean;
  readonly references: readonly string[];
}

/** What can be started in an application; `enabled` instead of `state` for a receive location. */
export interface ArtifactRecord {
  readonly kind: "Orchestration" | "Send Port" | "Send Port Group" | "Receive Location";
  readonly name: string;
  readonly application: string;
  readonly state: ArtifactState;
  readonly host: string | null;
  readonly adapter: string | null;
  readonly address: string | null;
  readonly ordered: boolean;
  readonly receivePort: string | null;
}

/** A host. */
export interface HostRecord {
  readonly name: string;
  readonly type: HostType;
  readonly isDefault: boolean;
}

/** A host on a machine. */
export interface HostInstanceRecord {
  readonly host: string;
  readonly machine: string;
  readonly type: HostType;
  readonly state: HostInstanceState;
  readonly disabled: boolean;
  /** What it becomes, and when; `null` where it stays as it is. */
  readonly becomes: { readonly state: HostInstanceState; readonly at: number } | null;
}

/** What the control plane has set. */
export interface ControlRecord {
  /** What the engine does by itself is held back. */
  readonly hold: boolean;
  /**
   * Who may ask; anybody where it is `null`. The password is in clear: the emulator is the service.
   */
  readonly basic: { readonly user: string; readonly password: string } | null;
}

/** A store's records as this product has them, inside a transaction. */
export interface ServerRecords extends Pick<Records, "faults" | "log"> {
  readonly instances: Table<InstanceRecord>;
  readonly tracked: Table<TrackedRecord>;
  readonly applications: Table<ApplicationRecord>;
  readonly artifacts: Table<ArtifactRecord>;
  readonly hosts: Table<HostRecord>;
  readonly hostInstances: Table<HostInstanceRecord>;
  readonly control: Table<ControlRecord>;
}

const PREPARED = new WeakMap<Records, ServerRecords>();

/** A store's records as this product has them: made once for each store, not for each request. */
export function serverRecordsOf(records: Records): ServerRecords {
  const before = PREPARED.get(records);
  if (before !== undefined) return before;
  const prepared: ServerRecords = {
    instances: records.table("server instance"),
    tracked: records.table("server tracked"),
    applications: records.table("server application"),
    artifacts: records.table("server artifact"),
    hosts: records.table("server host"),
    hostInstances: records.table("server host instance"),
    control: records.table("server control"),
    faults: records.faults,
    log: records.log,
  };
  PREPARED.set(records, prepared);
  return prepared;
}
