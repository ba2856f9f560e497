/** One run of the engine: its provider processes, what it has said, and where it is killed. */
import type {
  CreatedProvider,
  DynamicProvider,
} from "../../provider/doors/dynamic/provider-methods.js";
import { Killer } from "./effects.js";
import type { Machine, Place } from "./machine.js";
import type { Properties } from "./program.js";

/** As the class writes them; test/package holds them byte for byte. */
export const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;';

/** How a run ended. */
export interface Ran {
  readonly end: "succeeded" | "failed" | "killed";
  /** Errors and warnings, in order. */
  readonly said: readonly string[];
  /** Notes of the plans. */
  readonly notes: readonly string[];
  /** Whether anything but "same" was done. */
  readonly changed: boolean;
  /**
   * Whether a policy gave another value than `check` had returned: what the program ignores, for
   * instance, may be at the policy's value already.
   */
  readonly isRemediated: boolean;
  readonly points: readonly string[];
}

/** What befalls a run. */
export interface RunOptions {
  /** The effect at which the provider is killed, counted from 0. */
  readonly killAt?: number | undefined;
  /** Inputs that a policy changes after `check`. */
  readonly remediated?: Properties | undefined;
}

/** Values cross as JSON. */
export const onWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What a failure says. */
export const textOf = (reason: unknown): string =>
  reason instanceof Error ? reason.message : String(reason);

/** What a partial failure carries. */
export function partialOf(
  reason: unknown,
): { id: string; properties: Properties; reasons: string[] } | undefined {
  if (typeof reason !== "object" || reason === null || !("reasons" in reason)) return undefined;
  return onWire(reason as { id: string; properties: Properties; reasons: string[] });
}

/** A run while it goes on. */
export class EngineRun {
  readonly said: string[] = [];
  readonly notes: string[] = [];
  /** Outputs of resources that were registered in this run, by logical name. */
  readonly outputs = new Map<string, Properties>();
  readonly remediated: Properties | undefined;
  changed = false;
  isRemediated = false;
  readonly #killer: Killer;
  readonly #machine: Machine;
  readonly #place: Place;
  readonly #processes = new Map<string, CreatedProvider>();

  constructor(machine: Machine, origin: Place["origin"], { killAt, remediated }: RunOptions) {
    this.#machine = machine;
    this.#killer = new Killer(killAt);
    this.#place = { origin, run: machine.newRun() };
    this.remediated = remediated;
  }

  /** The process of a provider, started when it is first needed. */
  provider(name = ""): DynamicProvider {
    let created = this.#processes.get(name);
    if (created === undefined) {
      created = this.#machine.start(this.#killer.atPoint, this.#place);
      created.provider.configure({ config: { get: () => undefined } });
      this.#processes.set(name, created);
    }
    return created.provider;
  }

  /** An answer reaches the engine, or the process is killed on the way. */
  async answer<T>(method: string, work: Promise<T>): Promise<T> {
    const answered = await work.then(
      (value) => ({ value }),
      (reason: unknown) => ({ reason }),
    );
    await this.#killer.atPoint(`answer ${method}`);
    if ("reason" in answered) throw answered.reason;
    return onWire(answered.value);
  }

  /** Carries the run out. A provider that is not killed is ended in good order. */
  async play(work: () => Promise<boolean>): Promise<Ran> {
    const whole = async (): Promise<"succeeded" | "failed"> => {
      this.provider();
      const succeeded = await work();
      for (const { end } of this.#processes.values()) await end();
      return succeeded ? "succeeded" : "failed";
    };
    const end = await Promise.race([whole(), this.#killer.killed]);
    this.#machine.stop();
    const { said, notes, changed, isRemediated } = this;
    return { end, said, notes, changed, isRemediated, points: this.#killer.points };
  }
}
