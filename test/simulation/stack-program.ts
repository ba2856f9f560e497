/** The program of a history of several services. */
import type { Program } from "./engine-model.js";
import { STORE } from "./history.js";
import type { Declared } from "./program.js";
import type { StackHappening } from "./stack-history.js";

/** One resource, as the history has made it. */
export interface Member {
  readonly name: string;
  readonly service: string;
  readonly container: string;
  readonly adopt?: true | string;
  readonly consent?: string;
  readonly backup?: string;
  readonly protect?: boolean;
  readonly ignore?: boolean;
  readonly units?: number;
  readonly aliases?: readonly string[];
  readonly follows?: boolean;
  readonly beside?: boolean;
}

/** The resources in the order of the program. */
export type Members = readonly Member[];

/** What the stack begins with. */
export const FIRST_MEMBERS: Members = [
  { name: "a", service: "orders", container: "integration" },
  { name: "b", service: "ledger", container: "integration" },
];

/** A resource of this name is at a provider of its own. */
const PROVIDERS = ["east"];

/** What the resource at a place follows from: the one before it. */
function followsOf(
  { follows, beside, service }: Member,
  first: Member | undefined,
): NonNullable<Declared["follows"]> {
  if (first === undefined) return {};
  return {
    ...(follows === true
      ? { serviceName: { from: first.name, output: "units", prefix: service } }
      : {}),
    ...(beside === true
      ? { cloudService: { from: first.name, output: "cloudService", prefix: "" } }
      : {}),
  };
}

function declared(member: Member, first: Member | undefined): Declared {
  const { name, service, container, adopt, consent, backup, protect, ignore, units, aliases } =
    member;
  const args = {
    serviceName: service,
    cloudService: container,
    region: "West Europe",
    edition: "Standard",
    ...(units === undefined ? {} : { units }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(consent === undefined ? {} : { acceptDataLoss: consent }),
    ...(backup === undefined
      ? {}
      : { backup: { name: backup, store: STORE }, backupBeforeDelete: true }),
  };
  const options = {
    ...(protect === true ? { protect } : {}),
    ...(ignore === true ? { ignoreChanges: ["serviceName"] } : {}),
    ...(aliases === undefined ? {} : { aliases }),
    ...(PROVIDERS.includes(name) ? { provider: name } : {}),
  };
  return { args, follows: followsOf(member, first), ...options };
}

/** What the program says. */
export function stackProgramOf(members: Members): Program {
  return Object.fromEntries(
    members.map((member, at) => [member.name, declared(member, at === 0 ? undefined : members[0])]),
  );
}

const without = (member: Member, field: keyof Member): Member =>
  Object.fromEntries(
    Object.entries(member).filter(([name]) => name !== field),
  ) as unknown as Member;

function given<F extends keyof Member>(
  member: Member,
  field: F,
  value: Member[F] | null | false,
): Member {
  return value === null || value === false || value === undefined
    ? without(member, field)
    : { ...member, [field]: value };
}

const isAtOwn = (name: string): boolean => PROVIDERS.includes(name);

function renamed(member: Member, to: string, alias: boolean): Member {
  const { name, aliases = [] } = member;
  // A resource that changes its provider is another one to the engine: an alias would not help.
  const isTold = alias && isAtOwn(name) === isAtOwn(to);
  return given({ ...member, name: to }, "aliases", isTold ? [name, ...aliases] : null);
}

/** What the history knows beside the program. */
export interface Known {
  /** How many things have happened: makes names new. */
  readonly count: number;
  /** The service that the state has for a resource. */
  readonly serviceOf: (name: string) => string | undefined;
}

/** A resource that consents to the replacement of the service that it has. */
const consenting = (member: Member, { serviceOf }: Known): Member => ({
  ...member,
  consent: `${serviceOf(member.name) ?? member.service}/replace`,
});

type Kind = StackHappening["kind"];
type Of<K extends Kind> = Extract<StackHappening, { readonly kind: K }>;

/** What happens to one resource. */
const MEMBER_CHANGES: {
  readonly [K in Kind]?: (member: Member, happening: Of<K>, known: Known) => Member;
} = {
  name: (member, { service }) => ({ ...member, service }),
  container: (member, { container }) => ({ ...member, container }),
  rename: (member, { to, alias }) => renamed(member, to, alias),
  adopt: (member, { adopt }) =>
    given(
      member,
      "adopt",
      adopt === "named" ? `simulation/${member.container}/${member.service}` : adopt,
    ),
  consent: (member, { to }, known) => {
    if (to === "replace") return consenting(member, known);
    return given(member, "consent", to === null ? null : `${member.service}/absent`);
  },
  save: (member, _, { count }) => ({ ...member, backup: `saved-${String(count)}` }),
  protect: (member, { protect }) => given(member, "protect", protect),
  ignore: (member, { ignore }) => given(member, "ignore", ignore),
  units: (member, { units }) => given(member, "units", units),
};

/** The engine takes no second resource of a name that another one has had. */
const goesBy = ({ name, aliases = [] }: Member, other: string): boolean =>
  name === other || aliases.includes(other);

/** The second resource follows from the first, or does not. */
const following = (members: Members, field: "follows" | "beside", isOn: boolean): Members =>
  members.map((each, at) => (at === 1 ? given(each, field, isOn) : each));

/** What happens to the program. */
const PROGRAM_CHANGES: { readonly [K in Kind]?: (members: Members, happening: Of<K>) => Members } =
  {
    swap: ([first, second, ...rest]) =>
      first === undefined || second === undefined
        ? [...(first === undefined ? [] : [first]), ...rest]
        : [{ ...first, service: second.service }, { ...second, service: first.service }, ...rest],
    shift: (members, { who, service }) => {
      const left = members[who]?.service;
      return members.map((each, at) => ({
        ...each,
        service: at === who ? service : (left ?? each.service),
      }));
    },
    renew: (members, { service }) =>
      members.map((each, at) => (at === 0 ? { ...without(each, "units"), service } : each)),
    follow: (members, { follows }) => following(members, "follows", follows),
    beside: (members, { beside }) => following(members, "beside", beside),
    remove: (members, { who }) => members.filter((_, at) => at !== who),
    add: (members, { service, adopt }) => {
      const name = ["a", "b", "c"].find((each) => !members.some((member) => goesBy(member, each)));
      if (members.length > 2 || name === undefined) return members;
      return [
        ...members,
        { name, service, container: "integration", ...(adopt ? { adopt: true as const } : {}) },
      ];
    },
    reverse: (members) => [...members].reverse(),
  };

const isTaken = (members: Members, happening: StackHappening): boolean =>
  happening.kind === "rename" &&
  members.some(
    (each, at) =>
      each.name === happening.to || (at !== happening.who && goesBy(each, happening.to)),
  );

/** The program after something has happened to it. */
export function changedMembers(members: Members, happening: StackHappening, known: Known): Members {
  if (isTaken(members, happening)) return members;
  const isConsented =
    happening.kind === "renew" || ("consented" in happening && happening.consented);
  const before = isConsented ? members.map((each) => consenting(each, known)) : members;
  const ofProgram = PROGRAM_CHANGES[happening.kind] as
    ((members: Members, happening: StackHappening) => Members) | undefined;
  if (ofProgram !== undefined) return ofProgram(before, happening);
  const ofMember = MEMBER_CHANGES[happening.kind] as
    ((member: Member, happening: StackHappening, known: Known) => Member) | undefined;
  if (ofMember === undefined || !("who" in happening)) return before;
  return before.map((each, at) => (at === happening.who ? ofMember(each, happening, known) : each));
}
