import assert from "node:assert/strict";
import {
  HOST_INSTANCE_OPERATIONS,
  HOST_INSTANCE_REFUSALS,
  HOST_INSTANCE_STATES,
  stepHostInstance,
  type HostInstance,
  type HostInstanceOperation,
  type HostInstanceState,
} from "../../../provider/bts/chart/index.js";

const OPERATIONS = [
  "Start",
  "Stop",
  "Disable",
  "Enable",
  "Uninstall",
] as const satisfies readonly HostInstanceOperation[];

/** What each operation leads to, in the order of `OPERATIONS`: by way of, a code, or nothing (`=`). */
const TABLE: readonly (readonly [
  state: HostInstanceState,
  disabled: boolean,
  ...results: string[],
])[] = [
  ["Stopped", false, "Start pending > Running", "=", "= disabled", "= enabled", "Not installed"],
  ["Stopped", true, "DISABLED", "=", "= disabled", "= enabled", "Not installed"],
  ["Start pending", false, "=", "BUSY", "BUSY", "=", "BUSY"],
  ["Running", false, "=", "Stop pending > Stopped", "NOT_STOPPED", "=", "NOT_STOPPED"],
  ["Stop pending", false, "BUSY", "=", "BUSY", "=", "BUSY"],
  ["Continue pending", false, "BUSY", "BUSY", "BUSY", "=", "BUSY"],
  ["Pause pending", false, "BUSY", "BUSY", "BUSY", "=", "BUSY"],
  [
    "Paused",
    false,
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
  ],
  [
    "Unknown",
    false,
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
    "UNKNOWN_STATE",
  ],
];

function shown(hostInstance: HostInstance, operation: HostInstanceOperation): string {
  const result = stepHostInstance(hostInstance, operation);
  if ("refuse" in result) return result.refuse;
  if ("disabled" in result) return result.disabled ? "= disabled" : "= enabled";
  if (result.to === "same") return "=";
  return result.during === undefined ? result.to : `${result.during} > ${result.to}`;
}

describe("the states of a host instance", () => {
  it("are the eight of the WMI class, each with where it settles", () => {
    assert.deepEqual(HOST_INSTANCE_STATES, {
      Stopped: { settles: "Stopped" },
      "Start pending": { settles: "Running" },
      "Stop pending": { settles: "Stopped" },
      Running: { settles: "Running" },
      "Continue pending": { settles: "Running" },
      "Pause pending": { settles: "Paused" },
      Paused: { settles: "Paused" },
      Unknown: { settles: "Unknown" },
    });
  });
});

describe("an operation on a host instance", () => {
  it("is one of five, of which the REST service has two", () => {
    assert.deepEqual(HOST_INSTANCE_OPERATIONS, {
      Start: "REST 2020",
      Stop: "REST 2020",
      Disable: "WMI",
      Enable: "WMI",
      Uninstall: "WMI",
    });
  });

  for (const [state, disabled, ...results] of TABLE) {
    for (const [index, operation] of OPERATIONS.entries()) {
      const result = results[index] ?? assert.fail("a cell is missing");
      it(`gives "${result}": ${operation} of one that is ${state}${disabled ? ", disabled" : ""}`, () => {
        assert.equal(shown({ state, disabled, isolated: false }, operation), result);
      });
    }
  }

  it("is refused in an isolated host, whatever the state", () => {
    for (const [state, disabled] of TABLE) {
      for (const operation of OPERATIONS)
        assert.equal(shown({ state, disabled, isolated: true }, operation), "ISOLATED");
    }
  });

  it("is refused with a code that says why and what next", () => {
    assert.deepEqual(Object.keys(HOST_INSTANCE_REFUSALS).toSorted(), [
      "BUSY",
      "DISABLED",
      "ISOLATED",
      "NOT_STOPPED",
      "UNKNOWN_STATE",
    ]);
  });
});
