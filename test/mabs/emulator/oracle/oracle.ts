/**
 * What the pages and the decisions say an emulator answers, worked out a second time: tables
 * (facts.ts, the literal chart) and as little else as they need. It shares no code with the
 * emulator.
 */
import { ticked } from "../../chart/literals.js";
import {
  EDITION_ORDER,
  factsOf,
  has,
  isEdition,
  mostUnits,
  PLACED_BEFORE,
  type Refusal,
} from "./facts.js";
import type { Step } from "./step.js";

type Profile = "chart" | "rest-2016";

/** An operation that was accepted; `nth` is its place among all that were. */
interface Running {
  readonly nth: number;
  readonly operation: string;
  readonly endsAt: number;
  readonly fate: "success" | "fail" | "stall";
  /** The state that a failure of a Delete leaves, and every end of a Backup. */
  readonly before: string;
  readonly units?: number;
  readonly domain?: string;
  readonly backup?: string;
  readonly next?: { readonly domain: string };
}

/** A service, as a list shows it. */
export interface Expected {
  container: string;
  name: string;
  state: string;
  edition: string;
  units: number;
  domain: string | undefined;
  /** Another one after each change of the service. */
  revision: number;
  running?: Running | undefined;
}

/** The status of an answer: one of several, where more than one thing is wrong. */
export interface Verdict {
  readonly statuses: readonly number[];
  /** The text of `Result` or `Status`, where the answer has one. */
  readonly result?: string;
  /** Whether the answer names an operation that can be polled. */
  readonly isOperation?: true;
}

const one = (status: number): Verdict => ({ statuses: [status] });

const refusals = (...problems: readonly (Refusal | false)[]): Verdict | undefined => {
  const statuses = problems.filter((each) => each !== false);
  return statuses.length === 0 ? undefined : { statuses };
};

/** A name of a backup (docs/protocol.md, Names). */
const isBackupName = (name: string): boolean => /^[a-z]+$/.test(name);

/** The state as the chart has it; a transition has no row. */
const stable = (state: string): string | undefined =>
  Object.keys(PLACED_BEFORE).includes(state) || state.endsWith("ing") || state === "BackingUp"
    ? undefined
    : state;

/** One emulator's truth. */
export class Oracle {
  readonly #profile: Profile;
  readonly #operationMs: number;
  #now = 0;
  #revisions = 0;
  readonly #containers = new Map<string, string>();
  readonly #services = new Map<string, Expected>();
  readonly #backups = new Map<string, Pick<Expected, "edition" | "units" | "domain">>();
  readonly #faults: { operation: string; name?: string; left: number; effect: "fail" | "stall" }[] =
    [];
  /** What became of each accepted operation, and whose it was. */
  readonly #results: { result: string; place: string; era: number }[] = [];
  /** How many services there were under a name, one after the other. */
  readonly #eras = new Map<string, number>();

  constructor(profile: Profile, operationMs: number) {
    this.#profile = profile;
    this.#operationMs = operationMs;
  }

  /** All services, in no order. */
  services(): readonly Expected[] {
    return [...this.#services.values()];
  }

  /** How many operations were accepted. */
  get accepted(): number {
    return this.#results.length;
  }

  /** Does a step, and says what it is answered. */
  take(step: Step): Verdict {
    switch (step.do) {
      case "advance":
        this.#now += step.ms;
        this.#settle();
        return one(200);
      case "fault": {
        const { operation, occurrence, effect, name } = step;
        const of = name === undefined ? {} : { name };
        this.#faults.push({ operation, left: occurrence, effect, ...of });
        return one(201);
      }
      case "place":
        return this.#place(step);
      case "put":
        return this.#put(step);
      case "act":
        return this.#act(step);
      case "backup":
        return this.#backup(step);
      case "get":
        return one(this.#at(step) === undefined ? 404 : 200);
      case "poll":
        return this.#poll(step);
      case "operation": {
        const known = this.#results[step.nth];
        return known === undefined ? one(404) : { statuses: [200], result: known.result };
      }
      case "get container":
        return one(this.#containers.has(step.container) ? 200 : 404);
      case "put container":
        return this.#putContainer(step);
      case "delete container":
        return this.#deleteContainer(step.container);
    }
  }

  #place(step: Extract<Step, { do: "place" }>): Verdict {
    const { container, name, state, edition, units } = step;
    const place = placeOf(step);
    const before = this.#services.get(place);
    if (before === undefined && this.#isTaken(name)) return one(409);
    if (before?.running !== undefined) this.#end(before.running, "Failed");
    if (before === undefined) this.#begin(place);
    this.#containers.set(container, this.#containers.get(container) ?? "westeurope");
    this.#write(place, { container, name, state, edition, units, domain: undefined });
    return one(200);
  }

  #put(step: Extract<Step, { do: "put" }>): Verdict {
    const service = this.#at(step);
    if (service === undefined) return this.#make(step);
    if (step.restore !== undefined) return one(409);
    return this.#update(step, service);
  }

  #make(step: Extract<Step, { do: "put" }>): Verdict {
    const { container, name, restore, domain } = step;
    const backup =
      restore === undefined ? undefined : this.#backups.get(`${restore.account} ${restore.backup}`);
    const edition = step.edition ?? backup?.edition;
    const units = restore === undefined ? (step.units ?? 1) : (backup?.units ?? 1);
    const known = edition !== undefined && isEdition(edition);
    const refusal = refusals(
      name === "x1" && 400,
      !known && 400,
      this.#isTaken(name) && 409,
      restore !== undefined && backup === undefined && 400,
      restore !== undefined && known && !has(edition, "Backup") && 409,
      backup !== undefined && known && isLower(edition, backup.edition) && 409,
      restore === undefined && known && !(units >= 1 && units <= mostUnits(edition)) && 400,
    );
    if (refusal !== undefined) return refusal;
    this.#containers.set(container, this.#containers.get(container) ?? "westeurope");
    const place = placeOf(step);
    this.#begin(place);
    const made: Omit<Expected, "revision"> = {
      ...{ container, name, state: "", edition: String(edition) },
      units: Math.min(units, mostUnits(String(edition))),
      domain: domain ?? backup?.domain,
    };
    return this.#accept(place, made, { operation: restore === undefined ? "Create" : "Restore" });
  }

  #update(step: Extract<Step, { do: "put" }>, service: Expected): Verdict {
    const { edition, units, domain, version, match } = step;
    const { state } = service;
    const reconfigures = domain !== undefined && domain !== service.domain;
    const scales =
      (units !== undefined && units !== service.units) ||
      (state === "ScaleFailed" && !reconfigures);
    const configures = reconfigures || (state === "ConfigUpdateFailed" && !scales);
    const refusal = refusals(
      match === "none" && 400,
      match === "other" && 412,
      edition !== undefined && !isEdition(edition) && 400,
      edition !== undefined && isEdition(edition) && edition !== service.edition && 409,
      version === "2.0.0" && 400,
      units !== undefined &&
        units !== service.units &&
        !(units >= 1 && units <= mostUnits(service.edition)) &&
        400,
      state !== "Active" && scales === configures && 409,
      scales && !this.#allows(service, "Scale") && 409,
      configures && !this.#allows(service, "Update Configuration") && 409,
    );
    if (refusal !== undefined) return refusal;
    const place = placeOf(step);
    const scaled = { units: units ?? service.units };
    const configured = domain === undefined ? {} : { domain };
    if (scales && configures && domain !== undefined)
      return this.#accept(place, service, { operation: "Scale", ...scaled, next: { domain } });
    if (scales) return this.#accept(place, service, { operation: "Scale", ...scaled });
    if (configures)
      return this.#accept(place, service, { operation: "Update Configuration", ...configured });
    return this.#nothing(place);
  }

  #act(step: Extract<Step, { do: "act" }>): Verdict {
    const service = this.#at(step);
    const { operation, match } = step;
    if (service === undefined) return one(404);
    const isIdle = operation === "Suspend" && service.state === "Suspended";
    const isAllowed = isIdle ? has(service.edition, "Suspend") : this.#allows(service, operation);
    const refusal = refusals(match === "other" && 412, !isAllowed && 409);
    if (refusal !== undefined) return refusal;
    const place = placeOf(step);
    return isIdle ? this.#nothing(place) : this.#accept(place, service, { operation });
  }

  #backup(step: Extract<Step, { do: "backup" }>): Verdict {
    const service = this.#at(step);
    const { account, backup, match } = step;
    if (service === undefined) return one(404);
    const refusal = refusals(
      match === "other" && 412,
      !this.#allows(service, "Backup") && 409,
      !isBackupName(backup) && 400,
    );
    const kept = `${account} ${backup}`;
    return refusal ?? this.#accept(placeOf(step), service, { operation: "Backup", backup: kept });
  }

  #poll(step: Extract<Step, { do: "poll" }>): Verdict {
    const place = placeOf(step);
    const service = this.#services.get(place);
    if (service !== undefined && !has(service.edition, "Poll")) return one(409);
    const known = this.#results[step.nth];
    if (known?.place !== place || known.era !== this.#eras.get(place)) return one(404);
    return { statuses: [202], result: known.result };
  }

  #putContainer({ container, region }: Extract<Step, { do: "put container" }>): Verdict {
    const folded = region.replace(" ", "").toLowerCase();
    const existing = this.#containers.get(container);
    if (existing !== undefined && existing !== folded) return one(409);
    this.#containers.set(container, folded);
    return one(202);
  }

  #deleteContainer(container: string): Verdict {
    if (!this.#containers.delete(container)) return one(404);
    for (const [place, service] of this.#services) {
      if (service.container !== container) continue;
      if (service.running !== undefined) this.#end(service.running, "Failed");
      this.#services.delete(place);
    }
    return one(202);
  }

  #at(step: { readonly container: string; readonly name: string }): Expected | undefined {
    return this.#services.get(placeOf(step));
  }

  /** A name is a host name: there is one service of it, whatever the container. */
  #isTaken(name: string): boolean {
    return this.services().some((each) => each.name.toLowerCase() === name.toLowerCase());
  }

  #allows({ state, edition }: Expected, operation: string): boolean {
    const row = stable(state);
    if (row === undefined) return operation === "Delete";
    return (
      ticked(row as Parameters<typeof ticked>[0], operation as "Start", this.#profile) &&
      has(edition, operation)
    );
  }

  #begin(place: string): void {
    this.#eras.set(place, (this.#eras.get(place) ?? 0) + 1);
  }

  #write(place: string, service: Omit<Expected, "revision">): void {
    this.#revisions += 1;
    this.#services.set(place, { ...service, revision: this.#revisions });
  }

  #newOperation(place: string, result: string): number {
    this.#results.push({ result, place, era: this.#eras.get(place) ?? 0 });
    return this.#results.length - 1;
  }

  /** An operation without effect has succeeded at once. */
  #nothing(place: string): Verdict {
    this.#newOperation(place, "Succeeded");
    return { statuses: [202], isOperation: true };
  }

  #end({ nth }: Running, result: string): void {
    const known = this.#results[nth];
    if (known !== undefined) known.result = result;
  }

  /** Faults count what begins; of two that are due at once the later one waits. */
  #fateOf(operation: string, name: string): Running["fate"] {
    let fate: Running["fate"] = "success";
    for (const fault of this.#faults) {
      const isAbout = fault.name === undefined || fault.name === name.toLowerCase();
      if (fault.operation !== operation || !isAbout || fault.left === -1) continue;
      fault.left = Math.max(0, fault.left - 1);
      if (fault.left > 0 || fate !== "success") continue;
      fate = fault.effect;
      fault.left = -1;
    }
    return fate;
  }

  #accept(
    place: string,
    service: Omit<Expected, "revision">,
    asked: Pick<Running, "operation" | "units" | "domain" | "backup" | "next">,
  ): Verdict {
    const { operation } = asked;
    if (service.running !== undefined) this.#end(service.running, "Failed");
    const isFounding = operation === "Create" || operation === "Restore";
    const before = isFounding
      ? factsOf(operation).failure
      : (stable(service.state) ??
        service.running?.before ??
        PLACED_BEFORE[service.state] ??
        "Active");
    const nth = this.#newOperation(place, "InProgress");
    const fate = this.#fateOf(operation, service.name);
    const endsAt = this.#now + this.#operationMs;
    const running = { ...asked, nth, endsAt, fate, before };
    this.#write(place, { ...service, state: factsOf(operation).during, running });
    return { statuses: [202], isOperation: true };
  }

  /** What has become due, earliest first. */
  #settle(): void {
    for (;;) {
      const due = [...this.#services]
        .filter(([, { running }]) => running !== undefined && running.fate !== "stall")
        .filter(([, { running }]) => (running?.endsAt ?? Infinity) <= this.#now)
        .sort(([, a], [, b]) => (a.running?.endsAt ?? 0) - (b.running?.endsAt ?? 0));
      const [first] = due;
      if (first === undefined) return;
      this.#finish(...first);
    }
  }

  #finish(place: string, { running, ...service }: Expected): void {
    if (running === undefined) return;
    const { operation, fate, before, units, domain, backup, next, endsAt } = running;
    const { success, failure } = factsOf(operation);
    const isSuccess = fate === "success";
    const isRest2016 = this.#profile === "rest-2016" && operation === "Update Configuration";
    const end = isRest2016 && before === "Suspended" ? before : success;
    const leads = isSuccess ? end : failure;
    const ended = { ...service, state: leads === "=" ? before : leads };
    if (isSuccess && units !== undefined) ended.units = units;
    if (isSuccess && domain !== undefined) ended.domain = domain;
    if (isSuccess && backup !== undefined) this.#backups.set(backup, { ...service });
    if (isSuccess && next !== undefined) {
      const then = "Update Configuration";
      const { during } = factsOf(then);
      const times = { endsAt: endsAt + this.#operationMs, nth: running.nth };
      const fateOfNext = this.#fateOf(then, service.name);
      const begun = { operation: then, ...next, ...times, fate: fateOfNext, before: "Active" };
      this.#write(place, { ...ended, state: during, running: begun });
      return;
    }
    this.#end(running, isSuccess ? "Succeeded" : "Failed");
    if (ended.state === "gone") this.#services.delete(place);
    else this.#write(place, ended);
  }
}

const placeOf = ({ container, name }: { container: string; name: string }): string =>
  `${container} ${name.toLowerCase()}`;

const isLower = (edition: string, than: string): boolean =>
  EDITION_ORDER.indexOf(edition) < EDITION_ORDER.indexOf(than);
