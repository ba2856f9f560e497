/**
 * Kills the provider at every point at which it has an effect, runs again, and looks at what the endpoint has seen.
 *
 * The points are enumerated by the hook in effects.ts: before and after each request, each write to the journal, and
 * before each answer to the engine.
 */
import assert from "node:assert/strict";
import { isLegal, operationsIn, textOf, wasTaken } from "./audit.js";
import { EngineModel, type Program, type Ran } from "./engine-model.js";
import { Machine } from "./machine.js";

const ORDERS = {
  serviceName: "orders",
  cloudService: "integration",
  region: "West Europe",
  edition: "Standard",
};
const STORE = "AccountName=store;AccountKey=key";
const BACKUP = { name: "nightly-1", store: STORE };

const program = (differs: Readonly<Record<string, unknown>> = {}): Program => ({
  orders: { args: { ...ORDERS, ...differs } },
});

/** One operation, or several, and how a run comes to send them. */
interface Scenario {
  readonly title: string;
  /** What the stack is before; nothing unless given. */
  readonly before?: Program;
  /** What happens to the service behind the stack's back. */
  readonly then?: (machine: Machine) => Promise<void>;
  /** The run that is killed: `up` of a program, or `destroy`. */
  readonly run: Program | "destroy";
  /** Operations that are taken, in all runs together, each as often as it stands here. */
  readonly taken: readonly string[];
  /** The state at the end. */
  readonly ends: string;
}

const from =
  (state: string, more: Readonly<Record<string, unknown>> = {}) =>
  (machine: Machine): Promise<void> =>
    machine.place("orders", state, { units: 1, ...more });

const SCENARIOS: readonly Scenario[] = [
  { title: "Create", run: program(), taken: ["Create in absent"], ends: "Active" },
  {
    title: "Scale",
    before: program({ units: 1 }),
    run: program({ units: 3 }),
    taken: ["Scale in Active"],
    ends: "Active",
  },
  {
    title: "Update Configuration",
    before: program(),
    run: program({ configuration: { customDomainUrl: "orders.example" } }),
    taken: ["Update Configuration in Active"],
    ends: "Active",
  },
  {
    title: "Update Configuration of a secret",
    before: program({ configuration: { trackingStore: "Password=one" } }),
    run: program({ configuration: { trackingStore: "Password=two" } }),
    taken: ["Update Configuration in Active"],
    ends: "Active",
  },
  {
    title: "Stop",
    before: program({ state: "Active" }),
    run: program({ state: "Stopped" }),
    taken: ["Stop in Active"],
    ends: "Stopped",
  },
  {
    title: "Start",
    before: program({ state: "Active" }),
    then: from("Stopped"),
    run: program({ state: "Active" }),
    taken: ["Start in Stopped"],
    ends: "Active",
  },
  {
    title: "Suspend",
    before: program({ state: "Active" }),
    run: program({ state: "Suspended" }),
    taken: ["Suspend in Active"],
    ends: "Suspended",
  },
  {
    title: "Resume",
    before: program({ state: "Active" }),
    then: from("Suspended"),
    run: program({ state: "Active" }),
    taken: ["Resume in Suspended"],
    ends: "Active",
  },
  {
    title: "Restart by trigger",
    before: program({ restartTriggers: "one" }),
    run: program({ restartTriggers: "two" }),
    taken: ["Restart in Active"],
    ends: "Active",
  },
  {
    title: "Backup",
    before: program(),
    run: program({ backup: BACKUP }),
    taken: ["Backup in Active"],
    ends: "Active",
  },
  {
    title: "Delete",
    before: program(),
    run: "destroy",
    taken: ["Delete in Active"],
    ends: "absent",
  },
  {
    title: "Backup before Delete",
    before: program({ backup: BACKUP, backupBeforeDelete: true }),
    run: "destroy",
    taken: ["Backup in Active", "Delete in Active"],
    ends: "absent",
  },
  {
    title: "Restore of a new service",
    then: (machine) => machine.placeBackup("nightly-1"),
    run: program({ restoreFrom: BACKUP }),
    taken: ["Restore in absent", "Resume in Suspended"],
    ends: "Active",
  },
  {
    title: "Scale, Update Configuration and Restart in one run",
    before: program({ units: 1, restartTriggers: "one" }),
    run: program({
      units: 2,
      restartTriggers: "two",
      configuration: { customDomainUrl: "orders.example" },
    }),
    taken: ["Scale in Active", "Update Configuration in Active", "Restart in Active"],
    ends: "Active",
  },
  {
    title: "Start, Scale, Stop with detours",
    before: program({ units: 1, state: "Active" }),
    then: from("Stopped"),
    run: program({ units: 2, state: "Stopped", detours: true }),
    taken: ["Start in Stopped", "Scale in Active", "Stop in Active"],
    ends: "Stopped",
  },
  {
    title: "recovery of ScaleFailed",
    before: program({ units: 1 }),
    then: from("ScaleFailed"),
    run: program({ units: 2 }),
    taken: ["Scale in ScaleFailed"],
    ends: "Active",
  },
  {
    title: "replacement of ServiceUpdateFailed from its backup",
    before: program({ state: "Active", backup: BACKUP }),
    then: from("ServiceUpdateFailed", {
      lastBackup: { name: "nightly-1", takenAt: "2016-05-16T07:00:00.000Z" },
    }),
    run: program({ state: "Active", backup: BACKUP, recovery: "replace" }),
    taken: ["Delete in ServiceUpdateFailed", "Restore in absent", "Resume in Suspended"],
    ends: "Active",
  },
  {
    title: "replacement of CreatedFailed",
    before: program({ state: "Active" }),
    then: from("CreatedFailed"),
    run: program({ state: "Active", recovery: "replace" }),
    taken: ["Delete in CreatedFailed", "Create in absent"],
    ends: "Active",
  },
  {
    title: "Standard to Premium",
    before: program({ state: "Active" }),
    run: program({ state: "Active", edition: "Premium", recovery: "replace", backup: BACKUP }),
    taken: ["Backup in Active", "Delete in Active", "Restore in absent", "Resume in Suspended"],
    ends: "Active",
  },
  {
    title: "another name (Pulumi's own replacement)",
    before: program(),
    run: program({ serviceName: "invoices", acceptDataLoss: "orders/replace" }),
    taken: ["Delete in Active", "Create in absent"],
    ends: "absent",
  },
];

/** All points of all scenarios when this was written; more is better, fewer means that some are not seen any more. */
const POINTS_MIN = 2_425;

/** A run may need another one after it: what was left open is looked at first. */
const RUNS_MAX = 3;

const runOf = (engine: EngineModel, { run }: Scenario, killAt?: number): Promise<Ran> =>
  run === "destroy" ? engine.destroy(killAt) : engine.up(run, killAt);

describe("when the provider is killed at any point of", function () {
  this.timeout(120_000);
  let machine: Machine;
  let points = 0;
  before(() => {
    machine = new Machine();
  });
  after(() => machine.close());

  /** Brings the stack to where the run begins. */
  const prepare = async ({
    before,
    then,
    title,
  }: Scenario): Promise<{ engine: EngineModel; since: number }> => {
    await machine.reset();
    const engine = new EngineModel(machine);
    if (before !== undefined) assert.equal((await engine.up(before)).end, "succeeded", title);
    await then?.(machine);
    return { engine, since: (await operationsIn(machine)).length };
  };

  for (const scenario of SCENARIOS) {
    it(`${scenario.title}, the next run goes on from there and nothing is sent twice`, async () => {
      const { engine } = await prepare(scenario);
      const whole = await runOf(engine, scenario);
      assert.equal(whole.end, "succeeded", whole.said.join("\n"));
      points += whole.points.length;
      for (const [at, point] of whole.points.entries()) await survives(scenario, at, point);
    });
  }

  const survives = async (scenario: Scenario, at: number, point: string): Promise<void> => {
    const { engine, since } = await prepare(scenario);
    const where = `${scenario.title}, killed at ${at}: ${point}`;
    assert.equal((await runOf(engine, scenario, at)).end, "killed", where);
    // `destroy` cannot know of what it was told nothing of; an operator runs it again, as `up`.
    let ran = await runOf(engine, scenario);
    for (let runs = 1; ran.end !== "succeeded" && runs < RUNS_MAX; runs += 1)
      ran = await runOf(engine, scenario);
    assert.equal(ran.end, "succeeded", `${where}\n${ran.said.join("\n")}`);
    const operations = (await operationsIn(machine)).slice(since);
    assert.deepEqual(
      operations.filter((each) => !isLegal(each)).map(textOf),
      [],
      `${where}: illegal`,
    );
    assert.deepEqual(operations.filter(wasTaken).map(textOf), scenario.taken, where);
    assert.equal((await machine.view("orders"))?.state ?? "absent", scenario.ends, where);
    const again = await runOf(engine, scenario);
    assert.deepEqual(
      [again.end, again.changed],
      ["succeeded", false],
      `${where}: not quiet\n${again.said.join("\n")}`,
    );
  };

  it("in all of them together, the points do not become fewer", () => {
    process.stdout.write(`      ${points} crash points in ${SCENARIOS.length} scenarios\n`);
    assert.ok(points >= POINTS_MIN, `${points} points, at least ${POINTS_MIN} were there`);
  });
});
