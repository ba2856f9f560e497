import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fails, succeeds } from "./support/outcomes.js";
import { service, withOptions, type Declaration, type Declared } from "./support/program.js";
import type { Outcome } from "./support/project.js";
import { projectFor } from "./support/suite.js";

/** One canary for each secret input (docs/protocol.md, Bodies). */
const CANARIES = {
  data: "canary-certificate-data",
  password: "canary-certificate-password",
  tracking: "canary-tracking-store",
  monitoring: "canary-monitoring-store",
  archiving: "canary-archiving-store",
  issuerKey: "canary-issuer-key",
  schedule: "canary-schedule-store",
  backup: "AccountName=store;AccountKey=canary-backup-store",
  restore: "AccountName=store;AccountKey=canary-restore-store",
} as const;

/** What is looked for: the telling part, in clear and in Base64 (at each of the three offsets, without its ends). */
const NEEDLES = Object.values(CANARIES).flatMap((text) => {
  const canary = text.slice(text.indexOf("canary"));
  const encoded = ["", "x", "xx"].map((lead) =>
    Buffer.from(lead + canary)
      .toString("base64")
      .slice(4, -4),
  );
  return [canary, ...encoded];
});

/** Services whose programs ignore changes of a setting, of groups with secrets, and of everything. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  setting: ["configuration.trackingStore"],
  groups: ["configuration", "backup"],
  everything: ["*"],
};

const secret = (value: string): { readonly secret: string } => ({ secret: value });

/** Half of them are marked by the program, half are left to the class to mark. */
const CONFIGURATION = {
  certificate: { data: CANARIES.data, password: secret(CANARIES.password) },
  trackingStore: CANARIES.tracking,
  monitoringStore: secret(CANARIES.monitoring),
  archivingStore: secret(CANARIES.archiving),
  accessControl: { namespace: "orders", issuerName: "owner", issuerKey: CANARIES.issuerKey },
  backupSchedule: { store: secret(CANARIES.schedule), frequencyDays: 1, retentionDays: 7 },
};

describe("a secret", function () {
  this.timeout(180_000);
  const project = projectFor();
  const nowhere = (where: string, text: string): void => {
    for (const needle of NEEDLES) assert.ok(!text.includes(needle), `${needle} is in ${where}`);
  };
  /** Nothing of it may be in what a command said, in the state, or in what the emulator shows of itself. */
  const kept = async (outcome: Outcome): Promise<void> => {
    nowhere("what was said", outcome.text + outcome.stdout);
    nowhere("the state file", project().stateText());
    nowhere("the emulator's log", JSON.stringify(await project().control.log()));
    for (const name of ["orders", ...Object.keys(IGNORED)])
      nowhere("the control plane", JSON.stringify([await project().control.view(name)]));
  };
  const declare = (more: Readonly<Record<string, unknown>> = {}): void => {
    const args = {
      units: 1,
      configuration: CONFIGURATION,
      backup: { name: "nightly-1", store: CANARIES.backup },
      ...more,
    };
    project().declare({ orders: service("orders", args) });
  };
  /** Services, each with what a program says of it. */
  const declareEach = (say: (name: string, ignored: readonly string[]) => Declared): void => {
    const said = Object.entries(IGNORED).map(([name, ignored]) => [name, say(name, ignored)]);
    project().declare(Object.fromEntries(said) as Declaration);
  };

  it("is in no preview, in no plan file, and in nothing after an up", async () => {
    declare();
    const plan = join(project().folder, "plan.json");
    await kept(await succeeds(project().run("preview", "--diff", "--save-plan", plan)));
    nowhere("the plan file", readFileSync(plan, "utf8"));
    await kept(await succeeds(project().run("preview", "--json")));
    await kept(await succeeds(project().up()));
    nowhere("the journal", project().journalText());
  });

  it("is in no failure, before anything is sent and after", async () => {
    await project().control.failNext("Update Configuration", "orders");
    declare({ configuration: { ...CONFIGURATION, customDomainUrl: "two.example" } });
    await kept(await fails(project().up("--diff"), "Update Configuration failed"));
    declare({
      configuration: {
        ...CONFIGURATION,
        certificate: { data: secret(CANARIES.data), password: 1 },
      },
    });
    await kept(await fails(project().run("preview", "--diff")));
    nowhere("the journal", project().journalText());
  });

  it("is in no refusal of a backup that does not exist, and in no replacement", async () => {
    declare();
    await succeeds(project().up());
    await project().control.place("orders", "ServiceUpdateFailed");
    const restoreFrom = { name: "other-1", store: secret(CANARIES.restore) };
    declare({ recovery: "replace", restoreFrom });
    await kept(await fails(project().run("preview", "--diff"), "the endpoint has no such backup"));
    declare({ recovery: "replace", restoreFrom: { ...restoreFrom, name: "nightly-1" } });
    await kept(await succeeds(project().up("--diff")));
    assert.equal((await project().control.view("orders"))?.state, "Active");
    nowhere("the journal", project().journalText());
  });

  it("is nowhere when the program leaves it out and ignores its changes", async () => {
    declareEach((name) =>
      service(name, {
        units: 1,
        // A tracking database belongs to one service.
        configuration: { ...CONFIGURATION, trackingStore: `${CANARIES.tracking}-${name}` },
        backup: { name: `${name}-1`, store: CANARIES.backup },
      }),
    );
    await succeeds(project().up());
    declareEach((name, ignoreChanges) => withOptions(service(name), { ignoreChanges }));
    await kept(await succeeds(project().run("preview", "--diff")));
    await kept(await succeeds(project().up("--diff")));
    await kept(await succeeds(project().run("preview", "--diff", "--expect-no-changes")));
  });

  it("is in no refresh and no destroy", async () => {
    await kept(await succeeds(project().refresh("--diff")));
    await kept(await succeeds(project().destroy("--diff")));
  });
});
