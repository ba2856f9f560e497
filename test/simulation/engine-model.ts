/**
 * A model of Pulumi's engine for one stack: it calls the provider's methods as the engine does, and
 * records what the engine would. The real engine runs in test/engine; this one is for histories by
 * the thousand.
 *
 * Its rules are what the engine and the SDK's dynamic provider do: old inputs go to `check`, old
 * outputs to `diff`, `update` and `delete`; values cross as JSON; a partial create records the new
 * inputs, a partial update keeps the old ones, a plain error records nothing; what was left
 * incomplete is updated whatever `diff` says; a replacement is checked again with empty olds and
 * deleted first (`deleteBeforeReplace`), and before it whatever depends on it and whose `diff`
 * wants to be replaced when the inputs that follow from it are not known; a policy changes inputs
 * after `check`; a provider that is not killed is ended in good order.
 */
import { unpackPlan } from "../../provider/doors/dynamic/packed-plan.js";
import {
  EngineRun,
  onWire,
  partialOf,
  PROVIDER_TEXT,
  textOf,
  type Ran,
  type RunOptions,
} from "./engine-run.js";
import type { Machine, Place } from "./machine.js";
import {
  optionsOf,
  resolved,
  UNKNOWN,
  type Declared,
  type Program,
  type Properties,
  type Recorded,
} from "./program.js";

export type { Ran } from "./engine-run.js";
export type { Program } from "./program.js";

const SERVICE_TYPE = "pulumi-nodejs:dynamic/biztalk:Service";

const urnOf = (name: string): string => `urn:pulumi:dev::simulation::${SERVICE_TYPE}::${name}`;

/** What a preview shows. */
export interface Previewed {
  /** The structured plan of each resource, by logical name. */
  readonly plans: Readonly<Record<string, unknown>>;
  /**
   * Logical names of resources that the engine would delete, because the program has them no more
   * or as dependents.
   */
  readonly deletes: readonly string[];
  readonly changed: boolean;
}

/** Where this stack's program lies. */
const HOME: Place["origin"] = { folder: "simulation", backend: "" };

/** A stack and its state file. */
export class EngineModel {
  readonly state = new Map<string, Recorded>();
  readonly machine: Machine;
  readonly #origin: Place["origin"];

  constructor(machine: Machine, origin: Place["origin"] = HOME) {
    this.machine = machine;
    this.#origin = origin;
  }

  #inputs(run: EngineRun, name: string, declared: Declared, dryRun: boolean): Properties {
    const origins = [
      ...new Set(Object.values(declared.follows ?? {}).map(({ from }) => urnOf(from))),
    ];
    const call = {
      urn: urnOf(name),
      dryRun,
      ...(declared.ignoreChanges === undefined ? {} : { ignore: declared.ignoreChanges }),
      ...(declared.protect === true ? { keep: "protect" } : {}),
      ...(origins.length === 0 ? {} : { origins }),
    };
    return onWire({ ...resolved(declared, run.outputs), __call: call, __provider: PROVIDER_TEXT });
  }

  #play(options: RunOptions, work: (run: EngineRun) => Promise<boolean>): Promise<Ran> {
    const run = new EngineRun(this.machine, this.#origin, options);
    return run.play(() => work(run));
  }

  /** The logical name under which the state has a resource. */
  #formerName(name: string, { aliases = [] }: Declared): string {
    return this.state.has(name) ? name : (aliases.find((alias) => this.state.has(alias)) ?? name);
  }

  async #delete(run: EngineRun, name: string): Promise<boolean> {
    this.machine.atResource = name;
    const old = this.state.get(name);
    if (old === undefined) return true;
    run.changed = true;
    if (old.protect) {
      run.said.push(`${name} is protected`);
      return false;
    }
    try {
      const props = { ...old.outputs, __provider: PROVIDER_TEXT };
      const work = run.provider(old.provider).delete(old.id, props);
      await run.answer(
        "delete",
        work.then(() => null),
      );
      this.state.delete(name);
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      return false;
    }
  }

  async #create(
    run: EngineRun,
    name: string,
    declared: Declared,
    inputs: Properties,
  ): Promise<boolean> {
    this.machine.atResource = name;
    run.changed = true;
    const options = optionsOf(declared);
    try {
      const { id, outs } = await run.answer(
        "create",
        run.provider(options.provider).create(inputs),
      );
      this.state.set(name, { ...options, id, inputs, outputs: outs, initErrors: [] });
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      const partial = partialOf(reason);
      if (partial !== undefined) {
        const { id, properties: outputs, reasons: initErrors } = partial;
        this.state.set(name, { ...options, id, inputs, outputs, initErrors });
      }
      return false;
    }
  }

  async #update(run: EngineRun, name: string, old: Recorded, inputs: Properties): Promise<boolean> {
    this.machine.atResource = name;
    run.changed = true;
    try {
      const { outs } = await run.answer(
        "update",
        run.provider(old.provider).update(old.id, old.outputs, inputs),
      );
      this.state.set(name, { ...old, inputs, outputs: outs, initErrors: [] });
      return true;
    } catch (reason) {
      run.said.push(textOf(reason));
      const partial = partialOf(reason);
      if (partial !== undefined)
        this.state.set(name, { ...old, outputs: partial.properties, initErrors: partial.reasons });
      return false;
    }
  }

  async #checked(
    run: EngineRun,
    declared: Declared,
    olds: Properties,
    news: Properties,
  ): Promise<Properties | undefined> {
    const { inputs, failures } = onWire(await run.provider(declared.provider).check(olds, news));
    run.said.push(...failures.map(({ reason }) => reason));
    if (failures.length > 0) return undefined;
    const plan = unpackPlan(inputs);
    run.notes.push(...(plan?.notes ?? []));
    run.said.push(...(plan?.uncertain ?? []));
    run.isRemediated ||= Object.entries(run.remediated ?? {}).some(
      ([input, value]) => inputs[input] !== value,
    );
    return { ...inputs, ...run.remediated, __provider: PROVIDER_TEXT };
  }

  /**
   * What depends on a resource that is deleted before it is replaced, and is to be deleted before
   * it.
   */
  async #dependents(run: EngineRun, name: string): Promise<string[]> {
    const found: string[] = [];
    for (const [other, old] of this.state) {
      const following = Object.entries(old.follows).filter(([, { from }]) => from === name);
      if (following.length === 0) continue;
      const unknown = Object.fromEntries(following.map(([input]) => [input, UNKNOWN]));
      const { replaces } = await run
        .provider(old.provider)
        .diff(old.id, old.outputs, { ...old.inputs, ...unknown });
      if (replaces.length > 0) found.push(other);
    }
    return found;
  }

  async #replace(
    run: EngineRun,
    name: string,
    declared: Declared,
    news: Properties,
  ): Promise<boolean> {
    if (this.state.get(name)?.protect === true) {
      run.said.push(`${name} is protected`);
      return false;
    }
    const anew = await this.#checked(run, declared, {}, news);
    if (anew === undefined) return false;
    for (const each of [...(await this.#dependents(run, name)), name])
      if (!(await this.#delete(run, each))) return false;
    return this.#create(run, name, declared, anew);
  }

  async #resource(run: EngineRun, name: string, declared: Declared): Promise<boolean> {
    const former = this.#formerName(name, declared);
    const before = this.state.get(former);
    const news = this.#inputs(run, name, declared, false);
    const inputs = await this.#checked(run, declared, before?.inputs ?? {}, news);
    if (inputs === undefined) return false;
    if (before === undefined) return this.#create(run, name, declared, inputs);
    const old = { ...before, ...optionsOf(declared) };
    if (former !== name) this.state.delete(former);
    this.state.set(name, old);
    const { changes, replaces } = onWire(
      await run.provider(old.provider).diff(old.id, old.outputs, inputs),
    );
    if (replaces.length > 0) return this.#replace(run, name, declared, news);
    if (changes || old.initErrors.length > 0) return this.#update(run, name, old, inputs);
    this.state.set(name, { ...old, inputs });
    return true;
  }

  /** `pulumi up` without its preview. */
  up(program: Program, options: RunOptions | number = {}): Promise<Ran> {
    return this.#play(typeof options === "number" ? { killAt: options } : options, async (run) => {
      for (const [name, declared] of Object.entries(program)) {
        if (!(await this.#resource(run, name, declared))) return false;
        run.outputs.set(name, this.state.get(name)?.outputs ?? {});
      }
      for (const name of [...this.state.keys()].filter((each) => !(each in program)))
        if (!(await this.#delete(run, name))) return false;
      return true;
    });
  }

  /** What a preview shows of one resource, and whether it is anything but "same". */
  async #previewed(
    run: EngineRun,
    name: string,
    declared: Declared,
    deletes: Set<string>,
  ): Promise<unknown> {
    const former = this.#formerName(name, declared);
    const old = deletes.has(former) ? undefined : this.state.get(former);
    const news = this.#inputs(run, name, declared, true);
    const provider = run.provider(declared.provider);
    let { inputs } = onWire(await provider.check(old?.inputs ?? {}, news));
    let isSame = false;
    if (old !== undefined) {
      const { changes, replaces } = await provider.diff(old.id, old.outputs, {
        ...inputs,
        __provider: PROVIDER_TEXT,
      });
      isSame = !changes && replaces.length === 0 && old.initErrors.length === 0;
      if (replaces.length > 0) {
        ({ inputs } = onWire(await provider.check({}, news)));
        for (const each of await this.#dependents(run, name)) deletes.add(each);
      }
    }
    run.changed ||= !isSame;
    // What is created or updated has its checked inputs for outputs in a preview.
    run.outputs.set(name, isSame && old !== undefined ? old.outputs : inputs);
    return unpackPlan(inputs);
  }

  /** `pulumi preview`: what it says of each resource; errors are refusals. */
  async preview(program: Program): Promise<Previewed> {
    const plans: Record<string, unknown> = {};
    const deletes = new Set<string>();
    const { changed } = await this.#play({}, async (run) => {
      for (const [name, declared] of Object.entries(program))
        plans[name] = await this.#previewed(run, name, declared, deletes);
      return true;
    });
    const kept = Object.entries(program).map(([name, declared]) =>
      this.#formerName(name, declared),
    );
    for (const name of this.state.keys()) if (!kept.includes(name)) deletes.add(name);
    return { plans, deletes: [...deletes], changed: changed || deletes.size > 0 };
  }

  /** `pulumi refresh`. */
  refresh(killAt?: number): Promise<Ran> {
    return this.#play({ killAt }, async (run) => {
      for (const [name, old] of [...this.state]) {
        const props = { ...old.outputs, __provider: PROVIDER_TEXT };
        const seen = await run
          .provider(old.provider)
          .read(old.id, props)
          .then(onWire, (reason: unknown) => textOf(reason));
        if (typeof seen === "string") {
          run.said.push(seen);
          return false;
        }
        if (seen.id === undefined) this.state.delete(name);
        else {
          const inputs = { ...seen.inputs, __provider: PROVIDER_TEXT };
          this.state.set(name, {
            ...old,
            id: seen.id,
            inputs,
            outputs: seen.props ?? {},
            initErrors: [],
          });
        }
      }
      return true;
    });
  }

  /** `pulumi destroy`. */
  destroy(killAt?: number): Promise<Ran> {
    return this.#play({ killAt }, async (run) => {
      for (const name of [...this.state.keys()]) if (!(await this.#delete(run, name))) return false;
      return true;
    });
  }
}
