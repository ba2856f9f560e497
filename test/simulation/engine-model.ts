/**
 * A model of Pulumi's engine for one stack: it calls the provider's methods as the engine does, and records what the
 * engine would. The real engine runs in test/engine; this one is for histories by the thousand.
 *
 * Its rules are what the engine and the SDK's dynamic provider do: old inputs go to `check`, old outputs to `diff`,
 * `update` and `delete`; values cross as JSON; a partial create records the new inputs, a partial update keeps the old
 * ones, a plain error records nothing; what was left incomplete is updated whatever `diff` says; a replacement is
 * checked again with empty olds and deleted first (`deleteBeforeReplace`); a provider that is not killed is ended in
 * good order.
 */
import type { CreatedProvider, DynamicProvider } from "../../provider/lifecycle/index.js";
import { Killer } from "./effects.js";
import type { Machine } from "./machine.js";

/** As the class writes them; test/package holds them byte for byte. */
const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;';
const SERVICE_TYPE = "pulumi-nodejs:dynamic/biztalk:Service";

/** A resource of the program: its arguments, and Pulumi's options as the class passes them along. */
export interface Declared {
  readonly args: Readonly<Record<string, unknown>>;
  readonly ignoreChanges?: readonly string[];
  readonly protect?: boolean;
}

/** Resources by their logical name. */
export type Program = Readonly<Record<string, Declared>>;

type Properties = Readonly<Record<string, unknown>>;

interface Recorded {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly initErrors: readonly string[];
}

/** How a run ended. */
export interface Ran {
  readonly end: "succeeded" | "failed" | "killed";
  /** Errors and warnings, in order. */
  readonly said: readonly string[];
  /** Notes of the plans. */
  readonly notes: readonly string[];
  /** Whether anything but "same" was done. */
  readonly changed: boolean;
  readonly points: readonly string[];
}

const onWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const textOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** What a partial failure carries. */
function partialOf(reason: unknown): { id: string; properties: Properties; reasons: string[] } | undefined {
  if (typeof reason !== "object" || reason === null || !("reasons" in reason)) return undefined;
  return onWire(reason as { id: string; properties: Properties; reasons: string[] });
}

const urnOf = (name: string): string => `urn:pulumi:dev::simulation::${SERVICE_TYPE}::${name}`;

/** One step of a run. */
interface Run {
  readonly provider: DynamicProvider;
  readonly killer: Killer;
  readonly said: string[];
  readonly notes: string[];
  changed: boolean;
}

/** A stack and its state file. */
export class EngineModel {
  readonly state = new Map<string, Recorded>();

  readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  #inputs(name: string, declared: Declared, dryRun: boolean): Properties {
    const call = {
      urn: urnOf(name),
      dryRun,
      ...(declared.ignoreChanges === undefined ? {} : { ignore: declared.ignoreChanges }),
      ...(declared.protect === true ? { keep: "protect" } : {}),
    };
    return onWire({ ...declared.args, __call: call, __provider: PROVIDER_TEXT });
  }

  /** Runs with a provider process of its own. `killAt` kills it at that point. */
  async #run(killAt: number | undefined, work: (run: Run) => Promise<boolean>): Promise<Ran> {
    const killer = new Killer(killAt);
    const created: CreatedProvider = this.machine.start(killer.atPoint);
    created.provider.configure({ config: { get: () => undefined } });
    const run: Run = { provider: created.provider, killer, said: [], notes: [], changed: false };
    const whole = async (): Promise<"succeeded" | "failed"> => {
      const succeeded = await work(run);
      await created.end();
      return succeeded ? "succeeded" : "failed";
    };
    const end = await Promise.race([whole(), killer.killed]);
    this.machine.stop();
    return { end, said: run.said, notes: run.notes, changed: run.changed, points: killer.points };
  }

  /** An answer reaches the engine, or the process is killed on the way. */
  async #answer<T>({ killer }: Run, method: string, work: Promise<T>): Promise<T> {
    const answered = await work.then(
      (value) => ({ value }),
      (reason: unknown) => ({ reason }),
    );
    await killer.atPoint(`answer ${method}`);
    if ("reason" in answered) throw answered.reason;
    return onWire(answered.value);
  }

  async #delete(run: Run, name: string): Promise<boolean> {
    const old = this.state.get(name);
    if (old === undefined) return true;
    run.changed = true;
    try {
      await this.#answer(
        run,
        "delete",
        run.provider.delete(old.id, { ...old.outputs, __provider: PROVIDER_TEXT }).then(() => null),
      );
      this.state.delete(name);
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      return false;
    }
  }

  async #create(run: Run, name: string, inputs: Properties): Promise<boolean> {
    run.changed = true;
    try {
      const { id, outs } = await this.#answer(run, "create", run.provider.create(inputs));
      this.state.set(name, { id, inputs, outputs: outs, initErrors: [] });
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      const partial = partialOf(reason);
      if (partial !== undefined)
        this.state.set(name, {
          id: partial.id,
          inputs,
          outputs: partial.properties,
          initErrors: partial.reasons,
        });
      return false;
    }
  }

  async #update(run: Run, name: string, old: Recorded, inputs: Properties): Promise<boolean> {
    run.changed = true;
    try {
      const { outs } = await this.#answer(run, "update", run.provider.update(old.id, old.outputs, inputs));
      this.state.set(name, { id: old.id, inputs, outputs: outs, initErrors: [] });
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      const partial = partialOf(reason);
      if (partial !== undefined)
        this.state.set(name, { ...old, outputs: partial.properties, initErrors: partial.reasons });
      return false;
    }
  }

  async #checked(run: Run, olds: Properties, news: Properties): Promise<Properties | undefined> {
    const { inputs, failures } = onWire(await run.provider.check(olds, news));
    run.said.push(...failures.map(({ reason }) => reason));
    if (failures.length > 0) return undefined;
    const plan = inputs["__plan"] as { uncertain?: readonly string[]; notes?: readonly string[] } | undefined;
    run.notes.push(...(plan?.notes ?? []));
    run.said.push(...(plan?.uncertain ?? []));
    return { ...inputs, __provider: PROVIDER_TEXT };
  }

  async #resource(run: Run, name: string, declared: Declared): Promise<boolean> {
    const news = this.#inputs(name, declared, false);
    const old = this.state.get(name);
    const inputs = await this.#checked(run, old?.inputs ?? {}, news);
    if (inputs === undefined) return false;
    if (old === undefined) return this.#create(run, name, inputs);
    const { changes, replaces } = onWire(await run.provider.diff(old.id, old.outputs, inputs));
    if (replaces.length > 0) {
      if (declared.protect === true) return false;
      const anew = await this.#checked(run, {}, news);
      if (anew === undefined || !(await this.#delete(run, name))) return false;
      return this.#create(run, name, anew);
    }
    if (changes || old.initErrors.length > 0) return this.#update(run, name, old, inputs);
    this.state.set(name, { ...old, inputs });
    return true;
  }

  /** `pulumi up` without its preview. */
  up(program: Program, killAt?: number): Promise<Ran> {
    return this.#run(killAt, async (run) => {
      for (const [name, declared] of Object.entries(program))
        if (!(await this.#resource(run, name, declared))) return false;
      for (const name of [...this.state.keys()].filter((each) => !(each in program)))
        if (!(await this.#delete(run, name))) return false;
      return true;
    });
  }

  /** `pulumi preview`: what it says of each resource; errors are refusals. */
  async preview(
    program: Program,
  ): Promise<{ readonly plans: Readonly<Record<string, unknown>>; readonly changed: boolean }> {
    const plans: Record<string, unknown> = {};
    const ran = await this.#run(undefined, async (run) => {
      for (const [name, declared] of Object.entries(program)) {
        const old = this.state.get(name);
        const { inputs } = onWire(await run.provider.check(old?.inputs ?? {}, this.#inputs(name, declared, true)));
        plans[name] = inputs["__plan"];
        if (old === undefined) run.changed = true;
        else {
          const { changes } = await run.provider.diff(old.id, old.outputs, { ...inputs, __provider: PROVIDER_TEXT });
          run.changed ||= changes || old.initErrors.length > 0;
        }
      }
      return true;
    });
    return { plans, changed: ran.changed };
  }

  /** `pulumi refresh`. */
  refresh(killAt?: number): Promise<Ran> {
    return this.#run(killAt, async (run) => {
      for (const [name, old] of [...this.state]) {
        const props = { ...old.outputs, __provider: PROVIDER_TEXT };
        const seen = await run.provider.read(old.id, props).then(onWire, (reason: unknown) => textOf(reason));
        if (typeof seen === "string") {
          run.said.push(seen);
          return false;
        }
        if (seen.id === undefined) this.state.delete(name);
        else
          this.state.set(name, {
            id: seen.id,
            inputs: { ...seen.inputs, __provider: PROVIDER_TEXT },
            outputs: seen.props ?? {},
            initErrors: [],
          });
      }
      return true;
    });
  }

  /** `pulumi destroy`. */
  destroy(killAt?: number): Promise<Ran> {
    return this.#run(killAt, async (run) => {
      for (const name of [...this.state.keys()]) if (!(await this.#delete(run, name))) return false;
      return true;
    });
  }
}
