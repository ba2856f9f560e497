/** Random steps by the thousand: the emulator's answers are those of tables written beside it. */
import assert from "node:assert/strict";
import { searchSteps } from "./oracle/search-steps.js";

const HISTORIES = 300;
const SEED = 20160516;

describe("an emulator and the tables of the reference", function () {
  this.timeout(120_000);

  it(`agree in ${HISTORIES} histories of up to 100 steps`, async () => {
    const { steps, report } = await searchSteps({ histories: HISTORIES, seed: SEED });
    assert.equal(report, "");
    assert.ok(steps > 10_000, `${String(steps)} steps`);
  });
});
