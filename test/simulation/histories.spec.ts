/** Seeded histories by the thousand: of one service, and of a stack with several. */
import assert from "node:assert/strict";
import { Machine } from "./machine.js";
import { search } from "./search.js";

const HISTORIES = 5_000;
const SEED = 20160516;

describe("histories", function () {
  this.timeout(600_000);

  it(`${HISTORIES} of them hold every promise`, async () => {
    const machine = new Machine();
    const found = await search(machine, { histories: HISTORIES, seed: SEED });
    await machine.close();
    assert.equal(found.report, "");
    assert.equal(found.histories, HISTORIES);
  });
});
