import { SERVICE_TYPE } from "../../provider/resource-types.js";
import assert from "node:assert/strict";
import { reviewServices, type Surroundings } from "../../provider/review/review-services.js";
import type { SeenResource } from "../../provider/review/stack-events.js";
import type { Report } from "../../provider/report/index.js";
import { makeReport } from "../report/make-report.js";
import type { Service } from "../../provider/mabs/protocol/index.js";
import { planOf, stepOf } from "../report/fixtures.js";

const URN = `urn:pulumi:dev::integration::${SERVICE_TYPE}::orders`;
const PROVIDER = "urn:pulumi:dev::integration::pulumi:providers:pulumi-nodejs::default::id";
const OBSERVED = { state: "Active", power: ["Active"], units: 1, edition: "Premium" } as const;
const SERVICE = {
  cloudService: "integration",
  edition: "Premium",
  units: 1,
  endpoint: "emulator:./biztalk.db",
} as const;

/** How the engine shows a secret. */
const MASKED = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: "[secret]",
};

const live = (serviceName: string, configuration: Service["configuration"] = {}): Service => ({
  ...{
    cloudService: "integration",
    serviceName,
    region: "West Europe",
    state: "Active",
    edition: "Premium",
    units: 1,
  },
  ...{
    configuration,
    etag: "1",
    version: "1",
    lastBackup: { name: "nightly-1", takenAt: "2026-10-01T02:00:00.000Z" },
  },
});

const seen = (differs: Partial<SeenResource>): SeenResource => ({
  ...{ urn: URN, type: SERVICE_TYPE, operations: ["update"], provider: PROVIDER, oldUrn: URN },
  ...{ inputs: null, oldInputs: null, oldOutputs: null, retained: false },
  ...differs,
});

const around = (...services: readonly Service[]): Surroundings => ({
  asked: () => ({ services, profile: "chart", identity: "emulator:./biztalk.db" }),
  ...{
    positions: new Map([[URN, "project:///index.ts#17,20"]]),
    folder: "/program",
    cwd: "/program",
  },
  ...{ now: Date.parse("2026-11-24T15:00:00.000Z"), targeted: false },
});

const reportOn = (resource: SeenResource, surroundings: Surroundings): Report =>
  makeReport({
    ...{
      command: "preview",
      project: "integration",
      projectFile: "Pulumi.yaml",
      stack: "dev",
      ended: "done",
    },
    ...{ services: reviewServices([resource], surroundings), others: [] },
  });

describe("a resource that Pulumi replaces, from the engine's events", () => {
  const goes = planOf({
    ...{
      verdict: "legal",
      observed: OBSERVED,
      steps: [stepOf("Delete", "Active", "absent", "destroys")],
    },
    notes: ["What before holds is lost."],
  });
  const create = planOf({
    verdict: "legal",
    steps: [stepOf("Create", "absent", "Active", "none")],
  });
  const resource = (plan: object): SeenResource =>
    seen({
      operations: ["create-replacement", "replace", "delete-replaced"],
      inputs: { ...SERVICE, serviceName: "orders", __plan: plan },
      oldOutputs: { ...SERVICE, serviceName: "before", state: "Active", configuration: {} },
    });

  it("what the provider has planned for the service that goes is one finding, with its backup and the program's line", () => {
    const replaced = { cloudService: "Integration", serviceName: "Before", plan: goes };
    const { findings, resources } = reportOn(
      resource({ ...create, replaced }),
      around(live("before")),
    );
    assert.deepEqual(
      findings.map(({ rule, subject, message, backup, location }) => [
        rule,
        subject?.name,
        message,
        backup?.age,
        location?.line,
      ]),
      [
        [
          "destroys",
          "before",
          "before is deleted, and integration/orders is made in its place: Delete: Active to absent (destroys).\nWhat before holds is lost.\nIts last backup is nightly-1, taken 54 days ago.",
          "54 days",
          17,
        ],
      ],
    );
    assert.deepEqual(
      resources.map(({ change, subject, changes }) => [change, subject.name, changes]),
      [
        ["delete", "before", undefined],
        ["replace", "orders", ["serviceName before -> orders"]],
      ],
    );
  });

  it("without a plan for it the service that goes is a delete", () => {
    const { findings } = reportOn(resource(create), around(live("before")));
    assert.deepEqual(
      findings.map(({ rule, subject }) => [rule, subject?.name]),
      [["deletes-with-old-backup", "before"]],
    );
  });
});

describe("what changes, from the engine's events", () => {
  const serves = "configuration.customDomainUrl, configuration.trackingStore [secret]";
  const plan = planOf({
    ...{ verdict: "legal", observed: OBSERVED },
    steps: [
      { ...stepOf("Scale", "Active", "Active", "none"), serves: "units 1 -> 3" },
      { ...stepOf("Update Configuration", "Active", "Active", "interrupts"), serves },
    ],
  });
  const changesOf = (customDomainUrl: unknown): readonly string[] | undefined => {
    const configuration = { customDomainUrl, trackingStore: MASKED };
    const inputs = { ...SERVICE, serviceName: "orders", units: 3, configuration, __plan: plan };
    const oldOutputs = { ...SERVICE, serviceName: "orders", state: "Active", configuration: {} };
    return reportOn(
      seen({ inputs, oldOutputs }),
      around(live("orders", { customDomainUrl: "a.example" })),
    ).resources[0]?.changes;
  };

  it("readable settings with their values, secrets by their names", () => {
    assert.deepEqual(changesOf("b.example"), [
      "units 1 -> 3",
      "configuration.customDomainUrl a.example -> b.example",
      "configuration.trackingStore [secret]",
    ]);
  });

  it("a setting that the program marks as secret by its name alone", () => {
    assert.deepEqual(changesOf(MASKED)?.slice(1), [
      "configuration.customDomainUrl [secret]",
      "configuration.trackingStore [secret]",
    ]);
  });
});
