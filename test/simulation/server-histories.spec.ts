/** Seeded histories of a BizTalk Server: drains, policies, restarts, and what goes wrong in them. */
import assert from "node:assert/strict";
import { ServerMachine, type ServerPlant } from "./server-machine.js";
import { searchServer } from "./server-search.js";

const HISTORIES = 1_000;
const SEED = 20161026;

/** How many histories each planted bug has to be found in. */
const FOUND_WITHIN = 400;

const PLANTS: readonly (readonly [what: string, plant: ServerPlant, says: RegExp])[] = [
  [
    "that does not open again what it closed",
    () => ({ switchReceiveLocation: () => Promise.resolve() }),
    /a refused drain leaves|enabled in the end/,
  ],
  [
    "that terminates what it should suspend",
    (client) => ({
      operate: (operation, id) =>
        client.operate(operation === "Suspend" ? "Terminate" : operation, id),
    }),
    /terminated without consent/,
  ],
  [
    "that sends a stop again",
    (client) => ({
      stopApplication: async (name, options) => {
        await client.stopApplication(name, options);
        await client.stopApplication(name, options);
      },
    }),
    /twice without a look/,
  ],
  [
    "that does not see every instance",
    (client) => ({ instances: async () => (await client.instances()).slice(1) }),
    /the report says|without consent/,
  ],
  [
    "that takes everything for suspended instances to resume",
    (client) => ({ operate: (_, id) => client.operate("Resume", id) }),
    /is answered 4/,
  ],
];

describe("histories of BizTalk Server", function () {
  this.timeout(300_000);

  it(`${HISTORIES} of them hold every promise`, async () => {
    const machine = new ServerMachine();
    const found = await searchServer(machine, { histories: HISTORIES, seed: SEED });
    await machine.close();
    assert.equal(found.report, "");
    assert.equal(found.histories, HISTORIES);
  });

  for (const [what, plant, says] of PLANTS)
    it(`find a client ${what}`, async () => {
      const machine = new ServerMachine(plant);
      const found = await searchServer(machine, { histories: FOUND_WITHIN, seed: SEED });
      await machine.close();
      assert.match(found.report, says);
    });
});
