/**
 * What the executor sees of a BizTalk Server. The client fits it; so does what a test puts there.
 */
import type {
  ListedApplication,
  ListedHostInstance,
  ListedInstance,
  ListedMessage,
  Release,
  StartOptions,
  StopOptions,
} from "../protocol/index.js";

/** The instances of one endpoint. */
export interface InstancePort {
  /** Every instance: the service has no filter, and no single instance by its id. */
  instances(): Promise<readonly ListedInstance[]>;
  /** Asks for an operation. Resolved: it was taken; what comes of it is seen in the list. */
  operate(operation: "Resume" | "Suspend" | "Terminate", instanceId: string): Promise<void>;
}

/** The lists of one endpoint that say what its instances are, and what would be lost with them. */
export interface PopulationPort extends Pick<InstancePort, "instances"> {
  messages(): Promise<readonly ListedMessage[]>;
  release(): Promise<Release>;
  /** Since 2020. */
  hostInstances(): Promise<readonly ListedHostInstance[]>;
}

/** What is done to an application. */
export interface ApplicationPort extends Pick<InstancePort, "operate"> {
  application(name: string): Promise<ListedApplication | null>;
  startApplication(name: string, options: StartOptions): Promise<void>;
  stopApplication(name: string, options: StopOptions): Promise<void>;
  switchReceiveLocation(
    verb: "Enable" | "Disable",
    receivePort: string,
    name: string,
  ): Promise<void>;
}

/** What is done to a host instance. */
export interface HostInstancePort extends Pick<InstancePort, "operate"> {
  hostInstances(): Promise<readonly ListedHostInstance[]>;
  switchHostInstance(verb: "Start" | "Stop", host: string, machine: string): Promise<void>;
}
