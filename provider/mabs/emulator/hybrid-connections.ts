/**
 * Hybrid connections of a service, what it uses, and the keys of its access control: sub-resources
 * and an action that the chart does not know (D-43, D-59). None of it changes the service.
 */
import { randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { isSameName } from "../../same-name.js";
import { editionHas, type Edition } from "../chart/index.js";
import {
  HYBRID_CONNECTION_NAME_PATTERN,
  HYBRID_RULES,
  KEY_TYPES,
  readHybridTarget,
  writeHybridConnection,
  writeHybridConnections,
  writeUsage,
  type HybridKey,
  type HybridTarget,
  type ServiceRef,
} from "../protocol/index.js";
import { accept } from "./accept.js";
import { answering, readBody, type Reader, type Router } from "./read-request.js";
import type { HybridConnectionRecord, ServiceRecord } from "./records.js";
import { found, refused, type Reply } from "./reply.js";
import { notFound } from "./service-answers.js";
import { connectionKey, keyOf, type World } from "./world.js";

/** How many each unit of an edition holds (docs/protocol.md, Editions). */
const PER_UNIT: Readonly<Record<Edition, number>> = {
  Free: 5,
  Developer: 5,
  Basic: 10,
  Standard: 50,
  Premium: 100,
};

const newKey = (): string => randomBytes(32).toString("base64");

const nameOf = ({ params }: FastifyRequest): string =>
  (params as { readonly hybridConnection: string }).hybridConnection;

/** Finds the service and what it has, and answers; 404 where there is no service. */
const about =
  (
    ref: ServiceRef,
    answer: (
      world: World,
      service: ServiceRecord,
      connections: readonly HybridConnectionRecord[],
    ) => Reply,
  ): Router =>
  (world) => ({
    name: null,
    answer: () => {
      const { services, hybridConnections } = world.records;
      const key = keyOf(ref.cloudService, ref.serviceName);
      const service = services.get(key);
      if (service === undefined) return notFound(ref);
      const own = hybridConnections.all().filter((each) => each.service === key);
      return answer(world, service, own);
    },
  });

const maxOf = ({ edition, units }: ServiceRecord): number => PER_UNIT[edition] * units;

const noSuch = (name: string): Reply =>
  refused("ResourceNotFound", `There is no hybrid connection ${name}.`);

const named = (
  connections: readonly HybridConnectionRecord[],
  name: string,
): HybridConnectionRecord | undefined => connections.find((each) => isSameName(each.name, name));

function badName(name: string, service: ServiceRecord): Reply | undefined {
  if (!HYBRID_CONNECTION_NAME_PATTERN.test(name)) {
    const rule = "6 to 50 letters, digits and hyphens, letter first, letter or digit last";
    return refused("BadRequest", `A hybrid connection's name has ${rule}.`);
  }
  return isSameName(name, service.name)
    ? refused("BadRequest", "A hybrid connection does not have its service's name.")
    : undefined;
}

/** A port as the twin's page has it: 1 to 65535. */
function portOf({ port = "" }: HybridTarget): number | undefined {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return number >= 1 && number <= 65_535 ? number : undefined;
}

/** Makes one, or lets it lead elsewhere; its keys stay. */
export const putHybridConnection: Reader = (request, ref) => {
  const read = readBody(readHybridTarget, request);
  if ("refusal" in read) return answering(read.refusal);
  const name = nameOf(request);
  const { hostName } = read.body;
  const port = portOf(read.body);
  return about(ref, ({ records }, service, own) => {
    const bad = badName(name, service);
    if (bad !== undefined) return bad;
    if (hostName === undefined || port === undefined)
      return refused("BadRequest", "HostName, and Port from 1 to 65535, are required.");
    const before = named(own, name);
    if (before === undefined && own.length >= maxOf(service)) {
      const most = String(maxOf(service));
      return refused("ConflictError", `The service has ${most} hybrid connections: no more fit.`);
    }
    const keys = HYBRID_RULES.flatMap((rule) =>
      KEY_TYPES.map((type): HybridKey => ({ rule, type, key: newKey() })),
    );
    const key = keyOf(service.cloudService, service.name);
    const written = { service: key, name, keys, ...before, hostName, port };
    records.hybridConnections.put(connectionKey({ service: key, name }), written);
    return found(writeHybridConnection(service.name, written));
  });
};

/** One, with its connection strings. */
export const getHybridConnection: Reader = (request, ref) => {
  const name = nameOf(request);
  return about(ref, (_, service, own) => {
    const connection = named(own, name);
    return connection === undefined
      ? noSuch(name)
      : found(writeHybridConnection(service.name, connection));
  });
};

/** All of a service. */
export const listHybridConnections: Reader = (_, ref) =>
  about(ref, (_world, service, own) => found(writeHybridConnections(service.name, own)));

/** Takes one away. */
export const removeHybridConnection: Reader = (request, ref) => {
  const name = nameOf(request);
  return about(ref, ({ records }, _, own) => {
    const connection = named(own, name);
    if (connection === undefined) return noSuch(name);
    records.hybridConnections.delete(connectionKey(connection));
    return found("");
  });
};

/** `comp=regeneratekey`: another key in the place of one, and no other. */
export const regenerateKey: Reader = (request, ref) => {
  const query = new URLSearchParams(request.url.split("?", 2)[1]);
  const [rule, type] = [query.get("ruleName"), query.get("keyType")];
  const isKnown =
    query.get("comp") === "regeneratekey" &&
    HYBRID_RULES.some((each) => each === rule) &&
    KEY_TYPES.some((each) => each === type);
  if (!isKnown) {
    const rules = `ruleName ${HYBRID_RULES.join(" or ")}, keyType ${KEY_TYPES.join(" or ")}`;
    const message = `comp is regeneratekey, with ${rules}.`;
    return answering(refused("MissingOrInvalidRequiredQueryParameter", message));
  }
  const name = nameOf(request);
  return about(ref, ({ records }, service, own) => {
    const connection = named(own, name);
    if (connection === undefined) return noSuch(name);
    const keys = connection.keys.map((each) =>
      each.rule === rule && each.type === type ? { ...each, key: newKey() } : each,
    );
    const written = { ...connection, keys };
    records.hybridConnections.put(connectionKey(connection), written);
    return found(writeHybridConnection(service.name, written));
  });
};

/** What a service uses. */
export const usage: Reader = (_, ref) =>
  about(ref, ({ now }, service, own) => {
    const today = new Date(now);
    const nextReset = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1);
    const counts = { hybridConnections: own.length, hybridConnectionsMax: maxOf(service) };
    return found(writeUsage({ ...counts, nextReset }));
  });

/** `comp=syncacskeys`: an operation that has succeeded at once; not on Free (D-43). */
export const syncKeys = (ref: ServiceRef): Router =>
  about(ref, (world, service) =>
    editionHas(service.edition, "Suspend")
      ? accept(world, service, [])
      : refused("ConflictError", "Sync Access Control Keys is not available on edition Free."),
  );
