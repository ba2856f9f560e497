/** A port that answers from a script, for answers that the emulator never gives. */
import type { ServicePort } from "../../../provider/mabs/executor/index.js";
import type {
  OperationRequest,
  OperationStatus,
  Service,
} from "../../../provider/mabs/protocol/index.js";
import { ORDERS } from "./rig.js";

/** `orders`, as a read shows it; the ETag names the state. */
export function serviceIn(state: string, differs: Partial<Service> = {}): Service {
  return {
    ...ORDERS,
    region: "West Europe",
    state,
    edition: "Standard",
    units: 1,
    configuration: {},
    etag: `etag of ${state}`,
    version: "1.1.0",
    ...differs,
  };
}

/** States of `orders`: the first when nothing was sent yet, and one more after each operation. */
export class ScriptedPort implements ServicePort {
  readonly requests: OperationRequest[] = [];
  readonly #states: readonly (string | null)[];
  /** Replaced by a test that wants another answer than "accepted". */
  accept: (request: OperationRequest) => Promise<string> = () =>
    Promise.resolve(`id-${this.requests.length}`);
  /** Replaced by a test that wants another answer than "Succeeded". */
  status: () => Promise<OperationStatus> = () => Promise.resolve({ result: "Succeeded" });

  constructor(...states: readonly (string | null)[]) {
    this.#states = states;
  }

  get operations(): string[] {
    return this.requests.map(({ operation }) => operation);
  }

  read(): Promise<Service | null> {
    const state = this.#states[Math.min(this.requests.length, this.#states.length - 1)];
    return Promise.resolve(typeof state === "string" ? serviceIn(state) : null);
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async send(request: OperationRequest): Promise<string> {
    const answer = await this.accept(request);
    this.requests.push(request);
    return answer;
  }

  isNameAvailable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  poll(): Promise<OperationStatus> {
    return this.status();
  }
}
