import assert from "node:assert/strict";
import { parseInputs, type ServiceInputs } from "../../provider/lifecycle/index.js";

const GOOD = { serviceName: "orders", region: "West Europe", edition: "Standard" };
const STORE = "AccountName=a;AccountKey=k";

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

  const refused: readonly { readonly differs: Readonly<Record<string, unknown>>; readonly text: RegExp }[] = [
    {
      differs: { serviceName: "short" },
      text: /^serviceName: "short" was given; accepted: 6 to 20 letters and digits/,
    },
    { differs: { serviceName: "a23456789012345678901" }, text: /^serviceName: .*6 to 20/ },
    { differs: { serviceName: "1orders" }, text: /^serviceName: .*letter first/ },
    { differs: { serviceName: "or-ders" }, text: /^serviceName: / },
    { differs: { serviceName: undefined }, text: /^serviceName: nothing was given; it is required/ },
    { differs: { region: undefined }, text: /^region: nothing was given; it is required/ },
    { differs: { edition: undefined }, text: /^edition: nothing was given; it is required/ },
    { differs: { cloudService: "" }, text: /^cloudService: .*1 to 64 characters/ },
    { differs: { cloudService: "c".repeat(65) }, text: /^cloudService: .*1 to 64 characters/ },
    { differs: { edition: "Standart" }, text: /^edition: "Standart" is no edition; .*Did you mean Standard\?/ },
    { differs: { units: 0 }, text: /^units: 0 was given; edition Standard accepts 1 to 8/ },
    { differs: { units: 9 }, text: /^units: 9 was given; edition Standard accepts 1 to 8/ },
    { differs: { units: 1.5 }, text: /^units: 1.5 was given; edition Standard accepts 1 to 8, in steps of 1/ },
    { differs: { units: "2" }, text: /^units: "2" was given; accepted: a whole number/ },
    { differs: { edition: "Free", units: 2 }, text: /^units: 2 .*edition Free accepts 1, it does not have Scale/ },
    { differs: { edition: "Developer", units: 2 }, text: /^units: 2 .*Developer accepts 1, it does not have Scale/ },
    { differs: { state: "active" }, text: /^state: "active" is no power state; .*Did you mean Active\?/ },
    { differs: { state: "Stoped" }, text: /^state: "Stoped" is no power state; .*Did you mean Stopped\?/ },
    {
      differs: { state: "ScaleFailed" },
      text: /^state: "ScaleFailed" .*it cannot be asked for; accepted: Active, Stopped, Suspended/,
    },
    { differs: { recovery: "always" }, text: /^recovery: "always" was given; accepted: / },
    { differs: { detours: "yes" }, text: /^detours: "yes" was given; accepted: true or false/ },
    { differs: { adopt: 1 }, text: /^adopt: 1 was given; accepted: true, false or what the refusal printed/ },
    { differs: { timeouts: { settle: "soon" } }, text: /^timeouts.settle: "soon" was given; accepted: a duration/ },
    {
      differs: { backup: { name: "Monday", store: STORE } },
      text: /^backup.name: "Monday" was given; accepted: 3 to 63/,
    },
    { differs: { backup: { name: "monday", store: "" } }, text: /^backup.store: / },
    { differs: { unit: 2 }, text: /^unit: there is no such input. Did you mean units\?/ },
    {
      differs: { configuration: { trackingstore: "x" } },
      text: /^configuration.trackingstore: there is no such input. Did you mean trackingStore\?/,
    },
    {
      differs: { configuration: { backupSchedule: { store: STORE, frequencyDays: 7, retentionDays: 7 } } },
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
    assert.deepEqual(failures.map((text) => text.split(":", 1)[0]).sort(), ["serviceName", "state", "units"]);
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
