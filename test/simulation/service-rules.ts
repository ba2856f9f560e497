/** What no run may do to the one service of a history, whatever has happened before. */
import { isFounding, isLegal, isOperators, textOf, wasTaken } from "./audit.js";
import type { LoggedRequest, Machine } from "./machine.js";
import { NAME, type Inputs } from "./service-program.js";

/**
 * States in which only Delete is legal, and whether a Delete there needs consent without a Restore
 * that follows.
 */
const DELETE_ONLY = [
  "Disabled",
  "ServiceUpdateFailed",
  "DisableFailed",
  "EnableFailed",
  "CreatedFailed",
  "RestoreFailed",
];
const BY_THE_PLATFORM = ["Disabled", "DisableFailed", "EnableFailed"];

/** A run, as it is judged. */
export interface Judged {
  /** The stack that ran. */
  readonly stack: string;
  readonly inputs: Inputs;
  /** Outputs that its state had before; nothing when it did not have the service. */
  readonly recorded: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether the engine asked for a Delete: the resource is gone from the program, or the stack is
   * destroyed.
   */
  readonly deletes: boolean;
  /** Whether a policy changed the inputs after they were checked. */
  readonly isRemediated: boolean;
  /** All that was said. */
  readonly text: string;
  /** Everything that anybody has sent so far. */
  readonly all: readonly LoggedRequest[];
  /** What this run has sent. */
  readonly sent: readonly LoggedRequest[];
  /** What was sent since anything last changed. */
  readonly inEpoch: readonly LoggedRequest[];
  /** What was sent since a run last went well. */
  readonly sinceSuccess: readonly LoggedRequest[];
}

const text = (value: unknown): string => String(value);

/** Judges runs, and remembers what their rules need. */
export class ServiceRules {
  readonly violations: string[] = [];
  /** Which stack, or who else, made the service that is there. */
  founder: string | undefined;
  /** Deletes that the engine asked for. */
  readonly #asEngine = new Set<string | null>();
  readonly #machine: Machine;
  #backups: ReadonlyMap<string, string> = new Map();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Looks at a run that has ended. */
  async judge(run: Judged): Promise<void> {
    const taken = run.sent.filter(wasTaken);
    for (const sent of run.sent) {
      if (!isLegal(sent)) this.violations.push(`illegal: ${textOf(sent)}`);
      if (sent.operation !== "Delete") continue;
      if (run.deletes) {
        this.#asEngine.add(sent.operationId);
        this.#savedBefore(sent, run);
      } else this.#consented(sent, run);
    }
    for (const sent of taken)
      if (await this.#isTwice(sent, run)) this.violations.push(`twice: ${textOf(sent)}`);
    if (run.isRemediated && run.sent.length > 0)
      this.violations.push(
        `sent although a policy changed the inputs: ${run.sent.map(textOf).join(", ")}`,
      );
    const last = run.sent.at(-1);
    if (
      last !== undefined &&
      wasTaken(last) &&
      run.text.includes(`${text(last.operation)} was not taken`)
    )
      this.violations.push(`${textOf(last)} was taken, and it is said that it was not`);
    for (const sent of taken) this.#vanished(sent, run);
    this.#foreign(taken, run);
    await this.look();
    this.#ignored(taken, run);
    this.#emptied(run);
    await this.#overwritten(run);
  }

  /** An operation that has succeeded since anything last changed, and is sent again. */
  async #isTwice(sent: LoggedRequest, { inEpoch }: Judged): Promise<boolean> {
    if (sent.operation === "Delete") return false;
    const before = inEpoch
      .slice(0, inEpoch.indexOf(sent))
      .filter((each) => each.operation === sent.operation && wasTaken(each));
    for (const each of before) if (await this.#machine.succeeded(each)) return true;
    return false;
  }

  /** A Backup between the last run that went well and a Delete: an older one does not count. */
  #hasBackup(sent: LoggedRequest, { sinceSuccess }: Judged): boolean {
    const since = sinceSuccess.slice(0, sinceSuccess.indexOf(sent));
    return since.some((each) => each.operation === "Backup" && wasTaken(each));
  }

  /** What the engine deletes is saved before, where the state says so. */
  #savedBefore(sent: LoggedRequest, run: Judged): void {
    if (run.recorded?.["backupBeforeDelete"] === true && !this.#hasBackup(sent, run))
      this.violations.push(`Delete in ${text(sent.state)} without the Backup before it`);
  }

  #consented(sent: LoggedRequest, run: Judged): void {
    const at = text(sent.state);
    const { recovery, protect, consent, edition } = run.inputs;
    const mayReplace = recovery === "replace" && protect !== true;
    const needed = BY_THE_PLATFORM.includes(at) && consent !== at;
    const forEdition =
      !DELETE_ONLY.includes(at) && edition === "Premium" && this.#hasBackup(sent, run);
    if (!mayReplace || needed || !(DELETE_ONLY.includes(at) || forEdition))
      this.violations.push(`Delete in ${at} without consent`);
  }

  /** A Delete that needs no consent because a Restore follows is never followed by a Create. */
  #emptied({ inEpoch, inputs: { consent } }: Judged): void {
    const taken = inEpoch.filter(wasTaken);
    for (const [index, { operation, state, operationId }] of taken.entries()) {
      const next = taken.slice(index + 1).find(isFounding);
      if (
        operation !== "Delete" ||
        this.#asEngine.has(operationId) ||
        next?.operation !== "Create" ||
        state === "CreatedFailed"
      )
        continue;
      if (consent !== state && consent !== "absent")
        this.violations.push(`made empty after Delete in ${text(state)} without consent`);
    }
  }

  /**
   * A service that the stack knows and that somebody has deleted is not made anew, empty, without
   * consent.
   */
  #vanished(sent: LoggedRequest, { recorded, inputs: { consent }, all }: Judged): void {
    if (sent.operation !== "Create" || recorded === undefined || recorded["state"] === "absent")
      return;
    const before = all
      .slice(0, all.indexOf(sent))
      .findLast((each) => each.operation === "Delete" && wasTaken(each));
    const isGone =
      before !== undefined && (isOperators(before) || this.#asEngine.has(before.operationId));
    if (isGone && consent !== "absent")
      this.violations.push("a service that had vanished was made empty without consent");
  }

  /**
   * What another stack, or somebody else, has made is nobody's to touch who does not have it in the
   * state.
   */
  #foreign(taken: readonly LoggedRequest[], { stack, recorded, text: said }: Judged): void {
    for (const sent of taken) {
      if (isFounding(sent)) this.founder = stack;
      else if (
        this.founder !== stack &&
        recorded === undefined &&
        !said.includes("is taken for the one")
      )
        this.violations.push(`${textOf(sent)} of a service that ${String(this.founder)} made`);
    }
  }

  /** What the program ignores is left as it is. */
  #ignored(
    taken: readonly LoggedRequest[],
    { inputs: { ignore = [] }, recorded, deletes }: Judged,
  ): void {
    if (recorded === undefined || deletes || !ignore.includes("units")) return;
    const founded = taken.findIndex(isFounding);
    const before = founded === -1 ? taken : taken.slice(0, founded);
    if (before.some((each) => textOf(each) === "Scale in Active"))
      this.violations.push("scaled although units are ignored");
  }

  /**
   * A backup that is there is never written over, but by a copy of the request that nobody sent
   * twice.
   */
  async #overwritten({ sent }: Judged): Promise<void> {
    const now = await this.#machine.backupTimes();
    const isRepeated = sent.some(
      ({ operation, fault }) => operation === "Backup" && fault === "repeat",
    );
    for (const [name, takenAt] of this.#backups)
      if (!isRepeated && now.has(name) && now.get(name) !== takenAt)
        this.violations.push(`the backup ${name} was written over`);
    this.#backups = now;
  }

  /** Nobody has made a service that is gone; one whose Delete has failed is still whose it was. */
  async look(): Promise<void> {
    if ((await this.#machine.view(NAME)) === undefined) this.founder = undefined;
  }
}
