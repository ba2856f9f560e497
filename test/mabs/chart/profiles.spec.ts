import assert from "node:assert/strict";
import {
  citeRow,
  leadsTo,
  legal,
  legalOperations,
  PROFILE_NAMES,
  PROFILES,
} from "../../../provider/mabs/chart/index.js";
import { COLUMNS, STATE_NAMES, ticked } from "./literals.js";

describe("profiles", () => {
  it("are chart, the default, and rest-2016", () => {
    assert.deepEqual([...PROFILE_NAMES], ["chart", "rest-2016"]);
    assert.equal(legal("Active", "Backup"), legal("Active", "Backup", "chart"));
    assert.equal(legal("Suspended", "Suspend"), false);
  });
});

describe("profile chart", () => {
  it("changes no cell", () => {
    assert.deepEqual([...PROFILES.chart], []);
  });
});

describe("profile rest-2016", () => {
  const cells = [
    { state: "Suspended", operation: "Suspend", allowed: true },
    { state: "Suspended", operation: "Update Configuration", allowed: true },
    { state: "Active", operation: "Backup", allowed: false },
    { state: "Stopped", operation: "Backup", allowed: false },
  ] as const;

  for (const { state, operation, allowed } of cells) {
    it(`${allowed ? "accepts" : "refuses"} ${operation} in ${state}, unlike the chart`, () => {
      assert.equal(legal(state, operation, "rest-2016"), allowed);
      assert.equal(legal(state, operation, "chart"), !allowed);
    });
  }

  it("differs from the chart in these four cells only, each with its authority", () => {
    assert.equal(PROFILES["rest-2016"].length, 4);
    for (const cell of PROFILES["rest-2016"]) assert.match(cell.authority, /^REST reference/);
    const differing = STATE_NAMES.flatMap((state) =>
      COLUMNS.filter(
        (operation) => legal(state, operation, "rest-2016") !== ticked(state, operation),
      ).map((operation) => `${operation} in ${state}`),
    );
    assert.deepEqual(differing, [
      "Backup in Active",
      "Suspend in Suspended",
      "Update Configuration in Suspended",
      "Backup in Stopped",
    ]);
  });

  it("has 46 ticks, as the chart has", () => {
    assert.equal(STATE_NAMES.flatMap((state) => legalOperations(state, "rest-2016")).length, 46);
  });

  it("allows Backup in Suspended alone", () => {
    assert.deepEqual(
      STATE_NAMES.filter((state) => legal(state, "Backup", "rest-2016")),
      ["Suspended"],
    );
  });

  it("leaves a Suspended service Suspended by Update Configuration, which yields Active elsewhere", () => {
    assert.equal(leadsTo("Suspended", "Update Configuration", "rest-2016"), "Suspended");
    assert.equal(leadsTo("Active", "Update Configuration", "rest-2016"), "Active");
    assert.equal(leadsTo("ConfigUpdateFailed", "Update Configuration", "rest-2016"), "Active");
  });

  it("is named where a changed row is cited, and only there", () => {
    assert.equal(citeRow("Active"), "service state chart, row Active");
    assert.equal(citeRow("ServiceUpdateFailed"), "service state chart, row Service Update Failed");
    assert.match(citeRow("Active", "rest-2016"), /rest-2016/);
    assert.equal(citeRow("StopFailed", "rest-2016"), "service state chart, row StopFailed");
  });
});
