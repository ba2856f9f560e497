/**
 * What the executor sees of a BizTalk Server. The client fits it; so does what a test puts there.
 */
import type {
  ListedHostInstance,
  ListedInstance,
  ListedMessage,
  Release,
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
