import assert from "node:assert/strict";
import { displayRegion, sameRegion } from "../../../provider/mabs/protocol/index.js";

describe("sameRegion()", () => {
  const same = [
    ["West Europe", "westeurope"],
    ["West Europe", "WestEurope"],
    ["WEST  EUROPE", " west europe "],
    ["East US 2", "eastus2"],
    ["Moon Base", "moonbase"],
  ] as const;
  for (const [a, b] of same) {
    it(`takes "${a}" and "${b}" for one region`, () => {
      assert.equal(sameRegion(a, b), true);
      assert.equal(sameRegion(b, a), true);
    });
  }

  const different = [
    ["West Europe", "North Europe"],
    ["East US", "East US 2"],
    ["West-Europe", "West Europe"],
    ["", "West Europe"],
  ] as const;
  for (const [a, b] of different) {
    it(`takes "${a}" and "${b}" for two`, () => {
      assert.equal(sameRegion(a, b), false);
    });
  }
});

describe("displayRegion()", () => {
  const table = [
    ["westeurope", "West Europe"],
    ["West Europe", "West Europe"],
    ["NORTHCENTRALUS", "North Central US"],
    ["eastus2", "East US 2"],
    ["japaneast", "Japan East"],
    ["moonbase", "moonbase"],
    ["West-Europe", "West-Europe"],
  ] as const;
  for (const [given, shown] of table) {
    it(`of ${given} is ${shown}`, () => {
      assert.equal(displayRegion(given), shown);
    });
  }
});
