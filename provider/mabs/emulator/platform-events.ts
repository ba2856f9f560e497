/**
 * What the platform does to a service when its subscription is disabled or enabled again: no request
 * of a client does it (docs/protocol.md, D-58).
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { described } from "../../emulator/described-route.js";
import type { Shell } from "../../emulator/product.js";
import { displayState, parseState, type State } from "../chart/index.js";
import { withinOf } from "./within.js";
import { isoTime, keyOf, putService, type EmulatorRules } from "./world.js";

/** One row for each event: where it begins, and what it leads to. */
const EVENTS = {
  Disable: {
    begins: (state: State) => state !== "Disabled",
    success: "Disabled",
    failure: "DisableFailed",
  },
  Enable: {
    begins: (state: State) => ["Disabled", "DisableFailed", "EnableFailed"].includes(state),
    success: "Active",
    failure: "EnableFailed",
  },
} as const;

const EVENT = z.strictObject({
  event: z.enum(["Disable", "Enable"]),
  fails: z.boolean().default(false),
});

/** Adds it to the control plane. */
export function addPlatformEvents(app: FastifyInstance, shell: Shell, rules: EmulatorRules): void {
  const within = withinOf(shell, rules);
  app.post<{ Params: { cloudService: string; name: string } }>(
    "/_emulator/services/:cloudService/:name/events",
    described("What the platform does to a service", {
      body: EVENT,
      200: "The state that it leads to.",
      404: "There is no such service.",
      409: "The event does not begin in the service's state.",
    }),
    ({ params: { cloudService, name }, body }, reply) => {
      const { event, fails } = EVENT.parse(body);
      return within((world) => {
        const service = world.records.services.get(keyOf(cloudService, name));
        if (service === undefined)
          return reply.status(404).send({ error: [`there is no service ${cloudService}/${name}`] });
        const { begins, success, failure } = EVENTS[event];
        const from = parseState(service.state);
        if (from === undefined || !begins(from)) {
          const state = from === undefined ? service.state : displayState(from);
          return reply.status(409).send({ error: [`no ${event} begins in state ${state}`] });
        }
        const to = fails ? failure : success;
        putService(world, { ...service, state: to });
        const at = isoTime(world.now);
        world.records.log.append({
          ...{ kind: "transition", at, service: service.name },
          ...{ operation: event, from, to },
        });
        return { state: to };
      });
    },
  );
}
