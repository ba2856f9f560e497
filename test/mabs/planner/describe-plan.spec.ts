import assert from "node:assert/strict";
import {
  describePlan,
  describeRecovery,
  describeStep,
  plan,
  type Desired,
  type Observed,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  KNOWN,
  REPLACE,
  service,
  TRIGGER,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

interface Row {
  readonly name: string;
  readonly observed: Observed | null;
  readonly desired: Desired | null;
  readonly policy?: Policy;
  readonly lines: readonly string[];
}

describe("describePlan()", () => {
  const rows: readonly Row[] = [
    {
      name: "nothing to do",
      observed: service("Active"),
      desired: goal("Active"),
      lines: ["noop from Active"],
    },
    {
      name: "a change of units and power",
      observed: service("Active"),
      desired: goal("Stopped", UNITS),
      lines: [
        "legal from Active",
        "Scale: Active to Active, units 1 -> 3",
        "Stop: Active to Stopped (interrupts)",
      ],
    },
    {
      name: "backup, settings and restart",
      observed: service("Active"),
      desired: goal("Active", { ...BACKUP, ...CONFIGURATION, ...TRIGGER }),
      lines: [
        "legal from Active",
        "Backup: Active to Active, backup nightly",
        "Update Configuration: Active to Active, configuration.customDomain (interrupts)",
        "Restart: Active to Active, restartTriggers (interrupts)",
      ],
    },
    {
      name: "a detour",
      observed: service("Suspended"),
      desired: goal("Stopped"),
      policy: WITH_DETOURS,
      lines: [
        "legal from Suspended",
        "Resume: Suspended to Active (detour)",
        "Stop: Active to Stopped (interrupts)",
      ],
    },
    {
      name: "a new service",
      observed: null,
      desired: goal("Suspended"),
      lines: [
        "legal from no service",
        "Create: absent to Active",
        "Suspend: Active to Suspended (interrupts)",
      ],
    },
    {
      name: "a service that goes",
      observed: service("ServiceUpdateFailed"),
      desired: null,
      lines: [
        "legal from Service Update Failed",
        "Delete: Service Update Failed to absent (destroys)",
      ],
    },
    {
      name: "a recovery with its contingent step",
      observed: service("StopFailed"),
      desired: goal("Active", CONFIGURATION),
      lines: [
        "legal from StopFailed",
        "Update Configuration: StopFailed to Active, configuration.customDomain (interrupts); Restart if not Active",
      ],
    },
    {
      name: "a setting that is known at up",
      observed: service("Active"),
      desired: { unknown: ["configuration.certificate"] },
      lines: [
        "legal from Active",
        "Update Configuration: Active to Active, configuration.certificate (value known at up) (interrupts)",
      ],
    },
    {
      name: "a replacement from a backup",
      observed: service("ServiceUpdateFailed", { lastBackup: KNOWN }),
      desired: goal("Suspended"),
      policy: REPLACE,
      lines: [
        "legal from Service Update Failed",
        "Delete: Service Update Failed to absent, replacement (destroys)",
        "Restore: absent to Suspended, backup weekly, taken 2016-05-16T00:00:00Z",
      ],
    },
    {
      name: "an edition change",
      observed: service("Active"),
      desired: goal("Active", { edition: "Premium", ...BACKUP, ...UNITS }),
      policy: REPLACE,
      lines: [
        "legal from Active",
        "Backup: Active to Active, backup nightly",
        "Delete: Active to absent, replacement (destroys)",
        "Restore: absent to Suspended, backup nightly, time not known, edition Standard -> Premium",
        "Resume: Suspended to Active",
        "Scale: Active to Active, units 1 -> 3",
      ],
    },
    {
      name: "waiting",
      observed: service("Stopping"),
      desired: goal("Active"),
      lines: ["legal from Stopping", "Wait: Stopping to Stopped", "Start: Stopped to Active"],
    },
    {
      name: "refusals",
      observed: service("Stopped"),
      desired: goal("Suspended", UNITS),
      lines: [
        "refused from Stopped",
        "Operations not allowed: Scale, Suspend in state Stopped. [operation-not-allowed]",
      ],
    },
    {
      name: "a power that is not known yet",
      observed: service("Active"),
      desired: { unknown: ["units", "state"] },
      lines: ["unknown from Active", "Not known yet: state, units."],
    },
  ];

  for (const { name, observed, desired, policy = DIRECT, lines } of rows) {
    it(`says ${name} in ${String(lines.length)} lines`, () => {
      assert.deepEqual(describePlan(plan(observed, desired, policy)), lines);
    });
  }

  it("shows no value of a setting, no ETag and no time", () => {
    const observed = service("Active", {
      etag: "W/17",
      lastBackup: { name: "old", takenAt: "2016-05-16T00:00:00Z" },
    });
    const found = plan(
      observed,
      goal("Active", { configuration: { password: "s3cret" }, ...BACKUP }),
      DIRECT,
    );
    const text = [...describePlan(found), JSON.stringify(found)].join("\n");
    assert.match(text, /password/);
    assert.doesNotMatch(text, /s3cret|W\/17|2016-05-16/);
  });
});

describe("describeStep()", () => {
  it("marks the settings that are secrets, known and not known yet", () => {
    const desired = {
      configuration: { customDomain: "new.example", "backupSchedule.store": "s3cret" },
      secrets: ["backupSchedule.store", "certificate", "trackingStore"],
      unknown: ["configuration.certificate"],
    };
    const [step] = plan(service("Active"), desired, DIRECT).steps;
    assert.equal(
      step?.serves,
      "configuration.backupSchedule.store [secret], configuration.customDomain, configuration.certificate [secret] (value known at up)",
    );
  });

  it("says in an edition change from which edition to which, by Create too", () => {
    const desired = goal("Active", { serviceName: "orders", edition: "Basic" });
    const policy = { ...REPLACE, acceptDataLoss: "orders/Active" };
    assert.deepEqual(
      describePlan(plan(service("Active", { edition: "Developer" }), desired, policy)),
      [
        "legal from Active",
        "Delete: Active to absent, replacement (destroys)",
        "Create: absent to Active, edition Developer -> Basic",
      ],
    );
  });

  it("says sent again where a failed scale is repeated", () => {
    const [step] = plan(service("ScaleFailed"), goal("Active"), DIRECT).steps;
    assert.ok(step !== undefined);
    assert.equal(describeStep(step), "Scale: ScaleFailed to Active, units 1, sent again");
  });

  it("marks risk and detour together", () => {
    const [step] = plan(service("Active"), goal("Active", BACKUP), {
      ...WITH_DETOURS,
      profile: "rest-2016",
    }).steps;
    assert.ok(step !== undefined);
    assert.equal(describeStep(step), "Suspend: Active to Suspended (interrupts, detour)");
  });
});

describe("describeRecovery()", () => {
  it("is empty where nothing failed", () => {
    assert.deepEqual(
      describeRecovery(plan(service("Active"), goal("Stopped"), DIRECT).recovery),
      [],
    );
  });

  it("shows the first step of a recovery in place", () => {
    const { recovery } = plan(service("SuspendedFailed"), goal("Stopped"), DIRECT);
    assert.deepEqual(describeRecovery(recovery), ["Resume: SuspendedFailed to Active, recovery"]);
  });

  it("says what a replacement loses", () => {
    const { recovery } = plan(service("Disabled"), goal("Active"), DIRECT);
    assert.deepEqual(describeRecovery(recovery), [
      "Delete: Disabled to absent, replacement (destroys)",
      "Create: absent to Active",
      "no backup is known: what the service holds is lost",
    ]);
  });

  it("says of a service that was never created that nothing is lost, and nothing else", () => {
    for (const observed of [
      service("CreatedFailed"),
      service("CreatedFailed", { lastBackup: KNOWN }),
    ]) {
      const found = plan(observed, goal("Active"), DIRECT);
      assert.deepEqual(describeRecovery(found.recovery), [
        "Delete: CreatedFailed to absent, replacement (destroys)",
        "Create: absent to Active",
        "the service was never created: nothing is lost",
      ]);
      const text = [
        ...describeRecovery(found.recovery),
        ...found.refusals.map(({ message }) => message),
      ].join("\n");
      assert.doesNotMatch(text, /holds is lost|came after it is lost/);
    }
  });

  it("names the last known backup and when it was taken", () => {
    const lastBackup = { name: "nightly", takenAt: "2016-05-16T00:00:00Z" };
    const { recovery } = plan(service("EnableFailed", { lastBackup }), goal("Active"), DIRECT);
    assert.deepEqual(describeRecovery(recovery), [
      "Delete: EnableFailed to absent, replacement (destroys)",
      "Restore: absent to Suspended, backup nightly, taken 2016-05-16T00:00:00Z",
      "Resume: Suspended to Active",
      "last known backup nightly, taken 2016-05-16T00:00:00Z",
    ]);
  });
});
