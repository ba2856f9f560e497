import type { Risk } from "../../provider/plan/risk.js";
import type { FoundingOperation, Operation } from "../../provider/mabs/chart/index.js";
import type { Step } from "../../provider/mabs/planner/index.js";
import type { JudgedPlan, ReviewedService } from "../../provider/mabs/findings/index.js";
import type { Report } from "../../provider/report/index.js";
import { makeReport } from "./make-report.js";

const URN = "urn:pulumi:dev::integration::pulumi-nodejs:dynamic/biztalk:Service::";

const LOCATION = { file: "infra/index.ts", line: 17, column: 20 } as const;

/** A plan with everything that it does not say left empty. */
export function planOf(parts: Partial<JudgedPlan> & Pick<JudgedPlan, "verdict">): JudgedPlan {
  return { observed: null, steps: [], refusals: [], recovery: null, notes: [], ...parts };
}

/** A step of a plan. */
export function stepOf(
  operation: Operation | FoundingOperation,
  expects: string,
  yields: string,
  risk: Risk,
): Step {
  const onFailure = operation === "Delete" ? expects : `${operation}Failed`;
  return {
    operation,
    expects,
    yields,
    onFailure,
    serves: "state",
    risk,
    detour: false,
    source: "a row",
  };
}

/** A service that has nothing to say; what a test writes is only what differs. */
export function reviewed(service: string, differs: Partial<ReviewedService> = {}): ReviewedService {
  const live = { state: "Active", units: 1, edition: "Premium", configuration: {} };
  return {
    ...{
      urn: URN + service,
      name: service,
      service,
      cloudService: "integration",
      endpoint: "emulator:./biztalk.db",
    },
    ...{
      change: "same",
      profile: "chart",
      asked: "edition Premium, units 1",
      lastKnown: live,
      live,
    },
    ...{
      wanted: { edition: "Premium", units: 1, configuration: {} },
      replaces: null,
      replacedBy: null,
    },
    plan: planOf({
      verdict: "noop",
      observed: { state: "Active", power: ["Active"], units: 1, edition: "Premium" },
    }),
    ...{
      backup: null,
      backupIsOld: false,
      location: LOCATION,
      problem: null,
      elsewhere: null,
      hidden: [],
    },
    ...differs,
  };
}

const STOPPED = { state: "Stopped", power: ["Stopped"], units: 1, edition: "Premium" } as const;

/** What a refusal says (docs/planner.md, Shapes). */
const REFUSED = reviewed("refused", {
  change: "update",
  asked: "edition Premium, units 3, state Stopped",
  wanted: { edition: "Premium", units: 3, state: "Stopped", configuration: {} },
  live: { state: "Stopped", units: 1, edition: "Premium", configuration: {} },
  lastKnown: { state: "Stopped", units: 1, edition: "Premium", configuration: {} },
  plan: planOf({
    verdict: "refused",
    observed: STOPPED,
    refusals: [
      {
        rule: "operation-not-allowed",
        operation: "Scale",
        state: "Stopped",
        legalHere: ["Start", "Restart", "Delete", "Backup"],
        route: ["Start", "Scale", "Stop"],
        permit: "detours: true",
        source: "service state chart, row Stopped",
        message:
          "Operation not allowed: Scale in state Stopped.\n  Legal here: Start, " +
          "Restart, Delete, Backup.\n  Route: Start, Scale, Stop (set detours: " +
          "true).\n  Source: service state chart, row Stopped.",
      },
    ],
  }),
});

const STOPS = reviewed("stops", {
  change: "update",
  asked: "edition Premium, state Stopped",
  wanted: { edition: "Premium", state: "Stopped", configuration: {} },
  plan: planOf({
    verdict: "legal",
    observed: { state: "Active", power: ["Active"], units: 1, edition: "Premium" },
    steps: [
      {
        ...{
          operation: "Stop",
          expects: "Active",
          yields: "Stopped",
          onFailure: "StopFailed",
          serves: "state",
        },
        ...{ risk: "interrupts", detour: false, source: "service state chart, row Active" },
      },
    ],
  }),
});

const LEAVES = reviewed("leaves", {
  change: "delete",
  asked: "nothing: it is to be deleted",
  wanted: { configuration: {} },
  backup: { name: "nightly-1", takenAt: "2026-10-01T02:00:00.000Z", age: "54 days" },
  backupIsOld: true,
  lastKnown: null,
  location: null,
  plan: planOf({
    verdict: "legal",
    observed: { state: "Active", power: ["Active"], units: 1, edition: "Premium" },
    steps: [
      {
        ...{
          operation: "Delete",
          expects: "Active",
          yields: "absent",
          onFailure: "Active",
          serves: "delete",
        },
        ...{ risk: "destroys", detour: false, source: "service state chart, row Active" },
      },
    ],
  }),
});

const down = (name: string): ReviewedService =>
  reviewed(name, {
    live: undefined,
    plan: planOf({
      verdict: "unknown",
      endpointError: {
        endpoint: "https://east.example",
        message: "endpoint https://east.example does not answer",
      },
    }),
  });

const DRIFTED = reviewed("drifted", {
  change: "update",
  live: { state: "Active", units: 4, edition: "Premium", configuration: {} },
  plan: planOf({
    verdict: "legal",
    observed: { state: "Active", power: ["Active"], units: 4, edition: "Premium" },
    steps: [{ ...stepOf("Scale", "Active", "Active", "none"), serves: "units 4 -> 1" }],
  }),
});

/**
 * One service for each kind of finding that has a form of its own in the formats, and one without
 * any.
 */
export const SERVICES: readonly ReviewedService[] = [
  REFUSED,
  STOPS,
  LEAVES,
  down("easta"),
  down("eastb"),
  DRIFTED,
  reviewed("quiet"),
];

/** The report of services in a stack. */
export const reportOf = (services: readonly ReviewedService[]): Report =>
  makeReport({
    command: "preview",
    project: "integration",
    projectFile: "infra/Pulumi.yaml",
    stack: "dev",
    ended: "done",
    services,
    others: [],
  });
