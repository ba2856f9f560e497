/**
 * Identity safety: which service a resource may take for its own (docs/decisions/0012).
 *
 * Each of these refusals stands for a way in which a live service was destroyed or abandoned in a
 * prototype.
 */
import { sameEndpoint } from "../../endpoint/endpoint.js";
import { ProviderError } from "../../errors.js";
import type { Refusal } from "../planner/index.js";
import { sameRegion, serviceKey, type Service, type ServiceRef } from "../protocol/index.js";
import type { Keep } from "../../pulumi/call.js";
import { isSameName } from "../../same-name.js";
import { otherCreate, type OwnCreate } from "../judge/own-create.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import { claimantOf, type Session } from "../judge/session.js";

/** A resource and the service it means. */
export interface Claim {
  readonly urn: string;
  readonly service: ServiceRef;
  readonly region: string | undefined;
  readonly adopt: ServiceInputs["adopt"];
  /** The service that the engine has for the resource, and where; `undefined` for a new one. */
  readonly recorded:
    { readonly service: ServiceRef | undefined; readonly endpoint: string | undefined } | undefined;
  readonly live: Service | null;
  /** The create of an earlier run that made the service. */
  readonly own: OwnCreate | undefined;
  /** The Pulumi option that forbids Delete. */
  readonly keep: Keep | undefined;
}

function refusal(claim: Claim, headline: string, permit: string | null, hint: string): Refusal {
  const state = claim.live?.state ?? "absent";
  const message = `${headline}\n  ${hint}`;
  return {
    rule: "service-not-owned",
    operation: "Take over",
    state,
    legalHere: [],
    route: [],
    permit,
    source: "docs/decisions/0012",
    message,
  };
}

const nameOf = ({ service }: Claim): string =>
  `${service.serviceName} in cloud service ${service.cloudService}`;

/**
 * What `adopt` names: the endpoint and the service, so that it permits nothing else on another day.
 */
function adoptionOf({ identity }: Pick<Session, "identity">, service: ServiceRef): string {
  return `${identity}/${service.cloudService}/${service.serviceName}`;
}

const names = (adopt: ServiceInputs["adopt"], adoption: string): boolean =>
  typeof adopt === "string" && adopt.toLowerCase() === adoption.toLowerCase();

/**
 * The headline for a replacement that the engine was told to make and the program does not ask for.
 */
export function replacementRefused(service: ServiceRef): string {
  const { serviceName, cloudService } = service;
  return (
    `Replacement refused: it would delete the live service ${serviceName} in ` +
    `cloud service ${cloudService} and what it holds.`
  );
}

/** What to do instead. */
export const REPLACEMENT_HINT =
  "The program does not ask for it. Leave out --replace, or take the mark " +
  "away with `pulumi state untaint`.";

const RENAME_HINT =
  "To rename the resource and keep its service, keep serviceName and give " +
  "the resource `aliases`, or run `pulumi state rename`. A service cannot " +
  "be renamed.";

function refuseSecondClaim(session: Session, claim: Claim): Refusal | undefined {
  const { service, urn } = claim;
  const own = session.notes.claim(service, urn);
  // What another provider process has in this run is known from the journal alone.
  const elsewhere = session.journal.claimantOf(service, session.run);
  const other = own ?? (elsewhere === urn ? undefined : elsewhere);
  if (other === undefined) return undefined;
  const headline = `Two resources claim one service: ${nameOf(claim)} is also that of ${other}.`;
  return refusal(
    claim,
    headline,
    null,
    "Give each resource a serviceName of its own, or remove one of them.",
  );
}

/**
 * A name that was another resource's when the run began is not free, whatever that one is called
 * now. Two may have one service after a run that adopted it and came to no delete: then it goes
 * when the other one is replaced.
 */
function refuseNameOfAnother({ notes }: Session, claim: Claim): Refusal | undefined {
  const isOwn = notes.isRecordedFor(claim.urn, claim.service);
  const owner = notes
    .ownersOf(claim.service, claim.urn)
    .find((urn) => !isOwn || notes.replacedOf(urn)?.isLeft === false);
  if (owner === undefined) return undefined;
  const why = isOwn ? ", which is replaced and deletes it" : "";
  const headline = `Name refused: ${nameOf(claim)} is the service of ${owner} in this stack${why}.`;
  return refusal(claim, headline, null, RENAME_HINT);
}

/**
 * A name that another resource of the run has given up, perhaps through another provider process:
 * no preview knew it free.
 */
function refuseNameGivenUp({ journal, run, notes }: Session, claim: Claim): Refusal | undefined {
  const { service, urn } = claim;
  if (notes.isRecordedFor(urn, service)) return undefined;
  const owner = journal.gaveUp(service, run).find((each) => each !== urn);
  if (owner === undefined) return undefined;
  const headline =
    `Name refused: ${nameOf(claim)} was the service of ${owner} until this ` + "run replaced it.";
  return refusal(
    claim,
    headline,
    null,
    "Nothing was done here. Run `pulumi preview` again: it shows what the name is now.",
  );
}

/**
 * A service that exists is taken only by adoption, by the create that the journal holds, or by its
 * own replacement.
 */
function refuseTakeOver(session: Session, claim: Claim): Refusal | undefined {
  const { notes } = session;
  const { live, service, urn, adopt, recorded } = claim;
  if (live === null || notes.replacedOf(urn) !== undefined || recorded !== undefined)
    return undefined;
  // The engine has asked for a replacement by --replace or a mark; where the name has changed, see
  // `refuseNewName`.
  if (notes.isRecordedFor(urn, service))
    return refusal(claim, replacementRefused(service), null, REPLACEMENT_HINT);
  const adoption = adoptionOf(session, service);
  if (adopt === true || names(adopt, adoption) || claim.own !== undefined) {
    notes.adopt(service, urn);
    return undefined;
  }
  const headline =
    `The service ${nameOf(claim)} exists already, in state ${live.state}, and ` +
    "is not in this stack's state.";
  const known = otherCreate(session, urn, service);
  const permit = `adopt: "${adoption}"`;
  const other = typeof adopt === "string" ? ` adopt is "${adopt}", which is another service.` : "";
  const hint =
    `${known === undefined ? "" : `${known} `}To take it over set ${permit} ` +
    `(or adopt: true, which says not which).${other} If the resource was ` +
    `renamed give it \`aliases\`. If it is somebody else's choose another ` +
    "serviceName. If you asked for a replacement (--replace), leave that out: " +
    "it would delete this service.";
  return refusal(claim, headline, permit, hint);
}

/**
 * The service that the resource had: of one that is replaced the engine asks a second time, and
 * says nothing of it.
 */
const formerService = ({ notes }: Session, { recorded, urn }: Claim): ServiceRef | undefined =>
  recorded?.service ?? notes.replacedOf(urn)?.service;

/** A replacement under a name that is not free would delete the old service and then fail. */
async function refuseNewName(session: Session, claim: Claim): Promise<Refusal | undefined> {
  const { service, live } = claim;
  const before = formerService(session, claim);
  if (before === undefined || serviceKey(before) === serviceKey(service)) return undefined;
  const own = nameOf({ ...claim, service: before });
  if (live !== null) {
    const headline =
      `Replacement refused: ${own} would be deleted, and the new name is not ` +
      `free: ${nameOf(claim)} exists, in state ${live.state}.`;
    return refusal(claim, headline, null, RENAME_HINT);
  }
  // The name of the service itself is free once it is deleted, and it is not where it is left
  // behind.
  const isLeft = claim.keep === "retainOnDelete";
  if (!isLeft && isSameName(before.serviceName, service.serviceName)) return undefined;
  if (await session.isNameAvailable(service)) return undefined;
  const what = isLeft ? "left behind" : "deleted";
  const headline =
    `Replacement refused: ${own} would be ${what}, and the new name ` +
    `${service.serviceName} is not available at ${session.identity}.`;
  return refusal(
    claim,
    headline,
    null,
    "Choose another serviceName, or wait until the name is released.",
  );
}

/** A service that another resource of the program claims is not deleted for this one's new name. */
function refuseClaimedByAnother(session: Session, claim: Claim): Refusal | undefined {
  const before = formerService(session, claim);
  if (before === undefined || serviceKey(before) === serviceKey(claim.service)) return undefined;
  const taker = claimantOf(session, before);
  if (taker === undefined || taker === claim.urn) return undefined;
  const own = nameOf({ ...claim, service: before });
  const headline =
    `Replacement refused: ${own} would be deleted, and ${taker} claims it in ` +
    "the same program.";
  return refusal(claim, headline, null, RENAME_HINT);
}

/**
 * Names that follow from another resource which this run has changed were unknown in the preview.
 */
function refuseUnseen(
  session: Session,
  claim: Claim,
  origins: readonly string[],
): Refusal | undefined {
  const before = formerService(session, claim);
  if (before === undefined || serviceKey(before) === serviceKey(claim.service)) return undefined;
  const changed = origins.filter(
    (urn) => session.notes.isChanged(urn) || session.journal.isTakenBy(urn, session.run),
  );
  if (changed.length === 0) return undefined;
  const headline =
    "Replacement refused: the name of this service follows from " +
    `${changed.join(", ")}, which this run has changed. No preview has shown ` +
    `that ${nameOf({ ...claim, service: before })} is to be replaced by ` +
    `${nameOf(claim)}.`;
  return refusal(
    claim,
    headline,
    null,
    "Nothing was done to it. Run `pulumi preview` again: it shows the replacement.",
  );
}

function refuseOtherEndpoint(session: Session, claim: Claim): Refusal | undefined {
  const before = claim.recorded?.endpoint;
  const adoption = adoptionOf(session, claim.service);
  if (
    before === undefined ||
    sameEndpoint(before, session.identity) ||
    names(claim.adopt, adoption)
  )
    return undefined;
  const permit = `adopt: "${adoption}"`;
  const headline = `Endpoint change refused: the services at ${before} would be abandoned.`;
  const hint =
    `The stack was last updated against ${before}, the endpoint is now ` +
    `${session.identity}. Set it back, or set ${permit} to manage the service ` +
    "there instead.";
  return refusal(claim, headline, permit, hint);
}

async function refuseRegion(session: Session, claim: Claim): Promise<Refusal | undefined> {
  const { region, service } = claim;
  const found = await session.regionOf(service.cloudService);
  if (region === undefined || found === undefined || found === "" || sameRegion(found, region))
    return undefined;
  const headline =
    `Region refused: cloud service ${service.cloudService} is in ${found}, ` +
    `the program says ${region}.`;
  return refusal(
    claim,
    headline,
    null,
    `Set region to "${found}", or give a cloudService of another name.`,
  );
}

/**
 * Refuses to act on a resource that was recorded at another endpoint: a service of the same name
 * there is another one.
 *
 * @throws {ProviderError} `invalid-input`; nothing was sent.
 */
export function refuseOtherPlace(
  session: Session,
  recorded: string | undefined,
  service: ServiceRef,
): void {
  if (recorded === undefined || sameEndpoint(recorded, session.identity)) return;
  throw new ProviderError(
    "invalid-input",
    `${service.serviceName} is at ${recorded}, this run is configured with ` +
      `${session.identity}: nothing was done. The services at ${recorded} would ` +
      "be abandoned; set biztalk:endpoint back to manage them.",
  );
}

/**
 * All refusals of one resource by identity. Notes who claims the service and whom the engine knows.
 */
export async function refuseIdentity(
  session: Session,
  claim: Claim,
  origins: readonly string[],
): Promise<Refusal[]> {
  const recorded = claim.recorded?.service;
  if (recorded !== undefined) session.notes.record(claim.urn, recorded);
  const atHome = [
    refuseSecondClaim(session, claim),
    refuseNameOfAnother(session, claim) ??
      refuseNameGivenUp(session, claim) ??
      refuseTakeOver(session, claim) ??
      refuseClaimedByAnother(session, claim) ??
      (await refuseNewName(session, claim)),
    refuseUnseen(session, claim, origins),
    await refuseRegion(session, claim),
  ];
  const elsewhere = refuseOtherEndpoint(session, claim);
  // At another endpoint nothing else of it means anything.
  return elsewhere === undefined ? atHome.filter((each) => each !== undefined) : [elsewhere];
}
