/**
 * Plays a history of one service and says what went against the promises; nothing, if all is well.
 */
import { disagreement, shownPlan, type ShownPlan } from "./agreement.js";
import { allOperationsIn, isOperators, operationsIn, wasTaken } from "./audit.js";
import { EngineModel, type Ran } from "./engine-model.js";
import type { Change, Happening } from "./history.js";
import type { Machine } from "./machine.js";
import { changed, NAME, permitted, programOf, type Inputs } from "./service-program.js";
import { ServiceRules } from "./service-rules.js";

/** The longest that one run may take by the clock, and how many effects it may have. */
const RUN_MS_MAX = 24 * 3_600_000;
const POINTS_MAX = 20_000;

/** Runs that the model gives a stack to come to rest after the last fault. */
const RUNS_TO_REST = 5;

/** How often what refusals ask for is given. */
const ADVICE_MAX = 4;

/**
 * The stacks: the history's own, and a clone of its program in another folder, with a state of its
 * own.
 */
const OWN = "this stack";
const CLONE = "the clone";

interface RunKind {
  readonly stack?: string;
  readonly deletes?: boolean;
}

type Up = Extract<Happening, { kind: "up" }>;

/** One stack on one machine, while a history is played. */
class Player {
  readonly engine: EngineModel;
  readonly clone: EngineModel;
  readonly rules: ServiceRules;
  /**
   * Set when somebody put a service there: it has no settings, and nobody can read that its secrets
   * are gone.
   */
  hasLostSecrets = false;
  /** Where the log was when a run last succeeded. */
  succeededAt = 0;
  /** What was said of one-shots that cannot be known, or need not be served. */
  excused = new Set<string>();
  inputs: Inputs = { edition: "Standard" };
  /** Where the log was when the program, or somebody else, last changed something. */
  epoch = 0;
  /** Where the log was when a one-shot was asked for that is not served yet. */
  readonly asked = new Map<string, number>();
  seen = 0;
  hasLostJournal = false;
  /** Set by whatever may make it impossible to know a service again that a run has made. */
  isDisturbed = false;
  /** Whether the last run left nothing that only a journal knows. */
  isRecorded = true;
  /** The trigger of the last run that succeeded. */
  completed: unknown;
  /** Where the log was when a trigger was first asked for, since then. */
  readonly triggers = new Map<unknown, number>();
  readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
    this.engine = new EngineModel(machine);
    this.clone = new EngineModel(machine, { folder: "clone", backend: "" });
    this.rules = new ServiceRules(machine);
  }

  async newEpoch(): Promise<void> {
    this.epoch = (await operationsIn(this.machine)).length;
  }

  async change(change: Change): Promise<void> {
    const before = this.inputs;
    this.inputs = changed(before, change);
    await this.newEpoch();
    const trigger = this.inputs["restartTriggers"];
    const isAsked =
      this.engine.state.has(NAME) && trigger !== undefined && before["restartTriggers"] !== trigger;
    // Back to what was completed, there is nothing to serve; back to what was asked for before, it
    // may be served since.
    if (isAsked && trigger !== this.completed && !this.triggers.has(trigger))
      this.triggers.set(trigger, this.epoch);
    if (before["backup"] === this.inputs["backup"]) return;
    this.asked.set("backup", this.epoch);
    this.excused.delete("backup");
  }

  async ran(work: () => Promise<Ran>, kind: RunKind = {}): Promise<Ran> {
    const { stack = OWN, deletes = false } = kind;
    const startedAt = this.machine.clock.now();
    const recorded = (stack === OWN ? this.engine : this.clone).state.get(NAME)?.outputs;
    const ran = await work();
    const { violations } = this.rules;
    if (this.machine.clock.now() - startedAt > RUN_MS_MAX)
      violations.push("a run did not end within its bound");
    if (ran.points.length > POINTS_MAX) violations.push("a run had too many effects");
    const text = [...ran.said, ...ran.notes].join("\n");
    if (
      /\(.*restartTriggers.*not known whether|recorded as served|not known whether the restart/.test(
        text,
      )
    )
      this.excused.add("restart");
    if (/\(.*backup.*not known whether/.test(text)) this.excused.add("backup");
    if (/\(.*secret.*not known whether/.test(text)) this.excused.add("secret");
    const all = await allOperationsIn(this.machine);
    const operations = all.filter((each) => !isOperators(each));
    const { inputs } = this;
    await this.rules.judge({
      ...{ stack, inputs, recorded, deletes, isRemediated: ran.isRemediated, text, all },
      sent: operations.slice(this.seen),
      inEpoch: operations.slice(this.epoch),
      sinceSuccess: operations.slice(this.succeededAt),
    });
    this.isRecorded = ran.end === "succeeded";
    this.seen = operations.length;
    // What is made after a delete is another service.
    if (deletes) await this.newEpoch();
    return ran;
  }

  /**
   * What a preview shows of the service; nothing where it had to do without an answer of the
   * endpoint.
   */
  async shown(): Promise<ShownPlan | undefined> {
    const since = (await this.machine.log()).length;
    const { plans } = await this.engine.preview(programOf(this.inputs));
    const log = (await this.machine.log()).slice(since);
    if (
      log.some(
        (entry) => entry.kind === "request" && entry.operation !== null && !isReading(entry.method),
      )
    )
      this.rules.violations.push("a preview sent something");
    const isFaulty = log.some((entry) => entry.kind === "request" && entry.fault !== null);
    return isFaulty ? undefined : shownPlan(plans[NAME]);
  }

  async up({ killAt = null, preview = false, remediated = null }: Partial<Up> = {}): Promise<Ran> {
    const program = programOf(this.inputs);
    const shown = preview ? await this.shown() : undefined;
    const since = this.seen;
    const options = {
      killAt: killAt ?? undefined,
      ...(remediated !== null ? { remediated: { units: remediated } } : {}),
    };
    const ran = await this.ran(() => this.engine.up(program, options), {
      deletes: !(NAME in program),
    });
    const sent = (await operationsIn(this.machine)).slice(since);
    if (!ran.isRemediated) this.rules.violations.push(...disagreement(shown, sent, ran.end));
    if (ran.end !== "succeeded" || !(NAME in program)) return ran;
    this.succeededAt = (await operationsIn(this.machine)).length;
    const trigger = this.inputs["restartTriggers"];
    await this.restarted(this.triggers.get(trigger));
    this.completed = trigger;
    this.triggers.clear();
    return ran;
  }

  async destroy(killAt: number | null = null): Promise<void> {
    // The backup before a Delete is another one than the program's.
    await this.newEpoch();
    await this.ran(() => this.engine.destroy(killAt ?? undefined), { deletes: true });
  }

  async refresh(): Promise<void> {
    await this.ran(() => this.engine.refresh());
  }

  /**
   * Another runner works on the stack. What only the journal of the one before knows is not known
   * there.
   */
  useRunner(name: string): void {
    this.machine.useJournal(name);
    if (!this.isRecorded) this.hasLostJournal = true;
    this.isDisturbed = true;
  }

  /** Another runner destroys the stack, makes the service with other inputs, and hands back. */
  async madeAnewElsewhere(change: Change): Promise<void> {
    const { inputs } = this;
    this.useRunner("elsewhere");
    await this.destroy();
    await this.change(change);
    await this.up();
    this.useRunner("");
    await this.change({
      ...Object.fromEntries(Object.keys(change).map((name) => [name, null])),
      ...inputs,
    });
  }

  async runClone({ does, killAt }: Extract<Happening, { kind: "clone" }>): Promise<void> {
    await this.newEpoch();
    const { clone } = this;
    const kill = killAt ?? undefined;
    const program = programOf(this.inputs);
    if (does === "up")
      await this.ran(() => clone.up(program, { killAt: kill }), {
        stack: CLONE,
        deletes: !(NAME in program),
      });
    else await this.ran(() => clone.destroy(kill), { stack: CLONE, deletes: true });
    await this.newEpoch();
    this.succeededAt = this.epoch;
    this.hasLostSecrets = true;
    this.isDisturbed = true;
  }

  async platform(state: string): Promise<void> {
    const live = await this.machine.view(NAME);
    if (live === undefined) return;
    const { edition, units, lastBackup } = live;
    await this.machine.place(NAME, state, {
      edition,
      units,
      ...(lastBackup === null ? {} : { lastBackup }),
    });
    this.hasLostSecrets = true;
    this.isDisturbed = true;
    return this.newEpoch();
  }

  async somebody(units: number): Promise<void> {
    if ((await this.machine.view(NAME)) !== undefined) return;
    await this.machine.place(NAME, "Active", { units });
    this.rules.founder = "somebody";
    this.hasLostSecrets = true;
    this.isDisturbed = true;
    return this.newEpoch();
  }

  async happens(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case "program":
        return this.change(happening.change);
      case "operator":
        await this.machine.operator(happening.operation, NAME);
        this.isDisturbed = true;
        await this.rules.look();
        return this.newEpoch();
      case "platform":
        return this.platform(happening.state);
      case "somebody":
        return this.somebody(happening.units);
      case "fault":
        return this.machine.fault(happening.fault);
      case "up":
        await this.up(happening);
        return;
      case "refresh":
        // Without a journal a refresh accepts the service as it is (docs/decisions/0012): what was
        // sent before is forgotten.
        if (this.hasLostJournal) await this.newEpoch();
        return this.refresh();
      case "destroy":
        return this.destroy(happening.killAt);
      case "lost journal":
        this.machine.loseJournal();
        this.hasLostJournal = true;
        this.isDisturbed = true;
        return;
      case "runner":
        this.useRunner(happening.name);
        return;
      case "made anew elsewhere":
        return this.madeAnewElsewhere(happening.change);
      case "clone":
        return this.runClone(happening);
    }
  }

  /** After the last fault: the stack comes to rest, and stays there. */
  async rest(): Promise<void> {
    await this.machine.clearFaults();
    if (await this.machine.release(NAME)) {
      this.hasLostSecrets = true;
      this.isDisturbed = true;
    }
    // A service that was put there has lost its settings, so they are sent again.
    await this.newEpoch();
    // Names are free again, transitions are over.
    this.machine.clock.advance(3_600_000);
    const refused = new Set<string>();
    for (let given = 0; given < ADVICE_MAX; given += 1) {
      await this.settle();
      const shown = await this.shown();
      if (shown?.verdict !== "refused") return;
      const advice = permitted(
        shown.refusals.map(({ permit }) => permit),
        `fresh-${String(given)}`,
      );
      const texts = shown.refusals.map(({ message }) => message).join("\n");
      if (Object.keys(advice).length === 0) return;
      if (refused.has(texts)) {
        this.rules.violations.push(
          `what a refusal asks for was given, and it is refused as before:\n${texts}`,
        );
        return;
      }
      refused.add(texts);
      await this.change(advice);
    }
  }

  async settle(): Promise<void> {
    let ran = await this.up({ preview: true });
    for (let runs = 1; ran.end !== "succeeded" && runs < RUNS_TO_REST; runs += 1) {
      // A one-shot of which nothing is known here is refused until somebody accepts the service as
      // it is.
      if (ran.said.some((text) => text.includes("pulumi refresh"))) {
        this.excused.add("restart").add("backup");
        await this.newEpoch();
        await this.refresh();
      }
      ran = await this.up();
    }
    const before = (await operationsIn(this.machine)).length;
    const [first, second] = [await this.up(), await this.up()];
    const after = (await operationsIn(this.machine)).length;
    const { violations, founder } = this.rules;
    if (after !== before) violations.push("operations are sent although nothing has changed");
    if (first.end !== second.end || first.said.join() !== second.said.join())
      violations.push(`not at rest:\n${first.said.join("\n")}\n--\n${second.said.join("\n")}`);
    if (first.end === "succeeded" && (first.changed || second.changed))
      violations.push("an update without end");
    if (
      second.said.some((text) => text.includes("is not in this stack's state")) &&
      founder === OWN &&
      !this.isDisturbed
    )
      violations.push("a service that this stack has made is not in its state");
    if (second.end === "succeeded") await this.served();
  }

  /**
   * A trigger that a run completes was served by something that makes the service run anew, or is
   * excused in words.
   */
  async restarted(since: number | undefined): Promise<void> {
    if (since === undefined || this.excused.has("restart")) return;
    const operations = (await operationsIn(this.machine)).slice(since).filter(wasTaken);
    const served = ["Restart", "Start", "Create", "Restore"];
    if (operations.some(({ operation }) => served.includes(String(operation)))) return;
    if ((await this.machine.view(NAME))?.state === "Active")
      this.rules.violations.push("a restart was asked for and never made");
  }

  /** A secret that the program gives is the service's; a backup that was asked for was taken. */
  async served(): Promise<void> {
    const live = await this.machine.view(NAME);
    if (live === undefined || this.inputs.removed === true) return;
    const tracking = this.inputs["tracking"];
    const mayDiffer = this.hasLostSecrets || this.hasLostJournal || this.excused.has("secret");
    if (
      tracking !== undefined &&
      !mayDiffer &&
      this.machine.secret(NAME, "trackingStore") !== tracking
    )
      this.rules.violations.push("a secret was asked for and is not the service's");
    const backup = this.inputs["backup"];
    if (this.asked.has("backup") && typeof backup === "string" && !this.excused.has("backup")) {
      const backups = await this.machine.backups();
      const hasBackups = live.edition !== "Developer";
      if (hasBackups && !backups.includes(backup))
        this.rules.violations.push("a backup was asked for and never taken");
    }
  }
}

const isReading = (method: string): boolean => method === "GET";

/** Plays a history on a machine that is made new for it. */
export async function play(
  machine: Machine,
  history: readonly Happening[],
): Promise<readonly string[]> {
  await machine.reset();
  const player = new Player(machine);
  for (const happening of history) await player.happens(happening);
  await player.rest();
  return player.rules.violations;
}
