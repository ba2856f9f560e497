/** What no run may do to the services of a stack, whatever has happened before. */
import { disagreement, shownPlan, type ShownPlan } from "./agreement.js";
import { isFounding, isLegal, textOf, wasTaken } from "./audit.js";
import type { Previewed, Ran } from "./engine-model.js";
import type { LoggedRequest } from "./machine.js";
import type { Program, Properties } from "./program.js";

/** A run, as it is judged. */
export interface JudgedRun {
  readonly ran: Ran;
  /** The program, its names as they have become known; nothing when the stack is destroyed. */
  readonly program: Program | undefined;
  /**
   * Logical names of the resources that the state had, with the names of their services: two may
   * have one service, after a run that adopted it and came to no delete.
   */
  readonly recorded: ReadonlyMap<string, string>;
  /** Names of services that were there. */
  readonly live: ReadonlySet<string>;
  readonly sent: readonly LoggedRequest[];
  /** What the preview just before it has shown, where it could ask the endpoint. */
  readonly shown: Previewed | undefined;
}

const nameIn = (args: Properties): string => args["serviceName"] as string;

/**
 * The resource of the program that a recorded one has become; an alias counts where the name itself
 * is not recorded.
 */
function successor(
  program: Program,
  name: string,
  recorded: JudgedRun["recorded"],
): [string, Program[string]] | undefined {
  return Object.entries(program).find(
    ([each, { aliases = [] }]) => each === name || (!recorded.has(each) && aliases.includes(name)),
  );
}

/**
 * The resource of the program for which something was sent; nothing where the program has it no
 * more.
 */
const senderIn = (
  program: Program,
  { sender = "" }: LoggedRequest,
  recorded: JudgedRun["recorded"],
): string | undefined => successor(program, sender, recorded)?.[0];

/** Whether the state had a service, for whichever resource. */
const isRecorded = ({ recorded }: JudgedRun, service: string): boolean =>
  [...recorded.values()].includes(service);

const replacedName = (shown: ShownPlan | undefined): string | undefined =>
  (shown?.replaced as { serviceName?: string } | undefined)?.serviceName;

/** Judges runs, and remembers who has made what. */
export class StackRules {
  readonly violations: string[] = [];
  /** Who has made each service that is there: the stack, or somebody. */
  readonly founders = new Map<string, "stack" | "somebody">();

  /** Services of which a Backup was taken since a run last went well. */
  readonly #saved = new Set<string>();

  /** Looks at a run that has ended. */
  judge(run: JudgedRun): void {
    const own = new Set<string>();
    for (const [at, sent] of run.sent.entries()) {
      if (!isLegal(sent)) this.violations.push(`illegal: ${textOf(sent)}`);
      if (!wasTaken(sent)) continue;
      const name = String(sent.service);
      if (sent.operation === "Delete") this.#deleted(sent, run, run.sent.slice(0, at), own);
      else if (!isFounding(sent)) this.#touched(sent, name, run, own);
      if (isFounding(sent)) {
        own.add(name);
        this.founders.set(name, "stack");
      }
      if (sent.operation === "Delete") this.founders.delete(name);
      if (sent.operation === "Backup") this.#saved.add(name);
    }
    // A refresh finishes nothing: what a run that was cut off has saved, the next up goes on with.
    if (run.ran.end === "succeeded" && run.program !== undefined) this.#saved.clear();
    this.#agrees(run);
  }

  #deleted(
    sent: LoggedRequest,
    run: JudgedRun,
    before: readonly LoggedRequest[],
    own: Set<string>,
  ): void {
    const name = String(sent.service);
    const { program, recorded, live, shown } = run;
    if (!isRecorded(run, name) && !own.has(name))
      this.violations.push(`Delete of ${name}, which the stack does not have`);
    if (program === undefined || !isRecorded(run, name)) return;
    const claimant = Object.entries(program).find(([, { args }]) => nameIn(args) === name);
    const [heirName, heir] = successor(program, sent.sender ?? "", recorded) ?? [];
    // In another container it is another service.
    const moves = heir !== undefined && claimant?.[1] === heir;
    // A resource that comes later in the program is not known yet: it is refused when it comes.
    const order = Object.keys(program);
    const isLater =
      heirName !== undefined && order.indexOf(claimant?.[0] ?? "") > order.indexOf(heirName);
    if (claimant !== undefined && !moves && !isLater)
      this.violations.push(`Delete of ${name}, which ${claimant[0]} claims`);
    if (heir === undefined) return;
    const { acceptDataLoss: consent, backup } = heir.args;
    const isSavedNow = before.some((each) => each.operation === "Backup" && each.service === name);
    const isSaved = backup !== undefined && (isSavedNow || this.#saved.has(name));
    // A service whose Create has failed was never there: nothing of it is lost (docs/planner.md,
    // replaced).
    const isLoss = sent.state !== "CreatedFailed";
    if (heir.protect === true || (isLoss && consent !== `${name}/replace` && !isSaved))
      this.violations.push(
        `Delete of ${name} for the new name of ${String(heirName)} without consent`,
      );
    const next = nameIn(heir.args);
    if (next !== name && live.has(next))
      this.violations.push(`Delete of ${name} for the name ${next}, which is not free`);
    if (shown === undefined) return;
    const isShown = Object.values(shown.plans).some(
      (plan) => replacedName(shownPlan(plan)) === name,
    );
    if (!isShown) this.violations.push(`Delete of ${name}, which the preview before did not show`);
  }

  /** A service that somebody has made is touched by a resource that takes it over alone. */
  #touched(sent: LoggedRequest, name: string, run: JudgedRun, own: Set<string>): void {
    const { program, ran } = run;
    if (isRecorded(run, name) || own.has(name) || this.founders.get(name) === "stack") return;
    const adopts = Object.values(program ?? {}).some(
      ({ args }) => nameIn(args) === name && args["adopt"] !== undefined,
    );
    if (!adopts && !ran.said.join().includes("is taken for the one"))
      this.violations.push(`${textOf(sent)} of ${name}, which somebody has made`);
  }

  /** Each resource is done with as the preview has shown. */
  #agrees({ program = {}, recorded, shown, sent, ran }: JudgedRun): void {
    if (shown === undefined) return;
    for (const name of Object.keys(program)) {
      const plan = shownPlan(shown.plans[name]);
      // While another resource is at work a name may have become free.
      if (plan?.refusals.some(({ message }) => message.includes("not available")) === true)
        continue;
      const own = sent.filter((each) => senderIn(program, each, recorded) === name);
      this.violations.push(...disagreement(plan, own, ran.end).map((text) => `${name}: ${text}`));
    }
  }
}
