/**
 * The executor against the emulator in process: a real client, a real journal, a clock that only
 * sleeps move.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Profile } from "../../../provider/mabs/chart/index.js";
import {
  createManagementClient,
  type InProcessTransport,
} from "../../../provider/mabs/client/index.js";
import {
  createEmulator,
  type InProcessResponse,
  type LogEntry,
} from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import {
  executePlan,
  openServiceJournal,
  StepFailure,
  type Executed,
  type Job,
  type JournalEntry,
  type Run,
  type ServicePort,
} from "../../../provider/mabs/executor/index.js";
import { seenAs } from "../../../provider/mabs/judge/seen-as.js";
import {
  plan,
  type Desired,
  type Plan,
  type Policy,
  type Step,
} from "../../../provider/mabs/planner/index.js";
import type { Service } from "../../../provider/mabs/protocol/index.js";
import { EventClock } from "./event-clock.js";

export const ORDERS = { cloudService: "contoso", serviceName: "orders" } as const;
const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/biztalk:Service::orders";
export const UC = "Update Configuration";

/** A secret as it must never be seen. */
export const SECRET = "Password=hunter2;";

type InProcessRequest = Parameters<InProcessTransport>[0];
type RequestEntry = Extract<LogEntry, { kind: "request" }>;

/** A request that changes something; a question by POST is none. */
export interface Change {
  readonly operation: string | null;
  /** The state in which it found the service. */
  readonly state: string | null;
  readonly status: number;
  readonly ifMatch: string | null;
  readonly operationId: string | null;
}

/** A job as a test gives it: only what differs. */
export type JobParts = Partial<Omit<Job, "service">> & Pick<Job, "steps">;

/** A job for `orders`, with time limits of a minute. */
function jobOf(parts: JobParts): Job {
  return {
    service: ORDERS,
    urn: URN,
    region: "West Europe",
    profile: "chart",
    desired: { configuration: {} },
    due: {},
    settleMs: 60_000,
    operationMs: 60_000,
    ...parts,
  };
}

/** One step as a plan has it. */
export function stepOf(step: Pick<Step, "operation" | "expects" | "yields"> & Partial<Step>): Step {
  return {
    onFailure: step.expects,
    serves: "state",
    risk: "none",
    detour: false,
    source: "test",
    ...step,
  };
}

/** How a run went wrong; fails the test when it went well, or when it is no `StepFailure`. */
export async function failureOf(run: Promise<Executed>): Promise<StepFailure> {
  const reason = await run.then(
    () => assert.fail("the run got through its plan"),
    (caught: unknown) => caught,
  );
  assert.ok(reason instanceof StepFailure, `a StepFailure, not ${String(reason)}`);
  return reason;
}

export const operationsOf = (steps: readonly Step[]): string[] =>
  steps.map(({ operation }) => operation);

/** Emulator, client, journal and clock of one test. */
export class Rig {
  readonly clock = new EventClock();
  readonly controller = new AbortController();
  readonly folder = mkdtempSync(join(tmpdir(), "biztalk-executor-"));
  readonly identity = "https://emulator.test/0000";
  readonly journal = openServiceJournal(join(this.folder, "journal"), this.identity);
  readonly lines: string[] = [];
  /** Bodies of the requests that change something, in order. */
  readonly bodies: string[] = [];
  /**
   * Stands between client and emulator; a test replaces it to cut the line, or to act between two
   * requests.
   */
  between: (
    request: InProcessRequest,
    send: () => Promise<InProcessResponse>,
  ) => Promise<InProcessResponse> = (_, send) => send();
  readonly #emulator;
  readonly client: ServicePort;

  constructor(options: { readonly operationMs?: number; readonly profile?: Profile } = {}) {
    this.#emulator = createEmulator({
      clock: this.clock,
      products: [emulatedServices({ operationMs: 200, ...options })],
    });
    this.client = createManagementClient({
      endpoint: "https://emulator.test",
      subscriptionId: "0000",
      clock: this.clock,
      transport: (request) => this.between(request, () => this.#send(request)),
    });
  }

  async #send(request: InProcessRequest): Promise<InProcessResponse> {
    if (request.method !== "GET") this.bodies.push(request.body ?? "");
    return this.#emulator.request(request);
  }

  async #control(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await this.#emulator.request({
      method,
      url: `/_emulator/${path}`,
      headers,
      ...payload,
    });
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.body}`);
    return answer.body === "" ? undefined : JSON.parse(answer.body);
  }

  /** Puts `orders` there in a state, by the control plane. */
  async put(state: string, differs: object = {}): Promise<void> {
    await this.#control("PUT", "services/contoso/orders", { state, ...differs });
  }

  /** Scripts a fault. */
  async fault(
    operation: string,
    effect: "fail" | "reject" | "repeat",
    differs: object = {},
  ): Promise<void> {
    await this.#control("POST", "faults", { operation, effect, ...differs });
  }

  /** Empties the emulator. */
  async reset(): Promise<void> {
    await this.#control("POST", "reset");
  }

  /** The requests that came to the emulator and change something, in order. */
  async changes(): Promise<Change[]> {
    const log = (await this.#control("GET", "log")) as LogEntry[];
    return log
      .filter(
        (entry): entry is RequestEntry =>
          entry.kind === "request" && entry.method !== "GET" && entry.operation !== null,
      )
      .map(({ operation, state, status, ifMatch, operationId }) => ({
        operation,
        state,
        status,
        ifMatch,
        operationId,
      }));
  }

  /** Their operations. */
  async sent(): Promise<(string | null)[]> {
    return (await this.changes()).map(({ operation }) => operation);
  }

  read(): Promise<Service | null> {
    return this.client.read(ORDERS);
  }

  /** The state of `orders`. */
  async state(): Promise<string> {
    return (await this.read())?.state ?? "absent";
  }

  /** The journal's entry, as another process sees it. */
  entry(): JournalEntry | undefined {
    const other = openServiceJournal(join(this.folder, "journal"), this.identity);
    try {
      return other.read(ORDERS);
    } finally {
      other.close();
    }
  }

  /** What the planner says of the service as it is. */
  async plan(desired: Desired | null, policy?: Policy): Promise<Plan> {
    const service = await this.read();
    return plan(service === null ? null : seenAs(service), desired, policy);
  }

  execute(parts: JobParts, differs: Partial<Run> = {}): Promise<Executed> {
    const { clock, client, journal, controller, lines } = this;
    const run: Run = {
      port: client,
      journal,
      clock,
      signal: controller.signal,
      progress: (line) => void lines.push(line),
      ...differs,
    };
    return executePlan(run, jobOf(parts));
  }

  async close(): Promise<void> {
    this.journal.close();
    await this.#emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
