/**
 * What the resources of one run have said of themselves, in this process: facts that identity
 * safety is decided by (docs/decisions/0012), and what `check` has judged, for the calls that
 * follow it.
 */
import type { Keep } from "../../pulumi/call.js";
import type { KnownInputs, ServiceInputs } from "../inputs/service-inputs.js";
import type { Plan } from "../planner/index.js";
import { serviceKey, type ServiceRef } from "../protocol/index.js";
import type { CheckedPlan } from "./checked-plan.js";

/** The service that goes when the engine replaces a resource. */
export interface Replaced {
  readonly service: ServiceRef;
  readonly plan: Plan;
  /** Inputs by which it is deleted: those of the program, where the state has older ones. */
  readonly inputs: Pick<ServiceInputs, "backup" | "backupBeforeDelete" | "recovery">;
  /**
   * The program leaves it behind: the engine goes by the option that its state has, and asks for
   * the delete all the same.
   */
  readonly isLeft: boolean;
}

/**
 * What `check` has judged of a resource: `diff`, `create` and `update` of the same run go by it.
 */
export interface Judgement {
  readonly urn: string;
  /** Paths of `ignoreChanges` in dotted form. */
  readonly ignored: readonly string[];
  readonly keep?: Keep;
  readonly inputs: KnownInputs;
  /** The life that the resource has from now on. */
  readonly life: string | undefined;
  /**
   * Set where outputs say that the service has moved: they may still say so of one that has not
   * changed since.
   */
  readonly moved: boolean;
  /** `undefined` where nothing can be judged yet. */
  readonly plan: CheckedPlan | undefined;
}

/** Notes of one run of the engine. Services are named by container and name, resources by URN. */
export class RunNotes {
  readonly #claimants = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  readonly #replaced = new Map<string, Replaced>();
  readonly #adopters = new Map<string, string>();
  readonly #owned = new Map<string, ServiceRef>();
  readonly #made = new Map<string, ServiceRef>();
  readonly #judgements = new Map<string, Judgement>();
  readonly #changed = new Set<string>();
  readonly #backups = new Map<string, string>();

  /** Claims a service for a resource. @returns the one that has claimed it before. */
  claim(service: ServiceRef, urn: string): string | undefined {
    const key = serviceKey(service);
    const other = this.#claimants.get(key);
    if (other !== undefined && other !== urn) return other;
    this.#claimants.set(key, urn);
    return undefined;
  }

  /** The resource of this run that claims a service. */
  claimantOf(service: ServiceRef): string | undefined {
    return this.#claimants.get(serviceKey(service));
  }

  /** Notes the service that the engine has in its state for a resource. */
  record(urn: string, service: ServiceRef): void {
    this.#recorded.set(urn, serviceKey(service));
  }

  /** Whether the engine has the service in its state for this resource. */
  isRecordedFor(urn: string, service: ServiceRef): boolean {
    return this.#recorded.get(urn) === serviceKey(service);
  }

  /** Other resources for which the engine has the service in its state. */
  ownersOf(service: ServiceRef, but: string): string[] {
    const key = serviceKey(service);
    return [...this.#recorded].flatMap(([urn, recorded]) =>
      urn !== but && recorded === key ? [urn] : [],
    );
  }

  /** Notes what the engine's replacement of a resource means for the service that goes. */
  replace(urn: string, replaced: Replaced): void {
    this.#replaced.set(urn, replaced);
  }

  /** The service that goes with the replacement of a resource. */
  replacedOf(urn: string): Replaced | undefined {
    return this.#replaced.get(urn);
  }

  /**
   * The replacement that a service goes in: a resource that an alias has renamed has another URN
   * than its state names.
   */
  replacementOf(service: ServiceRef): Replaced | undefined {
    const key = serviceKey(service);
    return [...this.#replaced.values()].find((each) => serviceKey(each.service) === key);
  }

  /**
   * Notes a resource without state that may take a service which exists: by adoption, or by the
   * journal.
   */
  adopt(service: ServiceRef, urn: string): void {
    this.#adopters.set(serviceKey(service), urn);
  }

  /** The resource without state that may take the service. */
  adopterOf(service: ServiceRef): string | undefined {
    return this.#adopters.get(serviceKey(service));
  }

  /**
   * Notes that a resource has its service from this run on; of a new resource, that its create was
   * answered.
   */
  own(service: ServiceRef, isNew: boolean): void {
    this.#owned.set(serviceKey(service), service);
    if (isNew) this.#made.set(serviceKey(service), service);
  }

  /** Whether a resource of this run has created, adopted or updated the service. */
  isOwned(service: ServiceRef): boolean {
    return this.#owned.has(serviceKey(service));
  }

  /** Services whose create has been answered. */
  made(): readonly ServiceRef[] {
    return [...this.#made.values()];
  }

  /**
   * Keeps what was judged of a service; of one that two resources claim, what was judged for the
   * first.
   */
  judged(service: ServiceRef, judgement: Judgement): void {
    const claimant = this.claimantOf(service);
    if (claimant === undefined || claimant === judgement.urn)
      this.#judgements.set(serviceKey(service), judgement);
  }

  /** What `check` of this run has judged of a service. */
  judgementOf(service: ServiceRef): Judgement | undefined {
    return this.#judgements.get(serviceKey(service));
  }

  /**
   * Notes that this run has created or updated a resource: what follows from its outputs was
   * unknown in the preview.
   */
  change(urn: string): void {
    this.#changed.add(urn);
  }

  /** Whether this run has created or updated a resource, in this process. */
  isChanged(urn: string): boolean {
    return this.#changed.has(urn);
  }

  /**
   * Claims the name of a backup in a store. @returns whether another resource has claimed it
   * before.
   */
  claimBackup(
    { name, store }: { readonly name: string; readonly store: string },
    urn: string,
  ): boolean {
    const key = `${store}/${name}`;
    const taker = this.#backups.get(key) ?? urn;
    this.#backups.set(key, taker);
    return taker !== urn;
  }
}
