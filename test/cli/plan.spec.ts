import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";
import { call, type Ended } from "./support/terminal.js";

const STANDARD = { edition: "Standard", units: 1, configuration: {} };

/** The parts of a plan (docs/planner.md, Shapes). */
const SHAPE = ["notes", "observed", "recovery", "refusals", "steps", "verdict"];

interface PlanJson {
  readonly verdict: string;
  readonly observed: Readonly<Record<string, unknown>> | null;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly refusals: readonly Readonly<Record<string, unknown>>[];
}

describe("biztalk plan", () => {
  const path = temporaryFolder();
  let files = 0;
  const file = (content: unknown): string => {
    files += 1;
    const name = path(`${files}.json`);
    writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content));
    return name;
  };
  const plan = (observed: unknown, desired: unknown, ...more: readonly string[]): Promise<Ended> =>
    call(["plan", "--observed", file(observed), "--desired", file(desired), ...more]);
  const planJson = async (
    observed: unknown,
    desired: unknown,
    ...more: readonly string[]
  ): Promise<PlanJson> => {
    const { stdout, stderr } = await plan(observed, desired, "--format", "json", ...more);
    assert.equal(stderr, "");
    return JSON.parse(stdout) as PlanJson;
  };

  it("says that there is nothing to do, and ends with 0", async () => {
    const ended = await plan({ state: "Active", ...STANDARD }, { state: "Active", ...STANDARD });
    assert.deepEqual(ended, { code: 0, stdout: "noop from Active\n", stderr: "" });
  });

  it("numbers the steps of a legal plan", async () => {
    const ended = await plan(
      { state: "Active", ...STANDARD },
      { state: "Stopped", edition: "Standard", units: 3 },
    );
    assert.equal(ended.code, 0);
    assert.deepEqual(ended.stdout.split("\n"), [
      "legal from Active",
      "  1. Scale: Active to Active, units 1 -> 3",
      "  2. Stop: Active to Stopped (interrupts)",
      "",
    ]);
  });

  it("shows a refusal whole, and ends with 1", async () => {
    const ended = await plan(
      { state: "Stopped", ...STANDARD },
      { state: "Stopped", edition: "Standard", units: 3 },
    );
    assert.equal(ended.code, 1);
    assert.deepEqual(ended.stdout.split("\n"), [
      "refused from Stopped",
      "  Operation not allowed: Scale in state Stopped.",
      "    Legal here: Start, Restart, Delete, Backup.",
      "    Route: Start, Scale, Stop (set detours: true).",
      "    Source: service state chart, row Stopped.",
      "",
    ]);
  });

  it("follows a policy that permits detours", async () => {
    const policy = file("detours: true\n");
    const goal = { state: "Stopped", edition: "Standard", units: 3 };
    const { verdict, steps } = await planJson(
      { state: "Stopped", ...STANDARD },
      goal,
      "--policy",
      policy,
    );
    assert.equal(verdict, "legal");
    assert.deepEqual(
      steps.map(({ operation, detour }) => [operation, detour]),
      [
        ["Start", true],
        ["Scale", true],
        ["Stop", false],
      ],
    );
  });

  it("follows a policy's profile", async () => {
    const policy = file({ profile: "rest-2016" });
    const goal = { state: "Active", backup: { name: "nightly" } };
    assert.equal((await planJson({ state: "Active", ...STANDARD }, goal)).verdict, "legal");
    assert.equal(
      (await planJson({ state: "Active", ...STANDARD }, goal, "--policy", policy)).verdict,
      "refused",
    );
  });

  it("says what is not known yet, and ends with 1: it is no plan that could be carried out", async () => {
    const ended = await plan({ state: "Active", ...STANDARD }, { unknown: ["state", "units"] });
    assert.deepEqual([ended.code, ended.stdout.split("\n")[0]], [1, "unknown from Active"]);
    assert.match(ended.stdout, /Not known yet: state, units\./);
    assert.equal(ended.stderr, "not judged: Not known yet: state, units.\n");
  });

  it("shows the recovery of a refused plan", async () => {
    const ended = await plan({ state: "Disabled", ...STANDARD }, { state: "Active" });
    assert.equal(ended.code, 1);
    assert.match(
      ended.stdout,
      /^ {2}Recovery: Delete: Disabled to absent, replacement \(destroys\)$/m,
    );
  });

  it("writes the plan as JSON in its agreed shape", async () => {
    const written = await planJson(
      { state: "Active", ...STANDARD },
      { state: "Stopped", ...STANDARD },
    );
    assert.deepEqual(Object.keys(written).toSorted(), SHAPE);
    assert.deepEqual(written.observed, {
      state: "Active",
      power: ["Active"],
      units: 1,
      edition: "Standard",
    });
    const [step = {}, ...rest] = written.steps;
    assert.deepEqual(rest, []);
    assert.equal(typeof step["source"], "string");
    assert.deepEqual(step, {
      operation: "Stop",
      expects: "Active",
      yields: "Stopped",
      onFailure: "StopFailed",
      serves: "state",
      risk: "interrupts",
      detour: false,
      source: step["source"],
    });
  });

  it("writes a refusal as JSON in its agreed shape", async () => {
    const [refusal = {}] = (await planJson({ state: "Stopped", ...STANDARD }, { units: 3 }))
      .refusals;
    const { message, ...fields } = refusal;
    assert.equal(typeof message, "string");
    assert.deepEqual(fields, {
      rule: "operation-not-allowed",
      operation: "Scale",
      state: "Stopped",
      legalHere: ["Start", "Restart", "Delete", "Backup"],
      route: ["Start", "Scale", "Stop"],
      permit: "detours: true",
      source: "service state chart, row Stopped",
    });
  });

  it("writes the same bytes for the same documents", async () => {
    const documents = [
      { state: "StopFailed", ...STANDARD },
      { state: "Active", units: 4 },
    ] as const;
    const [first, second] = [
      await plan(...documents, "--format", "json"),
      await plan(...documents, "--format", "json"),
    ];
    assert.deepEqual(first, second);
  });

  it("plans a service that does not exist, and one that goes", async () => {
    const made = await planJson(null, { state: "Active", ...STANDARD });
    assert.deepEqual(
      [made.observed, made.steps.map(({ operation }) => operation)],
      [null, ["Create"]],
    );
    const gone = await planJson({ state: "Active", ...STANDARD }, null);
    assert.deepEqual(
      [gone.verdict, gone.steps.map(({ operation }) => operation)],
      ["legal", ["Delete"]],
    );
    assert.equal((await planJson(null, null)).verdict, "noop");
  });

  it("reads YAML", async () => {
    const observed = "# as seen\nstate: Active\nedition: Standard\nunits: 1\n";
    assert.equal(
      (await planJson(observed, "state: Suspended\n")).steps[0]?.["operation"],
      "Suspend",
    );
  });

  for (const [given, state] of [
    ["Service Update Failed", "ServiceUpdateFailed"],
    ["serviceupdatefailed", "ServiceUpdateFailed"],
    ["SuspendFailed", "SuspendedFailed"],
    ["CreateFailed", "CreatedFailed"],
    ["active", "Active"],
    ["starting", "Starting"],
  ] as const) {
    it(`reads the state ${given} as ${state}`, async () => {
      const { observed } = await planJson({ state: given, ...STANDARD }, {});
      assert.equal(observed?.["state"], state);
    });
  }

  it("does not guess at a state that nobody knows, and ends with 1, with the reason", async () => {
    const ended = await plan(
      { state: "Hibernating", ...STANDARD },
      { state: "Active" },
      "--format",
      "json",
    );
    const { verdict, observed } = JSON.parse(ended.stdout) as PlanJson;
    assert.deepEqual([verdict, observed?.["state"]], ["unknown", "Hibernating"]);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /^not judged: .*Hibernating/);
  });

  it("reads one document from standard input", async () => {
    const stdin = "state: Active\n";
    const desired = file({ state: "Stopped" });
    const ended = await call(["plan", "--observed", "-", "--desired", desired], { stdin });
    assert.deepEqual([ended.code, ended.stdout.split("\n")[0]], [0, "legal from Active"]);
  });
});
