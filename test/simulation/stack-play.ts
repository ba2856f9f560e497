/** Plays a history of a stack with several services and says what went against the promises. */
import { shownPlan } from "./agreement.js";
import { operationsIn } from "./audit.js";
import { EngineModel, type Previewed, type Program, type Ran } from "./engine-model.js";
import type { Machine } from "./machine.js";
import { resolved, type Properties } from "./program.js";
import type { StackHappening } from "./stack-history.js";
import { changedMembers, FIRST_MEMBERS, stackProgramOf, type Members } from "./stack-program.js";
import { StackRules } from "./stack-rules.js";

const HOUR_MS = 3_600_000;

/**
 * Runs that the model gives a stack to come to rest after the last fault, and how often it does
 * what refusals ask for.
 */
const RUNS_TO_REST = 5;
const ADVICE_MAX = 4;

const nameOf = (outputs: Properties): string => outputs["serviceName"] as string;

class StackPlayer {
  readonly rules = new StackRules();
  readonly machine: Machine;
  readonly engine: EngineModel;
  members: Members = FIRST_MEMBERS;
  count = 0;
  seen = 0;
  /** Whether nothing but programs and runs without a kill have happened. */
  isPlain = true;

  constructor(machine: Machine) {
    this.machine = machine;
    this.engine = new EngineModel(machine);
  }

  readonly #serviceOf = (name: string): string | undefined => {
    const outputs = this.engine.state.get(name)?.outputs;
    return outputs === undefined ? undefined : nameOf(outputs);
  };

  /** The program with the names that follow from outputs, as far as they are known by now. */
  #named(program: Program): Program {
    const outputs = new Map(
      [...this.engine.state].map(([name, recorded]) => [name, recorded.outputs]),
    );
    const ignores = (name: string): Properties =>
      program[name]?.ignoreChanges === undefined
        ? {}
        : { serviceName: outputs.get(name)?.["serviceName"] };
    return Object.fromEntries(
      Object.entries(program).map(([name, each]) => {
        const args = { ...resolved(each, outputs), ...(outputs.has(name) ? ignores(name) : {}) };
        return [name, { ...each, args }];
      }),
    );
  }

  async #run(work: () => Promise<Ran>, program?: Program, shown?: Previewed): Promise<Ran> {
    const recorded = new Map(
      [...this.engine.state].map(([name, { outputs }]) => [name, nameOf(outputs)]),
    );
    const live = new Set((await this.machine.services()).map(({ name }) => name));
    const ran = await work();
    const operations = await operationsIn(this.machine);
    const sent = operations.slice(this.seen);
    this.seen = operations.length;
    const named = program === undefined ? undefined : this.#named(program);
    this.rules.judge({ ran, program: named, recorded, live, sent, shown });
    return ran;
  }

  /** What a preview shows; nothing where it had to do without an answer of the endpoint. */
  async preview(): Promise<Previewed | undefined> {
    const since = (await this.machine.log()).length;
    const shown = await this.engine.preview(stackProgramOf(this.members));
    const log = (await this.machine.log()).slice(since);
    return log.some((entry) => entry.kind === "request" && entry.fault !== null)
      ? undefined
      : shown;
  }

  async up(killAt: number | null = null, withPreview = false): Promise<Ran> {
    const program = stackProgramOf(this.members);
    const shown = withPreview ? await this.preview() : undefined;
    const ran = await this.#run(
      () => this.engine.up(program, { killAt: killAt ?? undefined }),
      program,
      shown,
    );
    if (ran.end === "succeeded" && this.isPlain) await this.#kept();
    if (ran.end === "failed" && this.isPlain && shown !== undefined) this.#foreseen(shown, ran);
    return ran;
  }

  /** Where nothing goes wrong, an update refuses what its preview has refused. */
  #foreseen({ plans }: Previewed, { said }: Ran): void {
    // Two provider processes do not know of each other what they claim.
    if (
      new Set(Object.values(stackProgramOf(this.members)).map(({ provider }) => provider)).size > 1
    )
      return;
    const isSeen = Object.values(plans).every((plan) => {
      const verdict = shownPlan(plan)?.verdict;
      return verdict !== undefined && verdict !== "refused";
    });
    if (isSeen && !/is protected|not available|has changed/.test(said.join()))
      this.rules.violations.push(
        `the preview refused nothing, and the update ended with: ${said.join()}`,
      );
  }

  /** What the stack has made and not deleted is in its state. */
  async #kept(): Promise<void> {
    const kept = [...this.engine.state.values()].map(({ outputs }) => nameOf(outputs));
    for (const { name } of await this.machine.services())
      if (this.rules.founders.get(name) === "stack" && !kept.includes(name))
        this.rules.violations.push(`${name} was made by the stack and is abandoned`);
  }

  async happens(happening: StackHappening): Promise<void> {
    this.count += 1;
    if (happening.kind === "somebody")
      return this.#somebody(happening.service, happening.container);
    if (happening.kind === "gone") return this.#gone(happening.service);
    if (happening.kind === "time") {
      this.machine.clock.advance(HOUR_MS);
    } else if (happening.kind === "fault") {
      this.isPlain = false;
      await this.machine.fault(happening.fault);
    } else if (happening.kind === "up") {
      if (happening.killAt !== null) this.isPlain = false;
      await this.up(happening.killAt, happening.preview);
    } else if (happening.kind === "refresh") await this.#run(() => this.engine.refresh());
    else if (happening.kind === "destroy") await this.#run(() => this.engine.destroy());
    else
      this.members = changedMembers(this.members, happening, {
        count: this.count,
        serviceOf: this.#serviceOf,
      });
  }

  async #somebody(service: string, container: string): Promise<void> {
    if ((await this.machine.view(service)) !== undefined) return;
    await this.machine.place(service, "Active", { units: 1 }, container);
    this.rules.founders.set(service, "somebody");
  }

  async #gone(service: string): Promise<void> {
    await this.machine.operator("delete", service);
    if ((await this.machine.view(service)) === undefined) this.rules.founders.delete(service);
  }

  /** The resources with what their refusals ask for; nothing where none asks for anything. */
  #advised({ plans }: Previewed): Members | undefined {
    const members = this.members.map((member) => {
      const permits =
        shownPlan(plans[member.name])?.refusals.map(({ permit }) => permit ?? "") ?? [];
      const text = permits.join(" and ");
      const consent = /acceptDataLoss: "([^"]*)"/.exec(text)?.[1];
      const adopt = /adopt: "([^"]*)"/.exec(text)?.[1];
      const isNewBackup = text.includes("with a new name");
      if (consent === undefined && adopt === undefined && !isNewBackup) return member;
      return {
        ...member,
        ...(consent === undefined ? {} : { consent }),
        ...(adopt === undefined ? {} : { adopt }),
        ...(isNewBackup ? { backup: `fresh-${String((this.count += 1))}` } : {}),
      };
    });
    return members.every((member, at) => member === this.members[at]) ? undefined : members;
  }

  /**
   * After the last fault: the stack comes to rest, stays there, and what refusals ask for helps.
   */
  async rest(): Promise<void> {
    await this.machine.clearFaults();
    const refused = new Set<string>();
    for (let given = 0; given < ADVICE_MAX; given += 1) {
      this.machine.clock.advance(HOUR_MS);
      await this.#settle();
      const shown = await this.preview();
      const members = shown === undefined ? undefined : this.#advised(shown);
      if (shown === undefined || members === undefined) return;
      const texts = Object.values(shown.plans).flatMap(
        (plan) =>
          shownPlan(plan)?.refusals.flatMap(({ message, permit }) =>
            permit === null ? [] : [message],
          ) ?? [],
      );
      if (texts.every((text) => refused.has(text))) {
        this.rules.violations.push(
          `what refusals ask for was given, and they are as before:\n${texts.join("\n")}`,
        );
        return;
      }
      for (const text of texts) refused.add(text);
      this.members = members;
    }
  }

  async #settle(): Promise<void> {
    let ran = await this.up(null, true);
    for (let runs = 1; ran.end !== "succeeded" && runs < RUNS_TO_REST; runs += 1)
      ran = await this.up();
    const before = this.seen;
    const [first, second] = [await this.up(), await this.up()];
    const { violations } = this.rules;
    if (this.seen !== before) violations.push("operations are sent although nothing has changed");
    if (first.end !== second.end || first.said.join() !== second.said.join())
      violations.push(`not at rest:\n${first.said.join("\n")}\n--\n${second.said.join("\n")}`);
    if (first.end === "succeeded" && (first.changed || second.changed))
      violations.push("an update without end");
  }
}

/** Plays a history on a machine that is made new for it. */
export async function playStack(
  machine: Machine,
  history: readonly StackHappening[],
): Promise<readonly string[]> {
  await machine.reset();
  const player = new StackPlayer(machine);
  for (const happening of history) await player.happens(happening);
  await player.rest();
  return player.rules.violations;
}
