/** What can be asked of the management REST service. */
import type {
  ListedApplication,
  ListedArtifact,
  ListedHost,
  ListedHostInstance,
  ListedInstance,
  ListedMessage,
  ListedReceiveLocation,
  ListedReceivePort,
  ListedSendPort,
  ListedSubscription,
  Release,
  StartOptions,
  StopOptions,
  TrackedInstance,
  TrackedMessageEvent,
} from "../protocol/index.js";

/** What the REST service does to an instance; the debugger's three have no request. */
export type RestOperation = "Suspend" | "Resume" | "Terminate";

/** What is done to an orchestration, a send port or a send port group. */
export type ArtifactVerb = "Enlist" | "Unenlist" | "Start" | "Stop";

/**
 * One method for each kind of request. A list is complete: the service has no pages and no filters.
 */
export interface BtsApi {
  /** The release that answers, found out once. */
  release(): Promise<Release>;
  instances(): Promise<ListedInstance[]>;
  messages(): Promise<ListedMessage[]>;
  subscriptions(): Promise<ListedSubscription[]>;
  trackedInstances(): Promise<TrackedInstance[]>;
  trackedMessageEvents(): Promise<TrackedMessageEvent[]>;
  applications(): Promise<ListedApplication[]>;
  /** One application; `null` where the service says that there is none. */
  application(name: string): Promise<ListedApplication | null>;
  orchestrations(): Promise<ListedArtifact[]>;
  sendPorts(): Promise<ListedSendPort[]>;
  sendPortGroups(): Promise<ListedArtifact[]>;
  receivePorts(): Promise<ListedReceivePort[]>;
  receiveLocations(): Promise<ListedReceiveLocation[]>;
  hosts(): Promise<ListedHost[]>;
  /** Since 2020; `unsupported` before, with nothing but GETs sent. */
  hostInstances(): Promise<ListedHostInstance[]>;
  /**
   * Asks for an operation on an instance. Resolved: it was taken, and what comes of it is seen in
   * the list.
   */
  operate(operation: RestOperation, instanceId: string): Promise<void>;
  /** Every option is sent. */
  startApplication(name: string, options: StartOptions): Promise<void>;
  /** Every option is sent. */
  stopApplication(name: string, options: StopOptions): Promise<void>;
  switchOrchestration(verb: ArtifactVerb, application: string, name: string): Promise<void>;
  switchSendPort(verb: ArtifactVerb, name: string): Promise<void>;
  switchSendPortGroup(verb: ArtifactVerb, name: string): Promise<void>;
  switchReceiveLocation(
    verb: "Enable" | "Disable",
    receivePort: string,
    name: string,
  ): Promise<void>;
  /** Since 2020; `unsupported` before, with nothing but GETs sent. */
  switchHostInstance(verb: "Start" | "Stop", host: string, machine: string): Promise<void>;
}
