/**
 * The control plane: what tests, demonstrations and operators do to the emulator itself, whichever
 * products it has (docs/emulator.md, Control plane).
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { described } from "./described-route.js";
import { addFault, clearFaults, faultSchema } from "./faults.js";
import type { Product, Shell } from "./product.js";
import type { Records } from "./store.js";
import { VirtualClock } from "./virtual-clock.js";

/** Ten years: enough for any deadline, and no date that cannot be written. */
const ADVANCE_MS_MAX = 10 * 365 * 24 * 3_600_000;

const CLOCK = z.strictObject({ advanceMs: z.number().int().min(0).max(ADVANCE_MS_MAX) });

const SNAPSHOT = z.strictObject({ name: z.string().min(1).max(100) });

/** Work inside a transaction, after what was due has been settled. */
type Within = <T>(work: (records: Records) => T) => T;

/** The whole state under a name, to be put back as often as a test likes. */
function addSnapshots(app: FastifyInstance, { store }: Shell, within: Within): void {
  interface Named {
    Params: { name: string };
  }
  const URL = "/_emulator/snapshots";
  const missing = (name: string): object => ({ error: [`there is no snapshot "${name}"`] });
  app.get(URL, described("The names of the snapshots", { 200: "Names, in order." }), () =>
    store.transaction(({ snapshots }) => snapshots.names()),
  );
  const kept = described("Keeps the whole state", { body: SNAPSHOT, 201: "It is kept." });
  app.post(URL, kept, (request, reply) => {
    const { name } = SNAPSHOT.parse(request.body);
    within(({ snapshots }) => {
      snapshots.take(name);
    });
    return reply.status(201).send({ name });
  });
  const restored = described("Puts a state back", {
    ...{ 204: "It is as it was.", 404: "There is no such snapshot." },
  });
  app.post<Named>(`${URL}/:name/restore`, restored, ({ params: { name } }, reply) =>
    store.transaction(({ snapshots }) => snapshots.restore(name))
      ? reply.status(204).send()
      : reply.status(404).send(missing(name)),
  );
  const forgotten = described("Forgets a snapshot", {
    ...{ 204: "It is gone.", 404: "There is no such snapshot." },
  });
  app.delete<Named>(`${URL}/:name`, forgotten, ({ params: { name } }, reply) =>
    store.transaction(({ snapshots }) => snapshots.delete(name))
      ? reply.status(204).send()
      : reply.status(404).send(missing(name)),
  );
}

/** Adds the control plane to a Fastify instance, each product's part of it included. */
export function addControlPlane(
  app: FastifyInstance,
  shell: Shell,
  products: readonly Product[],
): void {
  const { store, clock } = shell;
  const within: Within = (work) =>
    store.transaction((records) => {
      for (const product of products) product.settle(records, clock.now());
      return work(records);
    });
  const now = (): string => new Date(clock.now()).toISOString();
  const fault = faultSchema({
    operations: products.flatMap(({ requestNames }) => requestNames.operations),
    reads: products.flatMap(({ requestNames }) => requestNames.reads),
  });

  app.get("/_emulator/health", described("Whether it can serve", { 200: "It can." }), () => {
    const parts = within((records) => products.map((product) => product.health(records)));
    return Object.assign({ status: "ok" }, ...parts, { now: now() }) as unknown;
  });
  const set = described("The faults that were set", { 200: "Faults, in order." });
  app.get("/_emulator/faults", set, () => within((records) => records.faults.all()));
  const scripted = described("Scripts a fault", { body: fault, 201: "The fault." });
  app.post("/_emulator/faults", scripted, (request, reply) => {
    const asked = fault.parse(request.body);
    void reply.status(201);
    return within((records) => addFault(records, asked));
  });
  const cleared = described("Takes every fault away", { 204: "There is none." });
  app.delete("/_emulator/faults", cleared, (_, reply) => {
    within(clearFaults);
    return reply.status(204).send();
  });
  const moved = described("Moves a virtual clock on", {
    ...{ body: CLOCK, 200: "The time it is now.", 409: "The clock is real." },
  });
  app.post("/_emulator/clock", moved, (request, reply) => {
    const { advanceMs } = CLOCK.parse(request.body);
    if (!(clock instanceof VirtualClock)) {
      return reply
        .status(409)
        .send({ error: ["the clock is real: start the emulator with --clock virtual"] });
    }
    clock.advance(advanceMs);
    within(() => undefined);
    return { now: now() };
  });
  const logged = described("Each request and each transition", { 200: "The log, in order." });
  app.get("/_emulator/log", logged, () => within((records) => records.log.all()));
  const emptied = described("Forgets all but the snapshots", { 204: "It is empty." });
  app.post("/_emulator/reset", emptied, (_, reply) => {
    // Nothing is settled first: a damaged record would stand in the way of its own removal.
    store.transaction((records) => {
      records.clear();
    });
    return reply.status(204).send();
  });
  addSnapshots(app, shell, within);
  for (const product of products) product.addControl(app, shell);
  // No API has a subscription of this name: what the control plane does not have ends here.
  for (const url of ["/_emulator", "/_emulator/*"])
    app.all(url, (_, reply) => {
      reply.callNotFound();
    });
}
