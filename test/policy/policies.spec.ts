import assert from "node:assert/strict";
import type { ResourceValidationArgs } from "@pulumi/policy";
import { teamPolicies } from "../../provider/policy/team-policies.js";
import { verdictPolicies } from "../../provider/policy/verdict-policies.js";
import { ManualClock } from "../support/manual-clock.js";

const URN = "urn:pulumi:prod::integration::pulumi-nodejs:dynamic/biztalk:Service::orders";
const TYPE = "pulumi-nodejs:dynamic/biztalk:Service";

/** 2026-11-21, a Saturday. */
const clock = new ManualClock("2026-11-21T12:00:00Z");

/** What a policy says of a resource; arguments that no policy here reads are left out. */
function said(
  policy: string,
  props: Readonly<Record<string, unknown>>,
  config: object = {},
  type = TYPE,
): string[] {
  const found = [...verdictPolicies(), ...teamPolicies(clock)].find(({ name }) => name === policy);
  assert.ok(found !== undefined, policy);
  const texts: string[] = [];
  const args = {
    type,
    urn: URN,
    props: { serviceName: "orders", ...props },
    getConfig: () => config,
  };
  const validate = found.validateResource as (
    args: ResourceValidationArgs,
    report: (text: string) => void,
  ) => void;
  validate(args as unknown as ResourceValidationArgs, (text) => texts.push(text));
  return texts;
}

const REFUSED = [
  "refused from Stopped",
  "Operation not allowed: Scale in state Stopped. [operation-not-allowed]",
];
const REFUSED_TWICE = [
  "refused from Stopped",
  "Operations not allowed: Scale, Suspend in state Stopped. [operation-not-allowed]",
];
/** Refused by an input of the program or by its edition: the first words say nothing of it. */
const RECOVERY_NONE = [
  "refused from Scale Failed",
  "Recovery not allowed: the service is in state Scale Failed. [operation-not-allowed]",
];
const LOWER = [
  "refused from Active",
  "Operation not allowed: edition Premium to Basic, which is lower. [edition-not-allowed]",
];
const THEIRS = [
  "refused from no service",
  "The service orders exists already. [service-not-owned]",
];
const UNITS = ["refused from no service", "units: 9 was given [input-not-accepted]"];
const STOPPED = [
  "legal from Active",
  "Scale: Active to Active, units 1 -> 3",
  "Stop: Active to Stopped (interrupts)",
];
const DETOUR = [
  "legal from Suspended",
  "Resume: Suspended to Active (detour)",
  "Stop: Active to Stopped (interrupts)",
];
const CHANGED = [
  "legal from Active",
  "Update Configuration: Active to Active, configuration.certificate (value known at up) (interrupts)",
];
const RECOVERED = ["legal from Scale Failed", "Scale: Scale Failed to Active, units 1, sent again"];
const REPLACED = [
  "legal from Service Update Failed",
  "Delete: Service Update Failed to absent (destroys)",
  "Restore: absent to Suspended, backup nightly-1, taken 2026-11-21T02:00:00Z",
  "Resume: Suspended to Active",
];

const NEW = [
  "legal from no service",
  "Create: absent to Active",
  "Stop: Active to Stopped (interrupts)",
];
/** Of a resource that Pulumi replaces: the plan of the new service, and a line for the one that goes. */
const GOES = "Replaces integration/before: Delete: Active to absent (destroys)";
const PULUMI_REPLACES = [NEW[0], GOES, NEW[1]];
/** The one that would go is gone already. */
const GONE_ALREADY = [NEW[0], "Replaces integration/before: ", NEW[1]];

describe("policies of verdicts", () => {
  const table = [
    ["operation-not-allowed", REFUSED, ["orders: Operation not allowed: Scale in state Stopped."]],
    [
      "operation-not-allowed",
      REFUSED_TWICE,
      ["orders: Operations not allowed: Scale, Suspend in state Stopped."],
    ],
    ["input-not-accepted", REFUSED_TWICE, []],
    ["operation-not-allowed", UNITS, []],
    ["input-not-accepted", UNITS, ["orders: units: 9 was given"]],
    [
      "operation-not-allowed",
      RECOVERY_NONE,
      ["orders: Recovery not allowed: the service is in state Scale Failed."],
    ],
    ["input-not-accepted", RECOVERY_NONE, []],
    [
      "edition-not-allowed",
      LOWER,
      ["orders: Operation not allowed: edition Premium to Basic, which is lower."],
    ],
    ["operation-not-allowed", LOWER, []],
    ["service-not-owned", THEIRS, ["orders: The service orders exists already."]],
    ["input-not-accepted", REFUSED, []],
    ["interrupts", STOPPED, ["orders: Stop: Active to Stopped (interrupts)"]],
    ["interrupts", CHANGED, [`orders: ${CHANGED[1] ?? ""}`]],
    ["interrupts", RECOVERED, []],
    ["detour", DETOUR, ["orders: Resume: Suspended to Active (detour)"]],
    ["detour", STOPPED, []],
    ["destroys", REPLACED, ["orders: Delete: Service Update Failed to absent (destroys)"]],
    ["failed-state", RECOVERED, ["orders is in ScaleFailed. Recovery: Scale."]],
    ["failed-state", STOPPED, []],
    ["failed-state", REPLACED, []],
    ["interrupts", NEW, []],
    ["destroys", NEW, []],
    ["destroys", PULUMI_REPLACES, [`orders: ${GOES}`]],
    ["interrupts", PULUMI_REPLACES, []],
    ["destroys", GONE_ALREADY, []],
    ["input-not-accepted", [...UNITS, GOES], ["orders: units: 9 was given"]],
    ["operation-not-allowed", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", []],
  ] as const;
  for (const [policy, plan, expected] of table) {
    it(`${policy}: ${typeof plan === "string" ? "not known yet" : plan.join("; ")}`, () => {
      assert.deepEqual(said(policy, { plan }), expected);
    });
  }

  const SERVER_TYPE = "pulumi-nodejs:dynamic/biztalk:InstancePolicy";
  const ENDS = "Terminate: Active to Terminated, 2 instances, 2 messages lost (destroys)";
  const WAITS = "Suspend: Dehydrated to Dehydrated, Pending suspend, 1 instance (interrupts)";
  const DRAINS = "Drain: Running to drained, wait up to 30m, then refuse";
  for (const [policy, line, is] of [
    ["terminates-instances", ENDS, true],
    ["destroys", ENDS, false],
    ["pending", WAITS, true],
    ["interrupts", WAITS, true],
    ["drain", DRAINS, true],
    ["terminates-instances", DRAINS, false],
  ] as const)
    it(`${policy}: ${is ? "" : "nothing of "}${line}, on BizTalk Server`, () => {
      const found = said(policy, { plan: ["legal from Running", line] }, {}, SERVER_TYPE);
      assert.deepEqual(found, is ? [`orders: ${line}`] : []);
    });

  it("say nothing of other resources, whatever they look like", () => {
    assert.deepEqual(said("operation-not-allowed", { plan: REFUSED }, {}, "aws:s3:Bucket"), []);
  });

  it("refuse errors, and advise of what costs something", () => {
    assert.deepEqual(
      verdictPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel]),
      [
        ["operation-not-allowed", "mandatory"],
        ["edition-not-allowed", "mandatory"],
        ["input-not-accepted", "mandatory"],
        ["service-not-owned", "mandatory"],
        ["destroys", "advisory"],
        ["terminates-instances", "advisory"],
        ["drain", "advisory"],
        ["pending", "advisory"],
        ["interrupts", "advisory"],
        ["detour", "advisory"],
        ["failed-state", "advisory"],
      ],
    );
  });
});

describe("policies of a team", () => {
  it("are disabled until they are configured, and have a default for everything", () => {
    for (const { name, enforcementLevel, configSchema } of teamPolicies(clock)) {
      assert.equal(enforcementLevel, "disabled", name);
      assert.equal(configSchema?.required, undefined, name);
    }
  });

  it("maintenance-window: nothing that costs, outside of it", () => {
    const inside = { days: ["Sat"], from: "11:00", to: "13:00" };
    const outside = { days: ["Sun"], from: "02:00", to: "06:00", timeZone: "Europe/Berlin" };
    assert.deepEqual(said("maintenance-window", { plan: STOPPED }, inside), []);
    assert.deepEqual(said("maintenance-window", { plan: STOPPED }, outside), [
      "orders: Stop (interrupts) outside of the maintenance window, Sun 02:00 to 06:00 Europe/Berlin.",
    ]);
    assert.deepEqual(said("maintenance-window", { plan: RECOVERED }, outside), []);
    assert.deepEqual(said("maintenance-window", { plan: NEW }, outside), []);
    assert.deepEqual(said("maintenance-window", { plan: PULUMI_REPLACES }, outside), [
      `orders: ${GOES} outside of the maintenance window, Sun 02:00 to 06:00 Europe/Berlin.`,
    ]);
  });

  it("backup-before-delete: a backup that is young enough, and the flag on every service", () => {
    const props = { plan: REPLACED, backupBeforeDelete: "ifPossible" };
    assert.deepEqual(said("backup-before-delete", props, { maxAgeHours: 10 }), []);
    assert.deepEqual(said("backup-before-delete", props, { maxAgeHours: 9 }), [
      "orders: Delete without a backup of the last 9 hours.",
    ]);
    assert.deepEqual(said("backup-before-delete", { plan: PULUMI_REPLACES }, { maxAgeHours: 9 }), [
      "orders: Delete without a backup of the last 9 hours.",
    ]);
    const saved = [
      ...NEW.slice(0, 2),
      "Replaces integration/before: Backup: Active to Active, backup before Delete; Delete: Active to absent (destroys)",
    ];
    assert.deepEqual(said("backup-before-delete", { plan: saved }, { maxAgeHours: 9 }), []);
    assert.deepEqual(
      said(
        "backup-before-delete",
        { plan: STOPPED, backupBeforeDelete: false },
        { maxAgeHours: 9 },
      ),
      ['orders: backupBeforeDelete is false; set it to true or "ifPossible".'],
    );
  });

  it("no-replacement: in the stacks that are named", () => {
    assert.deepEqual(said("no-replacement", { plan: REPLACED }, { stacks: ["prod"] }), [
      "orders: it would be replaced (Delete, Restore, Resume) in stack prod.",
    ]);
    assert.deepEqual(said("no-replacement", { plan: REPLACED }, { stacks: ["production"] }), []);
    assert.deepEqual(said("no-replacement", { plan: STOPPED }, { stacks: ["prod"] }), []);
    assert.deepEqual(said("no-replacement", { plan: PULUMI_REPLACES }, { stacks: ["prod"] }), [
      `orders: it would be replaced (${GOES}) in stack prod.`,
    ]);
  });

  it("maximum-units stands against more units than the team permits", () => {
    assert.deepEqual(said("maximum-units", { plan: STOPPED, units: 3 }, { units: 2 }), [
      "orders: 3 units; 2 at most.",
    ]);
    assert.deepEqual(said("maximum-units", { plan: STOPPED, units: 2 }, { units: 2 }), []);
    assert.deepEqual(said("maximum-units", { plan: STOPPED }, { units: 2 }), []);
  });
});
