/** The inputs of `biztalk.Service`, as a program writes them. */
import type * as pulumi from "@pulumi/pulumi";
import type { Edition, Power, Recovery } from "./names.js";

/** A certificate for the service's host name, or its own domain, and for server authentication. */
export interface CertificateArgs {
  /** The private certificate (.pfx), Base64. Secret. */
  readonly data: pulumi.Input<string>;
  /** Its password. Secret. */
  readonly password: pulumi.Input<string>;
}

/** The Access Control namespace and the identity in it. */
export interface AccessControlArgs {
  readonly namespace: pulumi.Input<string>;
  readonly issuerName?: pulumi.Input<string>;
  /** Secret. */
  readonly issuerKey?: pulumi.Input<string>;
}

/** Automatic backups. */
export interface BackupScheduleArgs {
  /** Connection string of the storage account. Secret. */
  readonly store: pulumi.Input<string>;
  /** Days between backups, 1 or more. */
  readonly frequencyDays: pulumi.Input<number>;
  /** Days to keep a backup; more than `frequencyDays`. */
  readonly retentionDays: pulumi.Input<number>;
  readonly keepAtLeastOne?: pulumi.Input<boolean>;
}

/**
 * The settings of a service. A setting that is left out is unmanaged. A changed one is Update
 * Configuration, which interrupts the service.
 */
export interface ConfigurationArgs {
  /** Host name under which the service answers; NAME.biztalk.windows.net unless given. */
  readonly customDomainUrl?: pulumi.Input<string>;
  readonly certificate?: pulumi.Input<CertificateArgs>;
  /** Connection string of the tracking database; no other service may use it. Secret. */
  readonly trackingStore?: pulumi.Input<string>;
  /** Connection string of the monitoring store. Secret. */
  readonly monitoringStore?: pulumi.Input<string>;
  /** Connection string of the archiving store, on Developer and Premium alone. Secret. */
  readonly archivingStore?: pulumi.Input<string>;
  readonly accessControl?: pulumi.Input<AccessControlArgs>;
  readonly backupSchedule?: pulumi.Input<BackupScheduleArgs>;
}

/** A backup to take. */
export interface BackupArgs {
  /**
   * 3 to 63 lower-case letters, digits and single hyphens. A name that was not used yet takes a
   * backup.
   */
  readonly name: pulumi.Input<string>;
  /** Connection string of the storage account. Secret. */
  readonly store: pulumi.Input<string>;
}

/** How long to wait, as durations such as `90s`, `10m` or `1h30m`. */
export interface TimeoutsArgs {
  /** For a transition that somebody else started to end. @default "1h" */
  readonly settle?: pulumi.Input<string>;
  /** For one operation to end. @default "2h" */
  readonly operation?: pulumi.Input<string>;
  /**
   * For all of a create, update or delete together. The resource option `customTimeouts` is the
   * same.
   */
  readonly create?: pulumi.Input<string>;
  readonly update?: pulumi.Input<string>;
  readonly delete?: pulumi.Input<string>;
}

/**
 * What a service shall be. `state`, `units` and settings that are left out are unmanaged: left as
 * they are found.
 */
export interface ServiceArgs {
  /**
   * 6 to 20 letters and digits, letter first. A change replaces the service: the new one starts
   * empty.
   */
  readonly serviceName: pulumi.Input<string>;
  /**
   * The container in the subscription, up to 64 characters. A change replaces the service.
   * @default `biztalk-` and the region
   */
  readonly cloudService?: pulumi.Input<string>;
  /**
   * The container's region, for instance `West Europe`. Cannot be changed in the same container.
   */
  readonly region: pulumi.Input<string>;
  /**
   * Free, Developer, Basic, Standard or Premium. A higher one needs `recovery: "replace"`, a lower
   * one another service.
   */
  readonly edition: pulumi.Input<Edition | (string & {})>;
  /** Units within the edition; a change is Scale. A new service gets 1 unless given. */
  readonly units?: pulumi.Input<number>;
  /** The power state: Active, Stopped or Suspended. A new service is Active unless given. */
  readonly state?: pulumi.Input<Power | (string & {})>;
  readonly configuration?: pulumi.Input<ConfigurationArgs>;
  /** Any value; when it changes the service is restarted, after the other changes. */
  readonly restartTriggers?: pulumi.Input<unknown>;
  readonly backup?: pulumi.Input<BackupArgs>;
  /**
   * Makes the service from a backup, of the same or a lower edition, instead of empty; also what a
   * replacement restores when it is named anew. A service that exists is left as it is.
   */
  readonly restoreFrom?: pulumi.Input<BackupArgs>;
  /**
   * Permits passing through a power state that nobody asked for, for instance Start, Scale, Stop.
   * @default false
   */
  readonly detours?: pulumi.Input<boolean>;
  /**
   * How a failed state is left: `inPlace`; `replace` also by Delete and a new service, where the
   * chart allows nothing but Delete, and for a higher edition; `none` to be told only. @default
   * "inPlace"
   */
  readonly recovery?: pulumi.Input<Recovery | (string & {})>;
  /**
   * Consent to lose what the service holds: the incident as the refusal printed it, for instance
   * `orders/Disabled`.
   */
  readonly acceptDataLoss?: pulumi.Input<string>;
  /**
   * Takes a backup before any Delete: `true` refuses a Delete without one, `ifPossible` does not.
   * @default false
   */
  readonly backupBeforeDelete?: pulumi.Input<boolean | "ifPossible">;
  /**
   * Sends Delete to a service whose transition has not ended within `timeouts.settle`. @default
   * false
   */
  readonly forceDelete?: pulumi.Input<boolean>;
  /** Takes over a service that exists and is in no stack. @default false */
  readonly adopt?: pulumi.Input<boolean>;
  readonly timeouts?: pulumi.Input<TimeoutsArgs>;
}
