/** Plays one history and says what went against the promises; nothing, if all is well. */
import { isLegal, operationsIn, textOf, wasTaken } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { STORE, type Change, type Happening } from "./history.js";
import type { LoggedRequest, Machine } from "./machine.js";

const NAME = "orders";

/** The longest that one run may take by the clock, and how many effects it may have. */
const RUN_MS_MAX = 24 * 3_600_000;
const POINTS_MAX = 20_000;

/** Runs that the model gives a stack to come to rest after the last fault. */
const RUNS_TO_REST = 5;

/** States in which only Delete is legal, and whether a Delete there needs consent without a Restore that follows. */
const DELETE_ONLY = [
  "Disabled",
  "ServiceUpdateFailed",
  "DisableFailed",
  "EnableFailed",
  "CreatedFailed",
  "RestoreFailed",
];
const BY_THE_PLATFORM = ["Disabled", "DisableFailed", "EnableFailed"];

interface Inputs {
  readonly edition: string;
  readonly recovery?: string;
  readonly consent?: string;
  readonly protect?: boolean;
  readonly removed?: boolean;
  readonly [name: string]: unknown;
}

/** What the program says, from what the history has changed so far. */
function programOf(inputs: Inputs): Program {
  const { domain, tracking, backup, consent, protect, removed, ...rest } = inputs;
  if (removed === true) return {};
  const configuration = {
    ...(domain === undefined ? {} : { customDomainUrl: domain }),
    ...(tracking === undefined ? {} : { trackingStore: tracking }),
  };
  const args = {
    serviceName: NAME,
    cloudService: "integration",
    region: "West Europe",
    ...rest,
    configuration,
    backup: backup === undefined ? undefined : { name: backup, store: STORE },
    ...(consent === undefined ? {} : { acceptDataLoss: `${NAME}/${consent}` }),
    // Without a store that is refused, and nothing would ever come to rest.
    ...(backup === undefined ? { backupBeforeDelete: undefined } : {}),
  };
  return { [NAME]: { args, ...(protect === true ? { protect } : {}) } };
}

function changed(inputs: Inputs, change: Change): Inputs {
  const merged = Object.entries({ ...inputs, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as Inputs;
}

/** One stack on one machine, while a history is played. */
class Player {
  readonly engine: EngineModel;
  readonly violations: string[] = [];
  /** Set when somebody put a service there: it has no settings, and nobody can read that its secrets are gone. */
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
  /** Outputs that the state had before the run. */
  recordedBefore: Readonly<Record<string, unknown>> | undefined;
  hasLostJournal = false;
  /** The trigger of the last run that succeeded. */
  completed: unknown;
  /** Where the log was when a trigger was first asked for, since then. */
  readonly triggers = new Map<unknown, number>();
  /** Deletes that the engine asked for: a resource is gone from the program, or the stack is destroyed. */
  readonly asEngine = new Set<string | null>();
  readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
    this.engine = new EngineModel(machine);
  }

  async newEpoch(): Promise<void> {
    this.epoch = (await operationsIn(this.machine)).length;
  }

  async change(change: Change): Promise<void> {
    const before = this.inputs;
    this.inputs = changed(before, change);
    await this.newEpoch();
    const trigger = this.inputs["restartTriggers"];
    const isAsked = this.engine.state.has(NAME) && before["restartTriggers"] !== trigger;
    // Back to what was completed, there is nothing to serve; back to what was asked for before, it may be served since.
    if (isAsked && trigger !== this.completed && !this.triggers.has(trigger)) this.triggers.set(trigger, this.epoch);
    if (before["backup"] === this.inputs["backup"]) return;
    this.asked.set("backup", this.epoch);
    this.excused.delete("backup");
  }

  async ran(work: () => Promise<Ran>, deletes: boolean): Promise<Ran> {
    const startedAt = this.machine.clock.now();
    this.recordedBefore = this.engine.state.get(NAME)?.outputs;
    const ran = await work();
    if (this.machine.clock.now() - startedAt > RUN_MS_MAX) this.violations.push("a run did not end within its bound");
    if (ran.points.length > POINTS_MAX) this.violations.push("a run had too many effects");
    const text = [...ran.said, ...ran.notes].join("\n");
    if (/\(.*restartTriggers.*not known whether|recorded as served/.test(text)) this.excused.add("restart");
    if (/\(.*backup.*not known whether/.test(text)) this.excused.add("backup");
    if (/\(.*secret.*not known whether/.test(text)) this.excused.add("secret");
    await this.audit(deletes);
    // What is made after a delete is another service.
    if (deletes) await this.newEpoch();
    return ran;
  }

  /** Looks at what this run has sent. */
  async audit(deletes: boolean): Promise<void> {
    const operations = await operationsIn(this.machine);
    const inEpoch = operations.slice(this.epoch);
    for (const sent of operations.slice(this.seen)) {
      if (!isLegal(sent)) this.violations.push(`illegal: ${textOf(sent)}`);
      if (sent.operation === "Delete" && deletes) {
        this.asEngine.add(sent.operationId);
        this.savedBefore(sent, operations);
      } else if (sent.operation === "Delete") this.consented(sent, operations);
    }
    for (const sent of operations.slice(this.seen))
      if (await this.isTwice(sent, inEpoch)) this.violations.push(`twice: ${textOf(sent)}`);
    this.emptied(inEpoch);
    this.seen = operations.length;
  }

  /** An operation that has succeeded since anything last changed, and is sent again. */
  async isTwice(sent: LoggedRequest, inEpoch: readonly LoggedRequest[]): Promise<boolean> {
    if (sent.operation === "Delete" || !wasTaken(sent)) return false;
    const before = inEpoch
      .slice(0, inEpoch.indexOf(sent))
      .filter((each) => each.operation === sent.operation && wasTaken(each));
    for (const each of before) if (await this.machine.succeeded(each)) return true;
    return false;
  }

  /** A Backup between the last run that went well and a Delete: an older one does not count. */
  hasBackup(sent: LoggedRequest, operations: readonly LoggedRequest[]): boolean {
    const since = operations.slice(this.succeededAt, operations.indexOf(sent));
    return since.some((each) => each.operation === "Backup" && wasTaken(each));
  }

  /** What the engine deletes is saved before, where the state says so. */
  savedBefore(sent: LoggedRequest, operations: readonly LoggedRequest[]): void {
    if (this.recordedBefore?.["backupBeforeDelete"] === true && !this.hasBackup(sent, operations))
      this.violations.push(`Delete in ${String(sent.state)} without the Backup before it`);
  }

  consented(sent: LoggedRequest, operations: readonly LoggedRequest[]): void {
    const { state } = sent;
    const { recovery, protect, consent, edition } = this.inputs;
    const at = String(state);
    const mayReplace = recovery === "replace" && protect !== true;
    const needed = BY_THE_PLATFORM.includes(at) && consent !== at;
    const forEdition = !DELETE_ONLY.includes(at) && edition === "Premium" && this.hasBackup(sent, operations);
    if (!mayReplace || needed || !(DELETE_ONLY.includes(at) || forEdition))
      this.violations.push(`Delete in ${at} without consent`);
  }

  /** A Delete that needs no consent because a Restore follows is never followed by a Create. */
  emptied(inEpoch: readonly LoggedRequest[]): void {
    const taken = inEpoch.filter(wasTaken);
    for (const [index, { operation, state, operationId }] of taken.entries()) {
      const next = taken.slice(index + 1).find((each) => ["Create", "Restore"].includes(String(each.operation)));
      if (
        operation !== "Delete" ||
        this.asEngine.has(operationId) ||
        next?.operation !== "Create" ||
        state === "CreatedFailed"
      )
        continue;
      const { consent } = this.inputs;
      if (consent !== state && consent !== "absent")
        this.violations.push(`made empty after Delete in ${String(state)} without consent`);
    }
  }

  async up(killAt?: number): Promise<Ran> {
    const program = programOf(this.inputs);
    const ran = await this.ran(() => this.engine.up(program, killAt), !(NAME in program));
    if (ran.end !== "succeeded" || !(NAME in program)) return ran;
    this.succeededAt = (await operationsIn(this.machine)).length;
    const trigger = this.inputs["restartTriggers"];
    await this.restarted(this.triggers.get(trigger));
    this.completed = trigger;
    this.triggers.clear();
    return ran;
  }

  async happens(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case "program":
        return this.change(happening.change);
      case "operator":
        await this.machine.operator(happening.operation, NAME);
        return this.newEpoch();
      case "platform": {
        const live = await this.machine.view(NAME);
        if (live === undefined) return;
        const { edition, units, lastBackup } = live;
        const kept = { edition, units, ...(lastBackup === null ? {} : { lastBackup }) };
        await this.machine.place(NAME, happening.state, kept);
        this.hasLostSecrets = true;
        return this.newEpoch();
      }
      case "fault":
        return this.machine.fault(happening.fault);
      case "up":
        await this.up(happening.killAt ?? undefined);
        return;
      case "refresh":
        // Without a journal a refresh accepts the service as it is (docs/decisions/0012): what was sent before is
        // forgotten.
        if (this.hasLostJournal) await this.newEpoch();
        await this.ran(() => this.engine.refresh(), false);
        return;
      case "destroy":
        // The backup before a Delete is another one than the program's.
        await this.newEpoch();
        await this.ran(() => this.engine.destroy(happening.killAt ?? undefined), true);
        return;
      case "lost journal":
        this.machine.loseJournal();
        this.hasLostJournal = true;
        return;
    }
  }

  /** After the last fault: the stack comes to rest, and stays there. */
  async rest(): Promise<void> {
    await this.machine.clearFaults();
    if (await this.machine.release(NAME)) this.hasLostSecrets = true;
    // A service that was put there has lost its settings, so they are sent again.
    await this.newEpoch();
    // Names are free again, transitions are over.
    this.machine.clock.advance(3_600_000);
    let ran = await this.up();
    for (let runs = 1; ran.end !== "succeeded" && runs < RUNS_TO_REST; runs += 1) {
      // A one-shot of which nothing is known here is refused until somebody accepts the service as it is.
      if (ran.said.some((text) => text.includes("pulumi refresh"))) {
        this.excused.add("restart").add("backup");
        await this.newEpoch();
        await this.ran(() => this.engine.refresh(), false);
      }
      ran = await this.up();
    }
    const before = (await operationsIn(this.machine)).length;
    const [first, second] = [await this.up(), await this.up()];
    const after = (await operationsIn(this.machine)).length;
    if (after !== before) this.violations.push("operations are sent although nothing has changed");
    if (first.end !== second.end || first.said.join() !== second.said.join())
      this.violations.push(`not at rest:\n${first.said.join("\n")}\n--\n${second.said.join("\n")}`);
    if (first.end === "succeeded" && (first.changed || second.changed)) this.violations.push("an update without end");
    if (second.end === "succeeded") await this.served();
  }

  /** A trigger that a run completes was served by something that makes the service run anew, or is excused in words. */
  async restarted(since: number | undefined): Promise<void> {
    if (since === undefined || this.excused.has("restart")) return;
    const operations = (await operationsIn(this.machine)).slice(since).filter(wasTaken);
    const served = ["Restart", "Start", "Create", "Restore"];
    if (operations.some(({ operation }) => served.includes(String(operation)))) return;
    if ((await this.machine.view(NAME))?.state === "Active")
      this.violations.push("a restart was asked for and never made");
  }

  /** A secret that the program gives is the service's; a backup that was asked for was taken. */
  async served(): Promise<void> {
    const live = await this.machine.view(NAME);
    if (live === undefined || this.inputs.removed === true) return;
    const tracking = this.inputs["tracking"];
    const mayDiffer = this.hasLostSecrets || this.hasLostJournal || this.excused.has("secret");
    if (tracking !== undefined && !mayDiffer && this.machine.secret(NAME, "trackingStore") !== tracking)
      this.violations.push("a secret was asked for and is not the service's");
    const backup = this.inputs["backup"];
    if (this.asked.has("backup") && typeof backup === "string" && !this.excused.has("backup")) {
      const backups = await this.machine.backups();
      const hasBackups = live.edition !== "Developer";
      if (hasBackups && !backups.includes(backup)) this.violations.push("a backup was asked for and never taken");
    }
  }
}

/** Plays a history on a machine that is made new for it. */
export async function play(machine: Machine, history: readonly Happening[]): Promise<readonly string[]> {
  await machine.reset();
  const player = new Player(machine);
  for (const happening of history) await player.happens(happening);
  await player.rest();
  return player.violations;
}
