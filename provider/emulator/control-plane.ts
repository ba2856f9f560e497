/**
 * The control plane: what tests, demonstrations and operators do to the emulator itself, whichever
 * products it has (docs/emulator.md, Control plane).
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
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
  app.get(URL, () => store.transaction(({ snapshots }) => snapshots.names()));
  app.post(URL, (request, reply) => {
    const { name } = SNAPSHOT.parse(request.body);
    within(({ snapshots }) => {
      snapshots.take(name);
    });
    return reply.status(201).send({ name });
  });
  app.post<Named>(`${URL}/:name/restore`, ({ params: { name } }, reply) =>
    store.transaction(({ snapshots }) => snapshots.restore(name))
      ? reply.status(204).send()
      : reply.status(404).send(missing(name)),
  );
  app.delete<Named>(`${URL}/:name`, ({ params: { name } }, reply) =>
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

  app.get("/_emulator/health", () => {
    const parts = within((records) => products.map((product) => product.health(records)));
    return Object.assign({ status: "ok" }, ...parts, { now: now() }) as unknown;
  });
  app.get("/_emulator/faults", () => within((records) => records.faults.all()));
  app.post("/_emulator/faults", (request, reply) => {
    const asked = fault.parse(request.body);
    void reply.status(201);
    return within((records) => addFault(records, asked));
  });
  app.delete("/_emulator/faults", (_, reply) => {
    within(clearFaults);
    return reply.status(204).send();
  });
  app.post("/_emulator/clock", (request, reply) => {
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
  app.get("/_emulator/log", () => within((records) => records.log.all()));
  app.post("/_emulator/reset", (_, reply) => {
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
