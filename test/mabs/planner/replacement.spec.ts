/**
 * docs/planner.md, Replacement: replacement of a service in a state that only Delete leaves, and the consent it
 * takes.
 */
import assert from "node:assert/strict";
import type { Power, State } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Observed,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, STATE_NAMES } from "../chart/literals.js";
import {
  BACKUP,
  brokenLinks,
  CONFIGURATION,
  DIRECT,
  goal,
  KNOWN,
  onlyRefusal,
  operationsOf,
  ORDERS,
  REPLACE,
  service,
  TRIGGER,
  UNITS,
} from "./goals.js";

const UC = "Update Configuration";
const CREATE = ["Delete", "Create"];
const RESTORE = ["Delete", "Restore", "Resume"];

const withConsent = (incident: string, policy: Policy = REPLACE): Policy => ({
  ...policy,
  acceptDataLoss: incident,
});
const toOrders = (power: Power, differs: Partial<Desired> = {}): Desired =>
  goal(power, { ...ORDERS, ...differs });

/** How a cell of the table stands for a verdict and what would permit the route. */
const CELLS = {
  n: { verdict: "noop", permits: [] },
  l: { verdict: "legal", permits: [] },
  I: { verdict: "refused", permits: ['recovery: "inPlace"'] },
  R: { verdict: "refused", permits: ['recovery: "replace"'] },
  A: { verdict: "refused", permits: ['acceptDataLoss: "orders/STATE"'] },
  RA: { verdict: "refused", permits: ['recovery: "replace"', 'acceptDataLoss: "orders/STATE"'] },
} as const;
type Cell = keyof typeof CELLS;

type Columns = readonly [inPlace: string, replace: string, none: string];
type Way = readonly [route: readonly string[], ...columns: Columns];

describe("recovery, consent and backup by state", () => {
  const never: Columns = ["n n n", "n n n", "n n n"];
  const power: Columns = ["l l l", "l l l", "l l l"];
  const inPlace: Columns = ["l l l", "l l l", "I I I"];
  const free: Columns = ["R R R", "l l l", "R R R"];
  const byConsent: Columns = ["RA R RA", "A l A", "RA R RA"];

  // To Active, nothing differing. Columns: recovery inPlace, replace, none; in each: no consent, "orders/STATE", another incident.
  // n noop, l legal, and refused with the permit: I recovery "inPlace", R recovery "replace", A acceptDataLoss "orders/STATE".
  const table: Readonly<Record<State, { readonly without: Way; readonly backup: Way }>> = {
    Active: { without: [[], ...never], backup: [[], ...never] },
    Disabled: { without: [CREATE, ...byConsent], backup: [RESTORE, ...byConsent] },
    Suspended: { without: [["Resume"], ...power], backup: [["Resume"], ...power] },
    Stopped: { without: [["Start"], ...power], backup: [["Start"], ...power] },
    ServiceUpdateFailed: { without: [CREATE, ...byConsent], backup: [RESTORE, ...free] },
    DisableFailed: { without: [CREATE, ...byConsent], backup: [RESTORE, ...byConsent] },
    EnableFailed: { without: [CREATE, ...byConsent], backup: [RESTORE, ...byConsent] },
    StartFailed: { without: [["Start"], ...inPlace], backup: [["Start"], ...inPlace] },
    StopFailed: { without: [["Start"], ...inPlace], backup: [["Start"], ...inPlace] },
    RestartFailed: { without: [["Start"], ...inPlace], backup: [["Start"], ...inPlace] },
    SuspendedFailed: { without: [["Resume"], ...inPlace], backup: [["Resume"], ...inPlace] },
    ResumeFailed: { without: [["Resume"], ...inPlace], backup: [["Resume"], ...inPlace] },
    CreatedFailed: { without: [CREATE, ...free], backup: [CREATE, ...free] },
    RestoreFailed: { without: [CREATE, ...byConsent], backup: [RESTORE, ...free] },
    ConfigUpdateFailed: { without: [[UC], ...inPlace], backup: [[UC], ...inPlace] },
    ScaleFailed: { without: [["Scale"], ...inPlace], backup: [["Scale"], ...inPlace] },
  };
  const RECOVERIES = ["inPlace", "replace", "none"] as const;

  /** The incidents of one column of consents: all of another incident are tried. */
  const consents = (state: State): readonly (readonly (string | undefined)[])[] => [
    [undefined],
    [`orders/${state}`],
    [
      `invoices/${state}`,
      `orders/${state === "Disabled" ? "EnableFailed" : "Disabled"}`,
      `orders/absent`,
    ],
  ];

  function expectWay(state: State, observed: Observed, [route, ...columns]: Way): void {
    for (const [at, recovery] of RECOVERIES.entries()) {
      const cells = (columns[at] ?? "").split(" ");
      assert.equal(cells.length, 3);
      for (const [column, incidents] of consents(state).entries()) {
        const cell = CELLS[cells[column] as Cell];
        for (const incident of incidents) {
          const policy = {
            ...DIRECT,
            recovery,
            ...(incident !== undefined && { acceptDataLoss: incident }),
          };
          const found = plan(observed, toOrders("Active"), policy);
          const where = `recovery ${recovery}, consent ${incident ?? "none"}`;
          assert.equal(found.verdict, cell.verdict, where);
          assert.deepEqual(operationsOf(found), cell.verdict === "legal" ? route : [], where);
          assert.deepEqual(brokenLinks(found), [], where);
          const permit = cell.permits.join(" and ").replace("STATE", state);
          assert.deepEqual(
            found.refusals.map((refusal) => [refusal.route, refusal.permit]),
            permit === "" ? [] : [[route, permit]],
            where,
          );
        }
      }
    }
  }

  for (const state of STATE_NAMES) {
    const { without, backup } = table[state];
    it(`${state} without a backup: ${without[0].join(", ") || "nothing"}; ${without.slice(1).join(" | ")}`, () => {
      expectWay(state, service(state), without);
    });
    it(`${state} with a backup: ${backup[0].join(", ") || "nothing"}; ${backup.slice(1).join(" | ")}`, () => {
      expectWay(state, service(state, { lastBackup: KNOWN }), backup);
    });
  }
});

describe("consent", () => {
  const observed = service("Disabled");
  const verdictWith = (incident: string, desired = toOrders("Active")): string =>
    plan(observed, desired, withConsent(incident)).verdict;

  for (const incident of ["orders/Disabled", "ORDERS/disabled", "Orders/DISABLED"]) {
    it(`"${incident}" names the incident, letter case ignored`, () => {
      assert.equal(verdictWith(incident), "legal");
    });
  }

  const others = [
    "",
    "/",
    "Disabled",
    "orders",
    "orders/",
    "/Disabled",
    "orders Disabled",
    "orders/Disabled/",
    "true",
  ];
  for (const incident of [
    ...others,
    "x/orders/Disabled",
    "orders2/Disabled",
    "orders/DisableFailed",
    "orders/*",
  ]) {
    it(`"${incident}" does not, and the refusal says which would`, () => {
      const refusal = onlyRefusal(plan(observed, toOrders("Active"), withConsent(incident)));
      assert.equal(refusal.permit, 'acceptDataLoss: "orders/Disabled"');
      assert.ok(
        refusal.message.includes(`"${incident}", which is another incident than "orders/Disabled"`),
      );
    });
  }

  it("is divided at its last slash", () => {
    const desired = goal("Active", { serviceName: "a/b" });
    assert.equal(verdictWith("a/b/Disabled", desired), "legal");
    assert.equal(verdictWith("a/Disabled", desired), "refused");
  });

  it("reads the state as the chart prints it", () => {
    const policy = withConsent("orders/Service Update Failed");
    assert.equal(plan(service("ServiceUpdateFailed"), toOrders("Active"), policy).verdict, "legal");
  });

  it("names any service where the name is not given", () => {
    assert.equal(verdictWith("anything/Disabled", goal("Active")), "legal");
    assert.equal(verdictWith("anything/EnableFailed", goal("Active")), "refused");
    assert.equal(verdictWith("Disabled", goal("Active")), "refused");
  });

  it("alone replaces nothing", () => {
    for (const state of DELETE_ONLY) {
      const found = plan(
        service(state),
        toOrders("Active"),
        withConsent(`orders/${state}`, DIRECT),
      );
      assert.deepEqual([found.verdict, found.steps], ["refused", []]);
    }
  });
});

describe("the steps of a replacement", () => {
  it("destroy once, and say so", () => {
    const found = plan(
      service("Disabled", { lastBackup: KNOWN }),
      toOrders("Active"),
      withConsent("orders/Disabled"),
    );
    assert.deepEqual(
      found.steps.map(({ operation, expects, yields, onFailure, risk, detour, serves }) =>
        [operation, expects, yields, onFailure, risk, detour, serves].join(" | "),
      ),
      [
        "Delete | Disabled | absent | Disabled | destroys | false | replacement",
        "Restore | absent | Suspended | RestoreFailed | none | false | backup weekly, taken 2016-05-16T00:00:00Z",
        "Resume | Suspended | Active | ResumeFailed | none | false | state",
      ],
    );
  });

  it("are the recovery as well, also when they are refused", () => {
    for (const policy of [DIRECT, withConsent("orders/Disabled")]) {
      const { recovery } = plan(
        service("Disabled", { lastBackup: KNOWN }),
        toOrders("Active"),
        policy,
      );
      assert.equal(recovery?.kind, "replacement");
      assert.deepEqual(
        recovery.steps.map(({ operation }) => operation),
        RESTORE,
      );
      assert.equal(recovery.backup?.name, "weekly");
    }
  });

  interface Row {
    readonly name: string;
    readonly state: State;
    readonly lastBackup?: Observed["lastBackup"];
    readonly desired: Desired;
    readonly route: readonly string[];
    /** Steps of the route that land in Active, which is neither observed nor desired. */
    readonly detours?: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      name: "to Stopped by Create",
      state: "CreatedFailed",
      desired: toOrders("Stopped"),
      route: [...CREATE, "Stop"],
    },
    {
      name: "to Suspended by Create",
      state: "CreatedFailed",
      desired: toOrders("Suspended"),
      route: [...CREATE, "Suspend"],
    },
    {
      name: "to Stopped by Restore, a detour",
      state: "RestoreFailed",
      lastBackup: KNOWN,
      desired: toOrders("Stopped"),
      route: [...RESTORE, "Stop"],
      detours: ["Resume"],
    },
    {
      name: "to Suspended by Restore",
      state: "RestoreFailed",
      lastBackup: KNOWN,
      desired: toOrders("Suspended"),
      route: ["Delete", "Restore"],
    },
    {
      name: "to an unmanaged power: the default",
      state: "CreatedFailed",
      desired: ORDERS,
      route: CREATE,
    },
    {
      name: "to an unmanaged power by Restore",
      state: "ServiceUpdateFailed",
      lastBackup: KNOWN,
      desired: ORDERS,
      route: RESTORE,
    },
    {
      name: "with units and settings, which go with Create",
      state: "CreatedFailed",
      desired: toOrders("Active", { ...UNITS, ...CONFIGURATION, ...TRIGGER }),
      route: CREATE,
    },
    {
      name: "with settings, which go with Restore, and units that the backup does not hold",
      state: "ServiceUpdateFailed",
      lastBackup: { ...KNOWN, units: 1 },
      desired: toOrders("Active", { ...UNITS, ...CONFIGURATION, ...TRIGGER }),
      route: [...RESTORE, "Scale"],
    },
    {
      name: "with units that the backup holds",
      state: "ServiceUpdateFailed",
      lastBackup: { ...KNOWN, units: 3 },
      desired: toOrders("Active", UNITS),
      route: RESTORE,
    },
    {
      name: "with the old service's units where the backup's are not known",
      state: "ServiceUpdateFailed",
      lastBackup: KNOWN,
      desired: toOrders("Active", UNITS),
      route: [...RESTORE, "Scale"],
    },
    {
      name: "with units that differ, to Suspended, a detour",
      state: "ServiceUpdateFailed",
      lastBackup: { ...KNOWN, units: 1 },
      desired: toOrders("Suspended", UNITS),
      route: [...RESTORE, "Scale", "Suspend"],
      detours: ["Resume", "Scale"],
    },
    {
      name: "with a backup to take, as soon as it is legal",
      state: "ServiceUpdateFailed",
      lastBackup: KNOWN,
      desired: toOrders("Active", BACKUP),
      route: ["Delete", "Restore", "Backup", "Resume"],
    },
    {
      name: "with a higher edition",
      state: "ServiceUpdateFailed",
      lastBackup: KNOWN,
      desired: toOrders("Active", { edition: "Premium" }),
      route: RESTORE,
    },
  ];

  for (const { name, state, lastBackup, desired, route, detours } of rows) {
    it(`lead ${name}: ${route.join(", ")}`, () => {
      const observed = service(state, { ...(lastBackup !== undefined && { lastBackup }) });
      const found = plan(observed, desired, { ...REPLACE, detours: detours !== undefined });
      assert.deepEqual([found.verdict, operationsOf(found)], ["legal", route]);
      assert.deepEqual(brokenLinks(found), []);
      assert.deepEqual(
        found.steps.filter((step) => step.detour).map(({ operation }) => operation),
        detours ?? [],
      );
      if (detours === undefined) return;
      const refused = plan(observed, desired, REPLACE);
      for (const refusal of refused.refusals)
        assert.deepEqual([refusal.route, refusal.permit], [route, "detours: true"]);
      assert.notEqual(refused.refusals.length, 0);
    });
  }

  it("begin with waiting where the service settles first", () => {
    const found = plan(service("Deleting"), toOrders("Active"), REPLACE);
    assert.deepEqual(operationsOf(found), ["Wait", "Create"]);
  });

  for (const state of ["Disabled", "DisableFailed", "EnableFailed"] as const) {
    it(`say first, for ${state}: restore the subscription`, () => {
      const refusal = onlyRefusal(plan(service(state), toOrders("Active"), DIRECT));
      assert.match(refusal.message, /restore the subscription first/);
      const { notes } = plan(service(state), toOrders("Active"), withConsent(`orders/${state}`));
      assert.match(notes[0] ?? "", /restore the subscription first/);
    });
  }

  it("say what is lost", () => {
    const notesOf = (state: State, differs: Partial<Observed> = {}): string =>
      plan(service(state, differs), toOrders("Active"), withConsent(`orders/${state}`)).notes.join(
        "\n",
      );
    assert.match(notesOf("ServiceUpdateFailed"), /lost: no backup is known/);
    assert.match(
      notesOf("ServiceUpdateFailed", { lastBackup: KNOWN }),
      /backup weekly, taken 2016-05-16T00:00:00Z/,
    );
    assert.match(
      notesOf("ServiceUpdateFailed", { lastBackup: KNOWN }),
      /hybrid connections.*open batches.*EDI control/,
    );
    assert.deepEqual(
      notesOf("CreatedFailed"),
      "The service was never created: it holds nothing that could be lost.",
    );
    const restored = toOrders("Active", { restoreFrom: { name: "weekly" } });
    assert.deepEqual(plan(service("CreatedFailed"), restored, REPLACE).notes, [
      "The service was never created: it holds nothing that could be lost. Restored from backup weekly, time not known. A backup lacks hybrid connections and messages in open batches, and EDI control numbers used since may repeat.",
    ]);
  });
});

describe("what forbids a replacement", () => {
  for (const keep of ["protect", "retainOnDelete"] as const) {
    it(`is ${keep}, in every state, whatever else is permitted`, () => {
      for (const state of DELETE_ONLY) {
        const policy = { ...withConsent(`orders/${state}`), detours: true, keep };
        const found = plan(service(state), toOrders("Active"), policy);
        const refusal = onlyRefusal(found);
        assert.deepEqual(
          [refusal.route, refusal.permit, found.steps],
          [CREATE, `${keep}: false`, []],
        );
        assert.ok(
          refusal.message.includes(
            `\n  The resource option ${keep} forbids every plan with Delete.\n`,
          ),
        );
        assert.match(refusal.message, new RegExp(keep));
      }
    });
  }

  it("is backupBeforeDelete: true, since none of the states has a way to a backup", () => {
    for (const state of DELETE_ONLY) {
      const policy = { ...withConsent(`orders/${state}`), backupBeforeDelete: true };
      const refusal = onlyRefusal(plan(service(state), toOrders("Active"), policy));
      assert.equal(refusal.permit, 'backupBeforeDelete: "ifPossible"');
      const ifPossible = plan(service(state), toOrders("Active"), {
        ...policy,
        backupBeforeDelete: "ifPossible",
      });
      assert.deepEqual(operationsOf(ifPossible), CREATE);
    }
  });

  it("are all named at once, in one order", () => {
    const policy = { ...DIRECT, keep: "protect", backupBeforeDelete: true } as const;
    const observed = service("EnableFailed", { lastBackup: KNOWN });
    assert.equal(
      onlyRefusal(plan(observed, toOrders("Stopped"), policy)).permit,
      'recovery: "replace" and acceptDataLoss: "orders/EnableFailed" and backupBeforeDelete: "ifPossible" and detours: true and protect: false',
    );
  });

  const problems = [
    {
      name: "is of a higher edition",
      lastBackup: { ...KNOWN, edition: "Premium" },
      permit: 'edition: "Premium"',
    },
    { name: "is of another version", lastBackup: { ...KNOWN, version: "1.0" }, permit: null },
  ] as const;
  for (const { name, lastBackup, permit } of problems) {
    it(`is a backup that ${name}, and with consent the service is made empty`, () => {
      const observed = service("ServiceUpdateFailed", { lastBackup, version: "1.1" });
      const refusal = onlyRefusal(plan(observed, toOrders("Active"), REPLACE));
      assert.deepEqual(
        [refusal.operation, refusal.route, refusal.permit],
        ["Restore", RESTORE, permit],
      );
      assert.match(
        refusal.message,
        /To go on without that backup.*acceptDataLoss: "orders\/ServiceUpdateFailed"/,
      );
      const consented = plan(
        observed,
        toOrders("Active"),
        withConsent("orders/ServiceUpdateFailed"),
      );
      assert.deepEqual([consented.verdict, operationsOf(consented)], ["legal", CREATE]);
    });
  }

  it("is a backup that nobody has confirmed, until the program consents to that", () => {
    for (const state of ["ServiceUpdateFailed", "RestoreFailed"] as const) {
      const desired = toOrders("Active", { restoreFrom: { name: "weekly", unconfirmed: true } });
      const refusal = onlyRefusal(plan(service(state), desired, REPLACE));
      assert.deepEqual(
        [refusal.permit, refusal.route],
        [`acceptDataLoss: "orders/${state}"`, RESTORE],
      );
      assert.match(
        refusal.message,
        /The endpoint cannot say whether backup weekly, time not known exists/,
      );
      const consented = plan(service(state), desired, withConsent(`orders/${state}`));
      assert.deepEqual([consented.verdict, operationsOf(consented)], ["legal", RESTORE]);
      const recorded = service(state, { lastBackup: KNOWN });
      assert.equal(
        plan(recorded, desired, REPLACE).verdict,
        "legal",
        "what was recorded needs nobody to confirm it",
      );
      const confirmed = toOrders("Active", { restoreFrom: { name: "weekly" } });
      assert.equal(plan(service(state), confirmed, REPLACE).verdict, "legal");
    }
  });

  it("is no backup that nothing could make restorable, where consent is needed in any case: then it is left out", () => {
    const observed = service("Disabled", {
      lastBackup: { ...KNOWN, version: "1.0" },
      version: "1.1",
    });
    const refusal = onlyRefusal(plan(observed, toOrders("Active"), REPLACE));
    assert.deepEqual(
      [refusal.route, refusal.permit],
      [CREATE, 'acceptDataLoss: "orders/Disabled"'],
    );
    assert.match(refusal.message, /it is of service version 1\.0, a new service has 1\.1\./);
    const consented = plan(observed, toOrders("Active"), withConsent("orders/Disabled"));
    assert.deepEqual(operationsOf(consented), CREATE);
    assert.match(
      consented.notes.join("\n"),
      /holds is lost: last known backup weekly, taken 2016-05-16T00:00:00Z\./,
    );
  });

  it("is no backup of a service whose edition has none: it is made empty", () => {
    const observed = service("ServiceUpdateFailed", { edition: "Developer", lastBackup: KNOWN });
    const desired = toOrders("Active", { edition: "Developer" });
    const refusal = onlyRefusal(plan(observed, desired, REPLACE));
    assert.deepEqual(
      [refusal.route, refusal.permit],
      [CREATE, 'acceptDataLoss: "orders/ServiceUpdateFailed"'],
    );
  });

  it("is said of the state itself where the program asks for nothing", () => {
    const refusal = onlyRefusal(plan(service("ServiceUpdateFailed"), ORDERS, DIRECT));
    assert.equal(refusal.operation, "Delete");
    assert.match(
      refusal.message,
      /^Recovery not possible in place: state Service Update Failed allows only Delete\.\n/,
    );
    assert.doesNotMatch(
      refusal.message,
      /To go on without that backup|another incident|resource option/,
    );
    const several = onlyRefusal(
      plan(service("ServiceUpdateFailed"), toOrders("Active", UNITS), DIRECT),
    );
    assert.equal(several.operation, "Scale, Start");
  });

  it("is a lower edition, for ever", () => {
    for (const state of DELETE_ONLY) {
      const policy = { ...withConsent(`orders/${state}`), detours: true };
      const refusal = onlyRefusal(
        plan(service(state), toOrders("Active", { edition: "Basic" }), policy),
      );
      assert.deepEqual([refusal.operation, refusal.route, refusal.permit], ["Edition", [], null]);
    }
  });

  it("is a number of units that the edition does not have", () => {
    const found = plan(service("CreatedFailed"), toOrders("Active", { units: 9 }), REPLACE);
    assert.deepEqual([found.verdict, onlyRefusal(found).permit], ["refused", null]);
  });

  // A new service that cannot become what is desired: Delete alone would be all that is left of the plan.
  const impossible = [
    { name: "a backup on Developer", edition: "Developer", desired: toOrders("Active", BACKUP) },
    { name: "Stopped on Free", edition: "Free", desired: toOrders("Stopped") },
    { name: "Suspended on Free", edition: "Free", desired: toOrders("Suspended") },
  ] as const;
  for (const { name, edition, desired } of impossible) {
    it(`is ${name}: nothing is deleted for it`, () => {
      for (const state of DELETE_ONLY) {
        for (const detours of [false, true]) {
          const policy = { ...withConsent(`orders/${state}`), detours };
          const found = plan(service(state, { edition }), { ...desired, edition }, policy);
          assert.deepEqual([found.verdict, found.steps], ["refused", []]);
          for (const { route, permit } of found.refusals)
            assert.deepEqual([route, permit], [[], null]);
        }
      }
    });
  }

  it("is a backup without a store: consent to the route with Restore is none to the route with Create", () => {
    const observed = service("Disabled", { lastBackup: KNOWN });
    const desired = toOrders("Active", { restoreFrom: { name: "weekly", withoutStore: true } });
    const refusal = onlyRefusal(plan(observed, desired, REPLACE));
    assert.deepEqual(
      [refusal.permit, refusal.route],
      ['acceptDataLoss: "orders/Disabled" and restoreFrom: { name: "weekly", store }', RESTORE],
    );
    const consented = onlyRefusal(plan(observed, desired, withConsent("orders/Disabled")));
    assert.deepEqual(
      [consented.permit, consented.route],
      ['restoreFrom: { name: "weekly", store }', RESTORE],
    );
  });
});

describe("a replacement with a field that is not known yet", () => {
  it("restoreFrom: is unknown where a backup could make it legal", () => {
    const observed = service("ServiceUpdateFailed");
    const named = toOrders("Active", { restoreFrom: { name: "weekly", edition: "Standard" } });
    assert.deepEqual(operationsOf(plan(observed, named, REPLACE)), RESTORE);
    const found = plan(observed, toOrders("Active", { unknown: ["restoreFrom"] }), REPLACE);
    assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
  });

  it("restoreFrom: is refused where no backup would help", () => {
    for (const policy of [
      DIRECT,
      { ...withConsent("orders/Disabled"), keep: "protect" },
    ] as const) {
      const found = plan(
        service("Disabled"),
        toOrders("Active", { unknown: ["restoreFrom"] }),
        policy,
      );
      assert.equal(found.verdict, "refused");
    }
  });

  it("restoreFrom: is refused where what is needed is no backup", () => {
    const observed = service("ServiceUpdateFailed", { lastBackup: KNOWN });
    const found = plan(observed, toOrders("Stopped", { unknown: ["restoreFrom"] }), REPLACE);
    assert.equal(onlyRefusal(found).permit, "detours: true");
  });

  it("units: is refused without consent, unknown with it", () => {
    const desired = { ...ORDERS, state: "Active", unknown: ["units"] } as const;
    assert.equal(plan(service("Disabled"), desired, REPLACE).verdict, "refused");
    assert.equal(
      plan(service("Disabled"), desired, withConsent("orders/Disabled")).verdict,
      "unknown",
    );
  });
});
