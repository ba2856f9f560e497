/** Seeded histories by the thousand, and bugs that they have to find. */
import assert from "node:assert/strict";
import type { Journal } from "../../provider/executor/index.js";
import type { ManagementClient } from "../../provider/backend/index.js";
import { Machine, type Plant } from "./machine.js";
import { search } from "./search.js";

const HISTORIES = 5_000;
const SEED = 20160516;

/** Sends again what got no answer. */
const sendsTwice = (client: ManagementClient): ManagementClient => ({
  ...client,
  send: async (request) => {
    try {
      return await client.send(request);
    } catch {
      return client.send(request);
    }
  },
});

/** Takes a stopped service for an active one, so that it does what the chart does not allow there. */
const ignoresTheChart = (client: ManagementClient): ManagementClient => ({
  ...client,
  read: async (service) => {
    const seen = await client.read(service);
    return seen?.state === "Stopped" ? { ...seen, state: "Active" } : seen;
  },
  list: async () =>
    (await client.list()).map((container) => ({
      ...container,
      services: container.services.map((each) => (each.state === "Stopped" ? { ...each, state: "Active" } : each)),
    })),
});

/** Takes a one-shot for served as soon as it is about to be sent. */
const losesOneShots = (journal: Journal): Journal => ({
  ...journal,
  write: (service, entry) => journal.write(service, { ...entry, served: { ...entry.served, ...entry.serves } }),
});

describe("histories of one service", function () {
  this.timeout(600_000);

  it(`${HISTORIES} of them hold every promise`, async () => {
    const machine = new Machine();
    const found = await search(machine, { histories: HISTORIES, seed: SEED });
    await machine.close();
    assert.equal(found.report, "");
    assert.equal(found.histories, HISTORIES);
  });

  const plants: readonly { readonly bug: string; readonly plant: Plant; readonly finds: RegExp }[] = [
    { bug: "sends twice", plant: { client: sendsTwice }, finds: /twice|illegal/ },
    { bug: "ignores the chart", plant: { client: ignoresTheChart }, finds: /illegal/ },
    { bug: "loses a one-shot", plant: { journal: losesOneShots }, finds: /never (made|taken)/ },
  ];
  for (const { bug, plant, finds } of plants) {
    it(`a provider that ${bug} is found out`, async () => {
      const machine = new Machine(plant);
      const { report } = await search(machine, { histories: HISTORIES, seed: SEED });
      await machine.close();
      assert.match(report, finds);
    });
  }
});
