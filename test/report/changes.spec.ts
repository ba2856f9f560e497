import assert from "node:assert/strict";
import type { ReviewedService } from "../../provider/mabs/findings/index.js";
import { makeReport } from "./make-report.js";
import { writeReport } from "../../provider/report/index.js";
import { planOf, reportOf, reviewed, stepOf } from "./fixtures.js";

const at = (state: string, units = 1, edition: "Basic" | "Standard" | "Premium" = "Premium") =>
  ({ state, power: [], units, edition }) as const;

const changesOf = (service: ReviewedService): readonly string[] | undefined =>
  makeReport({
    ...{
      command: "preview",
      project: "integration",
      projectFile: "Pulumi.yaml",
      stack: "dev",
      ended: "done",
    },
    ...{ services: [service], others: [] },
  }).resources[0]?.changes;

const refused = (operation: string) => ({
  rule: "operation-not-allowed" as const,
  ...{
    operation,
    state: "Stopped",
    legalHere: [],
    route: [],
    permit: null,
    source: "a row",
    message: "Not allowed.",
  },
});

const UPDATE = stepOf("Update Configuration", "Active", "Active", "interrupts");

/** What each service changes, from what to what; written by hand. */
const TABLE: readonly (readonly [
  string,
  Partial<ReviewedService>,
  readonly string[] | undefined,
])[] = [
  [
    "units by Scale, and the power that the plan ends in",
    {
      wanted: { units: 3, state: "Stopped", configuration: {} },
      plan: planOf({
        verdict: "legal",
        observed: at("Active"),
        steps: [
          stepOf("Scale", "Active", "Active", "none"),
          stepOf("Stop", "Active", "Stopped", "interrupts"),
        ],
      }),
    },
    ["units 1 -> 3", "state Active -> Stopped"],
  ],
  [
    "an edition, by Backup, Delete and Restore",
    {
      wanted: { edition: "Standard", units: 1, configuration: {} },
      plan: planOf({
        verdict: "legal",
        observed: at("Active", 1, "Basic"),
        steps: [
          stepOf("Backup", "Active", "Active", "none"),
          stepOf("Delete", "Active", "absent", "destroys"),
          stepOf("Restore", "absent", "Suspended", "none"),
          stepOf("Resume", "Suspended", "Active", "none"),
        ],
      }),
    },
    ["edition Basic -> Standard"],
  ],
  [
    "an edition that is refused",
    {
      wanted: { edition: "Standard", units: 1, configuration: {} },
      plan: planOf({
        verdict: "refused",
        observed: at("Active", 1, "Basic"),
        refusals: [refused("Edition")],
      }),
    },
    ["edition Basic -> Standard"],
  ],
  [
    "a failed state, by the chart's name",
    {
      plan: planOf({
        verdict: "legal",
        observed: at("ServiceUpdateFailed"),
        steps: [
          stepOf("Delete", "ServiceUpdateFailed", "absent", "destroys"),
          stepOf("Create", "absent", "Active", "none"),
        ],
      }),
    },
    ["state Service Update Failed -> Active"],
  ],
  [
    "settings: a readable one with its values, a secret by its name, one that is not known yet",
    {
      live: {
        state: "Active",
        units: 1,
        edition: "Premium",
        configuration: { customDomainUrl: "a.example" },
      },
      wanted: { configuration: { customDomainUrl: "b.example" } },
      plan: planOf({
        verdict: "legal",
        observed: at("Active"),
        steps: [
          {
            ...UPDATE,
            serves:
              "configuration.customDomainUrl, configuration.trackingStore [secret], configuration.accessControl.issuerName (value known at up)",
          },
        ],
      }),
    },
    [
      "configuration.customDomainUrl a.example -> b.example",
      "configuration.trackingStore [secret]",
      "configuration.accessControl.issuerName, known at up",
    ],
  ],
  [
    "a setting that the program keeps secret: neither what it is nor what it was",
    {
      live: { state: "Active", units: 1, edition: "Premium", configuration: {} },
      wanted: { configuration: { customDomainUrl: "hidden.example" } },
      hidden: ["customDomainUrl"],
      plan: planOf({
        verdict: "legal",
        observed: at("Active"),
        steps: [{ ...UPDATE, serves: "configuration.customDomainUrl" }],
      }),
    },
    ["configuration.customDomainUrl [secret]"],
  ],
  [
    "a new setting, refused",
    {
      wanted: { configuration: { customDomainUrl: "b.example" } },
      plan: planOf({
        verdict: "refused",
        observed: at("Stopped"),
        refusals: [refused("Update Configuration")],
      }),
    },
    ["configuration.customDomainUrl nothing -> b.example"],
  ],
  [
    "several operations in one refusal",
    {
      wanted: { units: 3, state: "Active", configuration: {} },
      plan: planOf({
        verdict: "refused",
        observed: at("Stopped"),
        refusals: [refused("Scale, Start")],
      }),
    },
    ["units 1 -> 3", "state Stopped -> Active"],
  ],
  [
    "a failed state that nothing but Delete leaves",
    {
      wanted: { units: 3, state: "Active", configuration: {} },
      plan: planOf({ verdict: "refused", observed: at("Disabled"), refusals: [refused("Delete")] }),
    },
    ["state Disabled -> Active"],
  ],
  [
    "settings that are sent again",
    {
      plan: planOf({
        verdict: "legal",
        observed: at("ConfigUpdateFailed"),
        steps: [
          {
            ...stepOf("Update Configuration", "ConfigUpdateFailed", "Active", "interrupts"),
            serves: "configuration, sent again",
          },
        ],
      }),
    },
    ["state ConfigUpdateFailed -> Active"],
  ],
  [
    "units that are ignored: nothing is sent for them",
    { wanted: { units: 5, configuration: {} } },
    undefined,
  ],
  [
    "a service that is new",
    {
      ...{ change: "create", live: null, lastKnown: null },
      wanted: { units: 5, state: "Active", configuration: {} },
      plan: planOf({ verdict: "legal", steps: [stepOf("Create", "absent", "Active", "none")] }),
    },
    undefined,
  ],
  [
    "a resource that Pulumi replaces",
    {
      ...{ change: "replace", live: null, lastKnown: null },
      replaces: { service: "before", cloudService: "integration" },
      plan: planOf({ verdict: "legal", steps: [stepOf("Create", "absent", "Active", "none")] }),
    },
    ["serviceName before -> orders"],
  ],
];

describe("what a report says of a change: from what to what", () => {
  for (const [what, differs, expected] of TABLE) {
    it(what, () => {
      assert.deepEqual(changesOf(reviewed("orders", { change: "update", ...differs })), expected);
    });
  }

  it("no format prints the value of a setting that is kept secret", () => {
    const [, differs] =
      TABLE.find(([what]) => what.startsWith("a setting that the program keeps secret")) ?? [];
    const report = reportOf([reviewed("orders", { change: "update", ...differs })]);
    for (const format of ["text", "json", "markdown", "sarif", "junit", "github"] as const)
      assert.ok(!writeReport(report, format).includes("hidden.example"), format);
  });
});
