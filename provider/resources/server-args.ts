/** The inputs of the resources of BizTalk Server, as a program writes them. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  ApplicationPower,
  DrainAction,
  HostInstancePower,
  OnDeadline,
  PolicyAction,
} from "./names.js";

/** Which instances are meant: those that fit everything that is given. */
export interface MatchArgs {
  readonly application?: pulumi.Input<string>;
  /** An orchestration, port or pipeline: the console's "Service name". */
  readonly serviceType?: pulumi.Input<string>;
  /** Orchestration, Messaging, ...; in any dialect. */
  readonly class?: pulumi.Input<string>;
  readonly host?: pulumi.Input<string>;
  /** States in any dialect, for instance `Suspended (resumable)`, `Pending suspend`. */
  readonly states?: pulumi.Input<pulumi.Input<string>[]>;
  /** For instance `0xC0C01B4C`. */
  readonly errorCode?: pulumi.Input<string | number>;
  /** A part of the error's text. */
  readonly errorText?: pulumi.Input<string>;
  readonly uri?: pulumi.Input<string>;
  readonly adapter?: pulumi.Input<string>;
  /** A duration such as `12h` or `30d`: at least so old. */
  readonly olderThan?: pulumi.Input<string>;
  /** The time that the age counts from: `created`, `suspended` or `pending`. @default "created" */
  readonly countedFrom?: pulumi.Input<string>;
  /** Says that every instance is meant, where nothing else is given. */
  readonly all?: pulumi.Input<boolean>;
}

/** What shall be done to instances that match. */
export interface InstancePolicyArgs {
  readonly match: pulumi.Input<MatchArgs>;
  /** resume, suspend or terminate. */
  readonly action: pulumi.Input<PolicyAction | (string & {})>;
  /** The most instances that may be touched: where more match, nothing is done. */
  readonly limit?: pulumi.Input<number>;
  /** How often the same instance is resumed. @default 3 */
  readonly attempts?: pulumi.Input<number>;
  /** Consent to lose what instances hold: the policy's name and what is done, `NAME/terminate`. */
  readonly acceptDataLoss?: pulumi.Input<string>;
  /**
   * A file to which what is known of each message is added before its instance is terminated: a
   * line of JSON each. The REST service gives no bodies.
   */
  readonly saveMessages?: pulumi.Input<string>;
  /** How long what is pending is waited for. @default { settle: "30s" } */
  readonly timeouts?: pulumi.Input<{ readonly settle?: pulumi.Input<string> }>;
}

/** How something is emptied of instances before it is stopped. */
export interface DrainArgs {
  /** `wait` for them to end, `suspend` or `terminate` them. @default "wait" */
  readonly action?: pulumi.Input<DrainAction | (string & {})>;
  /** How long it may take, as a duration such as `30m`. */
  readonly deadline: pulumi.Input<string>;
  /** What happens when that is over and something is left. @default "refuse" */
  readonly onDeadline?: pulumi.Input<OnDeadline | (string & {})>;
}

/** The drain of an application. */
export interface ApplicationDrainArgs extends DrainArgs {
  /** Whether suspended instances are `list`ed or `block` it. @default "list" */
  readonly suspended?: pulumi.Input<string>;
}

/** The options of starting an application, by the REST service's names. */
export interface StartOptionsArgs {
  /** @default true */
  readonly StartAllOrchestrations?: pulumi.Input<boolean>;
  /** @default true */
  readonly StartAllSendPorts?: pulumi.Input<boolean>;
  /** @default true */
  readonly StartAllSendPortGroups?: pulumi.Input<boolean>;
  /** @default true */
  readonly EnableAllReceiveLocations?: pulumi.Input<boolean>;
  /** @default false */
  readonly DeployAllPolicies?: pulumi.Input<boolean>;
  /** @default false */
  readonly StartReferencedApplications?: pulumi.Input<boolean>;
}

/** The options of stopping an application, by the REST service's names. */
export interface StopOptionsArgs {
  /** @default true */
  readonly UnenlistAllOrchestrations?: pulumi.Input<boolean>;
  /** @default true */
  readonly UnenlistAllSendPorts?: pulumi.Input<boolean>;
  /** @default true */
  readonly UnenlistAllSendPortGroups?: pulumi.Input<boolean>;
  /** @default true */
  readonly DisableAllReceiveLocations?: pulumi.Input<boolean>;
  /** @default false */
  readonly UndeployAllPolicies?: pulumi.Input<boolean>;
  /** @default false */
  readonly StopReferencedApplications?: pulumi.Input<boolean>;
  /** @default false */
  readonly SuspendRunningInstances?: pulumi.Input<boolean>;
}

/** How long a start or a stop is waited for. */
export interface OperationTimeoutArgs {
  /** @default "10m" */
  readonly operation?: pulumi.Input<string>;
}

/** Whether an application shall run. Its removal from a program leaves it as it is. */
export interface ApplicationArgs {
  /** The application's name. A change is another application. */
  readonly applicationName: pulumi.Input<string>;
  /** Started or Stopped. */
  readonly state: pulumi.Input<ApplicationPower | (string & {})>;
  /** Whether `PartiallyStarted` is not enough for Started. @default false */
  readonly strict?: pulumi.Input<boolean>;
  readonly startOptions?: pulumi.Input<StartOptionsArgs>;
  readonly stopOptions?: pulumi.Input<StopOptionsArgs>;
  /** How it is emptied of instances before it stops; left out, nothing is waited for. */
  readonly drain?: pulumi.Input<ApplicationDrainArgs>;
  /** Consent to lose what instances hold: the application's name, `NAME/terminate`. */
  readonly acceptDataLoss?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<OperationTimeoutArgs>;
}

/**
 * Whether a host runs on a machine (BizTalk Server 2020). Its removal from a program leaves it as
 * it is.
 */
export interface HostInstanceArgs {
  /** A change is another host instance. */
  readonly hostName: pulumi.Input<string>;
  /** The computer. A change is another host instance. */
  readonly machine: pulumi.Input<string>;
  /** Running or Stopped; left out, it is left as it is found. */
  readonly state?: pulumi.Input<HostInstancePower | (string & {})>;
  /** Any value; when it changes, a host instance that runs is restarted. */
  readonly restartTriggers?: pulumi.Input<unknown>;
  /** Whether its host is clustered, which the REST service does not say. @default false */
  readonly clustered?: pulumi.Input<boolean>;
  /** How it is emptied of instances in memory before it stops. */
  readonly drain?: pulumi.Input<DrainArgs>;
  /** Consent to lose what instances hold: `HOST/MACHINE/terminate`. */
  readonly acceptDataLoss?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<OperationTimeoutArgs>;
}
