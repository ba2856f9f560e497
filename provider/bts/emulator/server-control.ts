/**
 * What tests and demonstrations do to a BizTalk Server group (docs/emulator.md, Control plane of
 * BizTalk Server).
 */
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { described } from "../../emulator/described-route.js";
import type { Shell } from "../../emulator/product.js";
import { ProviderError } from "../../errors.js";
import { displayInstance } from "../chart/index.js";
import { isInstanceId } from "../protocol/index.js";
import { EVENT_NAMES, eventNamed } from "./event-names.js";
import { GROUP, putGroup } from "./group.js";
import { switchHostInstance } from "./host-instances.js";
import { happen } from "./instance-events.js";
import { ONE_INSTANCE, POPULATION, putOne, putPopulation } from "./population.js";
import type { InstanceRecord } from "./records.js";
import { release, settle } from "./settle.js";
import { controlOf, keyOf, setControl, worldOf, type ServerRules, type World } from "./world.js";

const event = z.string().transform((text, context) => {
  const known = eventNamed(text);
  if (known !== undefined) return known;
  const message = `"${text}" is not an event; one of ${EVENT_NAMES.join(", ")}`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const EVENT = z.strictObject({ event });

/** An event for many: those that match, in the order of their ids. */
const EVENTS = EVENT.extend({
  application: z.string().optional(),
  host: z.string().optional(),
  state: z.string().optional(),
  count: z.number().int().min(1).optional(),
});

const MACHINE = z.strictObject({ machine: z.string().optional() });
const PICKUP = z.strictObject({ hold: z.boolean() });
const AUTHENTICATION = z.discriminatedUnion("scheme", [
  z.strictObject({ scheme: z.literal("none") }),
  z.strictObject({
    scheme: z.literal("Basic"),
    user: z.string().min(1),
    password: z.string().min(1),
  }),
]);

/** An instance as the control plane shows it: everything, the engine's own included. */
const view = (record: InstanceRecord) => ({ ...record, shown: displayInstance(record) });

const matches = (asked: z.infer<typeof EVENTS>, record: InstanceRecord): boolean =>
  (asked.application === undefined || keyOf(asked.application) === keyOf(record.application)) &&
  (asked.host === undefined || keyOf(asked.host) === keyOf(record.host)) &&
  (asked.state === undefined || keyOf(asked.state) === keyOf(displayInstance(record)));

/** Adds the control plane's part for BizTalk Server to a Fastify instance. */
export function addServerControl(
  app: FastifyInstance,
  { store, clock }: Shell,
  rules: ServerRules,
): void {
  const within = <T>(work: (world: World) => T): T =>
    store.transaction((records) => {
      const world = worldOf(records, rules, clock.now());
      settle(world);
      return work(world);
    });
  const orRefuse = <T>(reply: FastifyReply, work: () => T): T | FastifyReply => {
    try {
      return work();
    } catch (reason) {
      if (!(reason instanceof ProviderError)) throw reason;
      return reply.status(400).send({ error: [reason.message] });
    }
  };
  const notFound = (reply: FastifyReply, what: string): FastifyReply =>
    reply.status(404).send({ error: [`there is no ${what}`] });

  const putting = described("Puts hosts and applications there, instead of those that were", {
    ...{ body: GROUP, 200: "How many there are." },
  });
  app.put("/_emulator/group", putting, ({ body }) => {
    const group = GROUP.parse(body);
    return within((world) => {
      putGroup(world, group);
      return { hosts: group.hosts.length, applications: group.applications.length };
    });
  });
  const all = described("Every instance, with what the REST service does not say", {
    200: "Instances.",
  });
  app.get("/_emulator/instances", all, () =>
    within(({ records }) => records.instances.all().map(view)),
  );
  const populated = described("Puts a population there, the same for the same seed", {
    ...{ body: POPULATION, 200: "How many there are." },
  });
  app.put("/_emulator/instances", populated, ({ body }, reply) => {
    const population = POPULATION.parse(body);
    return orRefuse(reply, () => within((world) => ({ count: putPopulation(world, population) })));
  });
  const one = described("One instance", { 200: "The instance.", 404: "There is none." });
  app.get<{ Params: { id: string } }>(
    "/_emulator/instances/:id",
    one,
    ({ params: { id } }, reply) =>
      within(({ records }) => {
        const record = records.instances.get(id.toLowerCase());
        return record === undefined ? notFound(reply, `instance ${id}`) : view(record);
      }),
  );
  app.put<{ Params: { id: string } }>(
    "/_emulator/instances/:id",
    described("Puts an instance there, in any state", { body: ONE_INSTANCE, 200: "The instance." }),
    ({ params: { id }, body }, reply) => {
      const kind = ONE_INSTANCE.parse(body ?? {});
      if (!isInstanceId(id))
        return reply.status(400).send({ error: [`"${id}" is not an instance's id`] });
      return orRefuse(reply, () => within((world) => view(putOne(world, id, kind))));
    },
  );
  app.post<{ Params: { id: string } }>(
    "/_emulator/instances/:id/events",
    described("Lets an event happen to an instance", {
      body: EVENT,
      200: "What came of it.",
      404: "There is no such instance.",
      409: "It is refused, with the code.",
    }),
    ({ params: { id }, body }, reply) => {
      const asked = EVENT.parse(body);
      return within((world) => {
        const record = world.records.instances.get(id.toLowerCase());
        if (record === undefined) {
          return reply.status(404).send({ error: [`NOT_FOUND: there is no instance ${id}`] });
        }
        const happened = happen(world, record, asked.event);
        if (happened.answer !== "refused") return happened;
        const state = displayInstance(record);
        const text = `${happened.code}: ${asked.event} is not possible in ${state}`;
        return reply.status(409).send({ error: [text] });
      });
    },
  );
  const many = described("Lets an event happen to all instances that match", {
    ...{ body: EVENTS, 200: "How many it happened to." },
  });
  app.post("/_emulator/events", many, ({ body }) => {
    const asked = EVENTS.parse(body);
    return within((world) => {
      const chosen = world.records.instances.all().filter((record) => matches(asked, record));
      const some = chosen.slice(0, asked.count);
      const answers = some.map((record) => happen(world, record, asked.event).answer);
      const refused = answers.filter((each) => each === "refused").length;
      return { done: answers.length - refused, refused };
    });
  });
  for (const [verb, state] of [
    ["start", "Running"],
    ["stop", "Stopped"],
  ] as const) {
    app.post<{ Params: { host: string } }>(
      `/_emulator/hosts/:host/${verb}`,
      described(`Host instances of a host: ${verb}`, {
        ...{ body: MACHINE, 200: "How many were switched.", 404: "There is none." },
      }),
      ({ params: { host }, body }, reply) => {
        const { machine } = MACHINE.parse(body ?? {});
        return within((world) => {
          const all = world.records.hostInstances
            .all()
            .filter((each) => keyOf(each.host) === keyOf(host));
          const some = all.filter(
            (each) => machine === undefined || keyOf(each.machine) === keyOf(machine),
          );
          if (some.length === 0) return notFound(reply, `host instance of ${host}`);
          for (const each of some) switchHostInstance(world, each, state);
          return { switched: some.length };
        });
      },
    );
  }
  const pickup = described("Whether anything happens to an instance by itself", {
    ...{ body: PICKUP, 200: "What holds now." },
  });
  app.put("/_emulator/pickup", pickup, ({ body }) => {
    const { hold } = PICKUP.parse(body);
    return within((world) => {
      if (hold) setControl(world, { hold });
      else if (controlOf(world).hold) release(world);
      return { hold };
    });
  });
  const admission = described("Who may use the REST service", {
    ...{ body: AUTHENTICATION, 200: "What holds now." },
  });
  app.put("/_emulator/authentication", admission, ({ body }) => {
    const asked = AUTHENTICATION.parse(body);
    return within((world) => {
      const { scheme } = asked;
      setControl(world, {
        basic: scheme === "Basic" ? { user: asked.user, password: asked.password } : null,
      });
      return { scheme };
    });
  });
}
