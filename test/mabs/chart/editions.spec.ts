import assert from "node:assert/strict";
import {
  EDITION_NAMES,
  editionHas,
  EDITIONS,
  isLowerEdition,
  parseEdition,
  type Edition,
  type Operation,
} from "../../../provider/mabs/chart/index.js";
import { COLUMNS } from "./literals.js";

describe("editions", () => {
  it("are five, lowest first", () => {
    assert.deepEqual([...EDITION_NAMES], ["Free", "Developer", "Basic", "Standard", "Premium"]);
  });

  const units: readonly (readonly [edition: Edition, unitsMin: number, unitsMax: number])[] = [
    ["Free", 1, 1],
    ["Developer", 1, 1],
    ["Basic", 1, 8],
    ["Standard", 1, 8],
    ["Premium", 1, 8],
  ];

  for (const [edition, unitsMin, unitsMax] of units) {
    it(`${edition} has ${String(unitsMin)} to ${String(unitsMax)} units`, () => {
      assert.deepEqual(
        [EDITIONS[edition].unitsMin, EDITIONS[edition].unitsMax],
        [unitsMin, unitsMax],
      );
    });
  }

  const operations: readonly (readonly [edition: Edition, lacks: readonly Operation[]])[] = [
    ["Free", ["Start", "Stop", "Restart", "Suspend", "Resume", "Scale", "Backup"]],
    ["Developer", ["Scale", "Backup"]],
    ["Basic", []],
    ["Standard", []],
    ["Premium", []],
  ];

  for (const [edition, lacks] of operations) {
    it(`${edition} lacks ${lacks.length === 0 ? "no operation" : lacks.join(", ")}`, () => {
      assert.deepEqual(
        COLUMNS.filter((operation) => !editionHas(edition, operation)),
        lacks,
      );
    });
  }

  it("offers a poll except on Free", () => {
    assert.deepEqual(
      EDITION_NAMES.filter((edition) => !EDITIONS[edition].poll),
      ["Free"],
    );
  });
});

describe("isLowerEdition()", () => {
  // For each edition, those below it.
  const below = {
    Free: [],
    Developer: ["Free"],
    Basic: ["Free", "Developer"],
    Standard: ["Free", "Developer", "Basic"],
    Premium: ["Free", "Developer", "Basic", "Standard"],
  } as const satisfies Record<Edition, readonly Edition[]>;
  const names = ["Free", "Developer", "Basic", "Standard", "Premium"] as const;

  for (const than of names) {
    it(`says which are below ${than}: ${below[than].join(", ") || "none"}`, () => {
      assert.deepEqual(
        names.filter((edition) => isLowerEdition(edition, than)),
        below[than],
      );
    });
  }
});

describe("parseEdition()", () => {
  const accepted = [
    ["premium", "Premium"],
    ["STANDARD", "Standard"],
    [" Basic ", "Basic"],
    ["developer", "Developer"],
    ["Free", "Free"],
  ] as const;

  for (const [text, edition] of accepted) {
    it(`reads "${text}" as ${edition}`, () => {
      assert.equal(parseEdition(text), edition);
    });
  }

  for (const text of ["", "Enterprise", "Basic2"]) {
    it(`does not know "${text}"`, () => {
      assert.equal(parseEdition(text), undefined);
    });
  }
});
