import assert from "node:assert/strict";
import fc from "fast-check";
import { parseInputs, type ServiceInputs } from "../../../provider/mabs/inputs/service-inputs.js";
import { STORE } from "../../support/backup-store.js";

/** `name` is null, `rest` says what to do about it. */
const isNull = (name: string, rest: string): string => `${name}: null was given; ${rest}.`;
const OPTIONAL = "leave it out or give";
const REQUIRED = "it is required, give";
const NAME_RULE =
  "3 to 63 lower-case letters, digits and single hyphens, letter or digit first and last";
const DURATION = 'a duration such as "90s", "10m" or "1h30m"';

/** Every input as null, and the text. */
const NULLS: readonly (readonly [string, string])[] = [
  ["serviceName", `${REQUIRED} 6 to 20 letters and digits, letter first`],
  ["cloudService", `${OPTIONAL} 1 to 64 characters`],
  ["region", `${REQUIRED} a region such as "West Europe"`],
  ["edition", `${REQUIRED} Free, Developer, Basic, Standard, Premium`],
  ["units", `${OPTIONAL} a whole number, 1 or more`],
  ["state", `${OPTIONAL} Active, Stopped, Suspended`],
  [
    "configuration",
    `${OPTIONAL} settings by name, as { customDomainUrl, certificate, trackingStore }`,
  ],
  ["restartTriggers", `${OPTIONAL} any value`],
  ["backup", `${OPTIONAL} { name, store }`],
  ["restoreFrom", `${OPTIONAL} { name, store }`],
  ["detours", `${OPTIONAL} true or false`],
  ["recovery", `${OPTIONAL} "inPlace", "replace" or "none"`],
  [
    "acceptDataLoss",
    `${OPTIONAL} the incident as the refusal printed it, for instance "orders/Disabled"`,
  ],
  ["backupBeforeDelete", `${OPTIONAL} true, false or "ifPossible"`],
  ["forceDelete", `${OPTIONAL} true or false`],
  [
    "adopt",
    `${OPTIONAL} true, false or what the refusal printed: the endpoint, the cloud service and the name`,
  ],
  ["timeouts", `${OPTIONAL} { settle, operation, create, update, delete }`],
];

/** Members of groups as null. */
const NESTED_NULLS: readonly (readonly [string, string])[] = [
  [
    "configuration.customDomainUrl",
    `${OPTIONAL} a host name such as "orders.example.com", without scheme, port or path`,
  ],
  ["configuration.certificate", `${OPTIONAL} { data, password }`],
  ["configuration.certificate.data", `${REQUIRED} a text`],
  ["configuration.trackingStore", `${OPTIONAL} a text`],
  ["configuration.monitoringStore", `${OPTIONAL} a text`],
  ["configuration.archivingStore", `${OPTIONAL} a text`],
  ["configuration.accessControl", `${OPTIONAL} { namespace, issuerName, issuerKey }`],
  ["configuration.accessControl.namespace", `${REQUIRED} an Access Control namespace`],
  ["configuration.accessControl.issuerKey", `${OPTIONAL} a text`],
  [
    "configuration.backupSchedule",
    `${OPTIONAL} { store, frequencyDays, retentionDays, keepAtLeastOne }`,
  ],
  ["configuration.backupSchedule.store", `${REQUIRED} a text`],
  ["configuration.backupSchedule.frequencyDays", `${REQUIRED} a whole number of days, 1 or more`],
  ["configuration.backupSchedule.keepAtLeastOne", `${OPTIONAL} true or false`],
  ["backup.name", `${REQUIRED} ${NAME_RULE}`],
  ["backup.store", `${REQUIRED} a text`],
  ["restoreFrom.store", `${REQUIRED} a text`],
  ["timeouts.settle", `${OPTIONAL} ${DURATION}`],
  ["timeouts.operation", `${OPTIONAL} ${DURATION}`],
  ["timeouts.delete", `${OPTIONAL} ${DURATION}`],
];

const GOOD = { serviceName: "orders", region: "West Europe", edition: "Standard" };
describe("the inputs of a service", () => {
  it("get every default written", () => {
    const { inputs, failures, unknown } = parseInputs(GOOD);
    const expected: Partial<ServiceInputs> = {
      serviceName: "orders",
      cloudService: "biztalk-west-europe",
      region: "West Europe",
      edition: "Standard",
      configuration: {},
      detours: false,
      recovery: "inPlace",
      adopt: false,
      backupBeforeDelete: false,
      forceDelete: false,
      timeouts: { settle: "1h", operation: "2h" },
    };
    assert.deepEqual(inputs, expected);
    assert.deepEqual([failures, unknown], [[], []]);
  });

  const STORED = [
    ["Free", "trackingStore", "Developer, Basic, Standard, Premium"],
    ["Free", "archivingStore", "Developer, Premium"],
    ["Basic", "archivingStore", "Developer, Premium"],
    ["Standard", "archivingStore", "Developer, Premium"],
  ] as const;
  for (const [edition, setting, others] of STORED) {
    it(`have no ${setting} on ${edition}, and say which editions have what it is for`, () => {
      const configuration = { [setting]: "AccountName=a" };
      assert.deepEqual(parseInputs({ ...GOOD, edition, configuration }).failures, [
        `configuration.${setting}: edition ${edition} does not have what it is for; ${others} do.`,
      ]);
    });
  }

  const accepted: readonly Readonly<Record<string, unknown>>[] = [
    { serviceName: "abcdef" },
    { serviceName: "A2345678901234567890" },
    { edition: "premium" },
    { edition: "Free", units: 1 },
    { edition: "Basic", units: 8 },
    { units: 1 },
    { state: "Stopped" },
    { state: "Suspended" },
    { configuration: { customDomainUrl: "orders.example.com" } },
    { configuration: { trackingStore: STORE } },
    { edition: "Developer", configuration: { archivingStore: STORE } },
    { edition: "Premium", configuration: { archivingStore: STORE } },
    { configuration: { backupSchedule: { store: STORE, frequencyDays: 1, retentionDays: 2 } } },
    { restartTriggers: { any: ["value", 1, true] } },
    { backup: { name: "before-go-live", store: STORE } },
    { recovery: "none" },
    { timeouts: { settle: "90s" } },
  ];
  for (const differs of accepted) {
    it(`accept ${JSON.stringify(differs)}`, () => {
      assert.deepEqual(parseInputs({ ...GOOD, ...differs }).failures, []);
    });
  }

  const refused: readonly {
    readonly differs: Readonly<Record<string, unknown>>;
    readonly text: RegExp;
  }[] = [
    {
      differs: { serviceName: "short" },
      text: /^serviceName: "short" was given; accepted: 6 to 20 letters and digits/,
    },
    { differs: { serviceName: "a23456789012345678901" }, text: /^serviceName: .*6 to 20/ },
    { differs: { serviceName: "1orders" }, text: /^serviceName: .*letter first/ },
    { differs: { serviceName: "or-ders" }, text: /^serviceName: / },
    {
      differs: { serviceName: undefined },
      text: /^serviceName: nothing was given; it is required/,
    },
    { differs: { region: undefined }, text: /^region: nothing was given; it is required/ },
    { differs: { edition: undefined }, text: /^edition: nothing was given; it is required/ },
    { differs: { cloudService: "" }, text: /^cloudService: .*1 to 64 characters/ },
    { differs: { cloudService: "c".repeat(65) }, text: /^cloudService: .*1 to 64 characters/ },
    {
      differs: { edition: "Standart" },
      text: /^edition: "Standart" is not an edition; .*Did you mean Standard\?/,
    },
    { differs: { units: 0 }, text: /^units: 0 was given; edition Standard accepts 1 to 8/ },
    { differs: { units: 9 }, text: /^units: 9 was given; edition Standard accepts 1 to 8/ },
    {
      differs: { units: 1.5 },
      text: /^units: 1.5 was given; edition Standard accepts 1 to 8, in steps of 1/,
    },
    { differs: { units: "2" }, text: /^units: "2" was given; accepted: a whole number/ },
    {
      differs: { edition: "Free", units: 2 },
      text: /^units: 2 .*edition Free accepts 1, it does not have Scale/,
    },
    {
      differs: { edition: "Developer", units: 2 },
      text: /^units: 2 .*Developer accepts 1, it does not have Scale/,
    },
    {
      differs: { state: "active" },
      text: /^state: "active" is not a power state; .*Did you mean Active\?/,
    },
    {
      differs: { state: "Stoped" },
      text: /^state: "Stoped" is not a power state; .*Did you mean Stopped\?/,
    },
    {
      differs: { state: "ScaleFailed" },
      text: /^state: "ScaleFailed" .*it cannot be asked for; accepted: Active, Stopped, Suspended/,
    },
    { differs: { recovery: "always" }, text: /^recovery: "always" was given; accepted: / },
    { differs: { detours: "yes" }, text: /^detours: "yes" was given; accepted: true or false/ },
    {
      differs: { adopt: 1 },
      text: /^adopt: 1 was given; accepted: true, false or what the refusal printed/,
    },
    {
      differs: { timeouts: { settle: "soon" } },
      text: /^timeouts.settle: "soon" was given; accepted: a duration/,
    },
    {
      differs: { backup: { name: "Monday", store: STORE } },
      text: /^backup.name: "Monday" was given; accepted: 3 to 63/,
    },
    { differs: { backup: { name: "monday", store: "" } }, text: /^backup.store: / },
    {
      differs: { backup: { name: "monday-", store: STORE } },
      text: /^backup.name: "monday-" was given; accepted: 3 to 63/,
    },
    {
      differs: { region: "West\u0007Europe" },
      text: /^region: a text with a control character was given, which no request can carry\.$/,
    },
    {
      differs: { configuration: { trackingStore: "Server=x\u0000;Password=y" } },
      text: /^configuration.trackingStore: a text with a control character was given[^;]*$/,
    },
    { differs: { unit: 2 }, text: /^unit: there is no such input. Did you mean units\?/ },
    {
      differs: { configuration: { trackingstore: "x" } },
      text: /^configuration.trackingstore: there is no such input. Did you mean trackingStore\?/,
    },
    {
      differs: {
        configuration: { backupSchedule: { store: STORE, frequencyDays: 7, retentionDays: 7 } },
      },
      text: /^configuration.backupSchedule: retentionDays must be greater than frequencyDays/,
    },
  ];
  for (const { differs, text } of refused) {
    it(`refuse ${JSON.stringify(differs).slice(0, 80)}`, () => {
      const { failures } = parseInputs({ ...GOOD, ...differs });
      assert.equal(failures.length, 1, failures.join("\n"));
      assert.match(failures[0] ?? "", text);
    });
  }

  it("fail all at once", () => {
    const { failures } = parseInputs({
      serviceName: "x",
      region: "West Europe",
      edition: "Premium",
      units: 99,
      state: "Of",
    });
    assert.deepEqual(failures.map((text) => text.split(":", 1)[0]).sort(), [
      "serviceName",
      "state",
      "units",
    ]);
  });

  it("name a rule of the schedule whatever else of it is not accepted", () => {
    const backupSchedule = { store: { not: "a text" }, frequencyDays: 7, retentionDays: 7 };
    const { failures } = parseInputs({ ...GOOD, configuration: { backupSchedule } });
    assert.deepEqual(failures, [
      "configuration.backupSchedule.store: something else than a text that is not empty was given; accepted: a text.",
      "configuration.backupSchedule: retentionDays must be greater than frequencyDays.",
    ]);
  });

  it("never show a secret that is not accepted", () => {
    const secret = { top: "secret-value" };
    const { failures } = parseInputs({
      ...GOOD,
      configuration: { trackingStore: secret, certificate: { data: 1234567, password: secret } },
      backup: { name: "monday", store: secret },
    });
    assert.equal(failures.length, 4);
    assert.doesNotMatch(failures.join("\n"), /secret-value|1234567/);
  });
});

/** Groups that are complete, so that what is null is the only thing that is wrong. */
const GROUPS: Readonly<Record<string, unknown>> = {
  configuration: {
    certificate: { data: "d", password: "p" },
    accessControl: { namespace: "n" },
    backupSchedule: { store: STORE, frequencyDays: 1, retentionDays: 2 },
  },
  backup: { name: "monday", store: STORE },
  restoreFrom: { name: "monday", store: STORE },
  timeouts: { settle: "90s" },
};

/** An object with null at a dotted path. */
function withNull(
  object: Readonly<Record<string, unknown>>,
  path: string,
): Readonly<Record<string, unknown>> {
  const [head = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...object, [head]: null };
  const inner = (object[head] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...object, [head]: withNull(inner, rest.join(".")) };
}

describe("null for an input", () => {
  for (const [name, rest] of [...NULLS, ...NESTED_NULLS]) {
    it(`is named: ${name}`, () => {
      assert.deepEqual(parseInputs(withNull({ ...GOOD, ...GROUPS }, name)).failures, [
        isNull(name, rest),
      ]);
    });
  }

  it("hides no other: each that is null has its own text, and so has what else is not accepted", () => {
    fc.assert(
      fc.property(fc.subarray([...NULLS], { minLength: 1 }), (chosen) => {
        const differs = Object.fromEntries(chosen.map(([name]) => [name, null]));
        const { failures } = parseInputs({ ...GOOD, unit: 2, ...differs });
        const expected = [
          ...chosen.map(([name, rest]) => isNull(name, rest)),
          "unit: there is no such input. Did you mean units?",
        ];
        assert.deepEqual([...failures].sort(), expected.sort());
      }),
    );
  });

  it("is no backup to write to, either", () => {
    const { failures } = parseInputs({ ...GOOD, backup: null, backupBeforeDelete: true });
    assert.deepEqual(
      failures.map((text) => text.split(":", 1)[0]),
      ["backup", "backupBeforeDelete"],
    );
  });

  it("may be inside of what a restart is triggered by", () => {
    assert.deepEqual(
      parseInputs({ ...GOOD, restartTriggers: { key: null, list: [null] } }).failures,
      [],
    );
  });
});

describe("a custom domain", () => {
  for (const customDomainUrl of [
    "orders.example.com",
    "orders",
    "A1.b-c.example",
    "x".repeat(63),
    "10.0.0.1",
  ]) {
    it(`may be ${customDomainUrl.slice(0, 20)}`, () => {
      assert.deepEqual(parseInputs({ ...GOOD, configuration: { customDomainUrl } }).failures, []);
    });
  }

  /** What is given, how it is shown, and the host name that was probably meant. */
  const refused = [
    ["https://orders.example.com", "orders.example.com"],
    ["https://orders.example.com/", "orders.example.com"],
    ["HTTP://Orders.Example.com:8080/default?x=1", "orders.example.com"],
    ["orders.example.com/default", "orders.example.com"],
    ["orders.example.com:443", "orders.example.com"],
    [" orders.example.com ", "orders.example.com"],
    ["orders.example.com.", "orders.example.com"],
    ["orders .example.com", undefined],
    ["*.example.com", undefined],
    ["-orders.example.com", undefined],
    ["orders..example.com", undefined],
    ["a_b.example.com", undefined],
    ["https://", undefined],
    ["x".repeat(64), undefined],
    ["", undefined],
  ] as const;
  for (const [customDomainUrl, meant] of refused) {
    it(`is not "${customDomainUrl.slice(0, 45)}"${meant === undefined ? "" : `, where ${meant} was meant`}`, () => {
      const { failures } = parseInputs({ ...GOOD, configuration: { customDomainUrl } });
      assert.deepEqual(failures, [
        `configuration.customDomainUrl: ${JSON.stringify(customDomainUrl)} was given; accepted: a host name such as "orders.example.com", without scheme, port or path.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
      ]);
    });
  }

  it("that holds credentials is not repeated with them", () => {
    const { failures } = parseInputs({
      ...GOOD,
      configuration: { customDomainUrl: "https://u:hunter2@a.example/" },
    });
    assert.equal(failures.length, 1);
    assert.match(
      failures[0] ?? "",
      /"https:\/\/\*\*\*\*@a\.example\/" was given.*Did you mean "a\.example"\?$/,
    );
  });
});

describe("the container that is not named", () => {
  const table = [
    ["West Europe", "biztalk-west-europe"],
    ["WestEurope", "biztalk-west-europe"],
    ["westeurope", "biztalk-west-europe"],
    ["WEST EUROPE", "biztalk-west-europe"],
    ["East US 2", "biztalk-east-us-2"],
    ["eastus2", "biztalk-east-us-2"],
    ["Moon Base", "biztalk-moon-base"],
    ["moonbase", "biztalk-moonbase"],
  ] as const;
  for (const [region, cloudService] of table) {
    it(`is ${cloudService} in region ${region}`, () => {
      const { inputs } = parseInputs({ ...GOOD, region });
      assert.deepEqual([inputs.cloudService, inputs.region], [cloudService, region]);
    });
  }
});
