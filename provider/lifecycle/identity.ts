/**
 * Identity safety: which service a resource may take for its own (design section 6).
 *
 * Each of these refusals stands for a way in which a live service was destroyed or abandoned in a prototype.
 */
import { ProviderError } from "../errors.js";
import type { JournalEntry } from "../executor/index.js";
import type { Refusal } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import type { ServiceInputs } from "./service-inputs.js";
import { serviceKey, type Session } from "./session.js";
import type { Properties } from "./unknown.js";

/** A resource and the service it means. */
export interface Claim {
  readonly urn: string;
  readonly service: ServiceRef;
  readonly region: string | undefined;
  readonly adopt: ServiceInputs["adopt"];
  /** Old checked inputs; empty when the engine has none. */
  readonly olds: Properties;
  readonly live: Service | null;
}

function refusal(claim: Claim, headline: string, permit: string | null, hint: string): Refusal {
  const state = claim.live?.state ?? "absent";
  const message = `${headline}\n  ${hint}`;
  return {
    operation: "Take over",
    state,
    legalHere: [],
    route: [],
    permit,
    source: "design of this provider: identity safety",
    message,
  };
}

const isNew = ({ olds }: Claim): boolean => Object.keys(olds).length === 0;

const nameOf = ({ service }: Claim): string => `${service.serviceName} in cloud service ${service.cloudService}`;

/** The headline for a replacement that the engine was told to make and the program does not ask for. */
export function replacementRefused(service: ServiceRef): string {
  const { serviceName, cloudService } = service;
  return `Replacement refused: it would delete the live service ${serviceName} in cloud service ${cloudService} and what it holds.`;
}

/** What to do instead. */
export const REPLACEMENT_HINT =
  "The program does not ask for it. Leave out --replace, or take the mark away with `pulumi state untaint`.";

function refuseSecondClaim(session: Session, claim: Claim): Refusal | undefined {
  const key = serviceKey(claim.service);
  const other = session.told.claims.get(key);
  if (other === undefined || other === claim.urn) {
    session.told.claims.set(key, claim.urn);
    return undefined;
  }
  const headline = `Two resources claim one service: ${nameOf(claim)} is also that of ${other}.`;
  return refusal(claim, headline, null, "Give each resource a serviceName of its own, or remove one of them.");
}

/** Whether no answer came to the Create or Restore of an earlier run. */
const isLost = ({ phase, operation }: JournalEntry): boolean =>
  phase === "sending" && (operation === "Create" || operation === "Restore");

/**
 * Whether this resource's create has made the service, by the journal. Where no answer came to a Create, what is there
 * must be what that Create sent: somebody else may have made it.
 */
function isOwnWork(entry: JournalEntry | undefined, { urn, live }: Claim): boolean {
  if (entry?.createdBy !== urn) return false;
  if (!isLost(entry)) return true;
  const { edition, units } = entry.founded ?? {};
  return (
    live !== null &&
    (edition === undefined || edition === live.edition) &&
    (units === undefined || units === live.units)
  );
}

/** What a person is told of a service that is taken over although nobody can know who made it. */
export function uncertainCreate(session: Session, { urn, service, olds, live, adopt }: Claim): string[] {
  const entry = session.journal.read(service);
  if (live === null || adopt || Object.keys(olds).length > 0 || entry?.createdBy !== urn || !isLost(entry)) return [];
  return [
    `No answer came to the ${entry.operation} of ${service.serviceName} in an earlier run. The service that is there is like the one that was sent and is taken for the one that it made. If somebody else made it, choose another serviceName.`,
  ];
}

/** A service that exists is taken only by adoption, by the create that the journal holds, or by its own replacement. */
function refuseTakeOver(session: Session, claim: Claim): Refusal | undefined {
  const { told, journal } = session;
  if (claim.live === null || !isNew(claim) || told.replacing.has(serviceKey(claim.service))) return undefined;
  // The engine has asked for a replacement by --replace or a mark; where the name has changed, `diff` has.
  if (told.known.get(claim.urn) === serviceKey(claim.service)) {
    return refusal(claim, replacementRefused(claim.service), null, REPLACEMENT_HINT);
  }
  if (claim.adopt || isOwnWork(journal.read(claim.service), claim)) {
    told.takingOver.set(serviceKey(claim.service), claim.urn);
    return undefined;
  }
  const headline = `The service ${nameOf(claim)} exists already, in state ${claim.live.state}, and is not in this stack's state.`;
  const hint =
    "To take it over set adopt: true. If the resource was renamed give it `aliases`. If it is somebody else's choose another serviceName. If you asked for a replacement (--replace), leave that out: it would delete this service.";
  return refusal(claim, headline, "adopt: true", hint);
}

function refuseOtherEndpoint(session: Session, claim: Claim): Refusal | undefined {
  const before = claim.olds["endpoint"];
  if (typeof before !== "string" || before === session.identity || claim.adopt) return undefined;
  const headline = `Endpoint change refused: the services at ${before} would be abandoned.`;
  const hint = `The stack was last updated against ${before}, the endpoint is now ${session.identity}. Set it back, or set adopt: true to manage the service there instead.`;
  return refusal(claim, headline, "adopt: true", hint);
}

async function refuseRegion(session: Session, claim: Claim): Promise<Refusal | undefined> {
  const { region, service } = claim;
  const found = await session.regionOf(service.cloudService);
  if (region === undefined || found === undefined || found === "" || found.toLowerCase() === region.toLowerCase())
    return undefined;
  const headline = `Region refused: cloud service ${service.cloudService} is in ${found}, the program says ${region}.`;
  return refusal(claim, headline, null, `Set region to "${found}", or give a cloudService of another name.`);
}

/**
 * Drops the journal's claim on a create that the engine has recorded: from then on only the engine's state makes the
 * service this resource's. A journal that cannot be written is no reason to fail here: nothing is sent.
 */
export async function releaseCreate(session: Session, service: ServiceRef): Promise<void> {
  const entry = session.journal.read(service);
  if (entry === undefined || entry.createdBy === null) return;
  await session.journal.write(service, { ...entry, createdBy: null }).catch(() => undefined);
}

/**
 * Refuses to act on a resource that was recorded at another endpoint: a service of the same name there is another one.
 *
 * @throws {ProviderError} `invalid-input`; nothing was sent.
 */
export function refuseOtherPlace(session: Session, props: Properties, service: ServiceRef): void {
  const recorded = props["endpoint"];
  if (typeof recorded !== "string" || recorded === session.identity) return;
  throw new ProviderError(
    "invalid-input",
    `${service.serviceName} is at ${recorded}, this run is configured with ${session.identity}: nothing was done. The services at ${recorded} would be abandoned; set biztalk:endpoint back to manage them.`,
  );
}

/** All refusals of one resource by identity. Notes who claims the service and whom the engine knows. */
export async function refuseIdentity(session: Session, claim: Claim): Promise<Refusal[]> {
  if (!isNew(claim)) session.told.known.set(claim.urn, serviceKey(claim.olds as unknown as ServiceRef));
  const found = [
    refuseSecondClaim(session, claim),
    refuseTakeOver(session, claim),
    refuseOtherEndpoint(session, claim),
    await refuseRegion(session, claim),
  ];
  return found.filter((each) => each !== undefined);
}
