import assert from "node:assert/strict";
import { resume, type JournalEntry, type OneShots } from "../../../provider/mabs/executor/index.js";
import type { OperationStatus } from "../../../provider/mabs/protocol/index.js";
import { serviceIn } from "./scripted-port.js";

type Kind = keyof OneShots;
const CHANGE = { from: "d1", to: "d2" } as const;

/** An entry of a run that ended in the middle of an operation, and that served `kind`. */
function entryOf(operation: string, kind: Kind, differs: Partial<JournalEntry> = {}): JournalEntry {
  return {
    createdBy: null,
    operation,
    phase: "sending",
    etag: "before",
    operationId: null,
    serves: { [kind]: CHANGE },
    served: {},
    ...differs,
  };
}

/** What becomes of a one-shot: to be done, taken as done, or neither known nor repeated. */
type Outcome = "due" | "done" | "unknown";

function outcomeOf(
  entry: JournalEntry,
  state: string,
  etag: string,
  kind: Kind,
  status?: OperationStatus,
): Outcome {
  const { due, unknown } = resume(entry, serviceIn(state, { etag }), { [kind]: CHANGE }, status);
  if (unknown.length > 0) {
    assert.deepEqual([due, unknown.length], [{}, 1]);
    assert.ok(kind !== "secrets");
    const input = { restartTriggers: "restartTriggers", backup: "backup.name" }[kind];
    assert.match(unknown.join(), new RegExp(`${entry.operation}.*${input}.*not known`, "s"));
    return "unknown";
  }
  if (Object.keys(due).length === 0) return "done";
  assert.deepEqual(due, { [kind]: CHANGE });
  return "due";
}

// docs/architecture.md, The journal: accepted means poll, never send again; not accepted and ETag unchanged means
// send; not accepted and ETag changed means look (transitional or result state tells), and for what leaves no trace
// (Restart) report.
type Sending = readonly [etag: "same" | "changed", state: string, outcome: Outcome];
type Accepted = readonly [
  status: OperationStatus["result"] | "no poll",
  state: string,
  outcome: Outcome,
];
interface Table {
  readonly operation: string;
  readonly kind: Kind;
  readonly sending: readonly Sending[];
  readonly accepted: readonly Accepted[];
}

const TABLES: readonly Table[] = [
  {
    operation: "Restart",
    kind: "restartTriggers",
    sending: [
      ["same", "Active", "due"],
      ["same", "Stopped", "due"],
      ["same", "RestartFailed", "due"],
      ["changed", "Restarting", "done"],
      ["changed", "RestartFailed", "due"],
      ["changed", "Active", "unknown"],
      ["changed", "Stopped", "unknown"],
      ["changed", "StopFailed", "unknown"],
      ["changed", "Updating", "unknown"],
    ],
    accepted: [
      ["InProgress", "Restarting", "done"],
      ["Succeeded", "Active", "done"],
      ["Succeeded", "Stopped", "done"],
      ["Succeeded", "RestartFailed", "done"],
      ["Failed", "RestartFailed", "due"],
      ["Failed", "Active", "due"],
      ["no poll", "Active", "done"],
      ["no poll", "RestartFailed", "due"],
    ],
  },
  {
    operation: "Start",
    kind: "restartTriggers",
    sending: [
      ["same", "Stopped", "due"],
      ["changed", "Starting", "done"],
      ["changed", "StartFailed", "due"],
      ["changed", "Active", "done"],
      ["changed", "Stopped", "unknown"],
    ],
    accepted: [
      ["InProgress", "Starting", "done"],
      ["Succeeded", "Active", "done"],
      ["Failed", "StartFailed", "due"],
    ],
  },
  {
    operation: "Backup",
    kind: "backup",
    sending: [
      ["same", "Active", "due"],
      ["same", "Suspended", "due"],
      ["changed", "BackingUp", "done"],
      ["changed", "Active", "unknown"],
      ["changed", "Restarting", "unknown"],
    ],
    accepted: [
      ["InProgress", "BackingUp", "done"],
      ["Succeeded", "Active", "done"],
      ["Failed", "Active", "due"],
      // Decision: the service's last backup tells, and where it does not, that is said.
      ["no poll", "Stopped", "unknown"],
      ["no poll", "BackingUp", "done"],
    ],
  },
  {
    operation: "Update Configuration",
    kind: "secrets",
    sending: [
      ["same", "Active", "due"],
      ["same", "ConfigUpdateFailed", "due"],
      ["changed", "Updating", "done"],
      ["changed", "ConfigUpdateFailed", "due"],
      // A secret that may have been sent is sent again: it does no harm twice.
      ["changed", "Active", "due"],
      ["changed", "Stopped", "due"],
    ],
    accepted: [
      ["InProgress", "Updating", "done"],
      ["Succeeded", "Active", "done"],
      ["Failed", "ConfigUpdateFailed", "due"],
      ["no poll", "Active", "done"],
      ["no poll", "ConfigUpdateFailed", "due"],
    ],
  },
];

describe("resume()", () => {
  for (const { operation, kind, sending, accepted } of TABLES) {
    describe(`after a run that ended while it sent ${operation} for ${kind}`, () => {
      for (const [etag, state, outcome] of sending) {
        it(`is ${outcome} when the ETag is ${etag} and the service is in ${state}`, () => {
          const now = etag === "same" ? "before" : "after";
          assert.equal(outcomeOf(entryOf(operation, kind), state, now, kind), outcome);
        });
      }
      it("is due when the service is gone, or was never there", () => {
        const due = { [kind]: CHANGE };
        assert.deepEqual(resume(entryOf(operation, kind), null, due), { due, unknown: [] });
      });
    });

    describe(`after a run that ended when ${operation} for ${kind} was accepted`, () => {
      for (const [result, state, outcome] of accepted) {
        it(`is ${outcome} when the poll says ${result} and the service is in ${state}`, () => {
          const entry = entryOf(operation, kind, { phase: "accepted", operationId: "id-1" });
          const status = result === "no poll" ? undefined : { result };
          assert.equal(outcomeOf(entry, state, "after", kind, status), outcome);
        });
      }
      it("is never sent again because the ETag is still the same", () => {
        const entry = entryOf(operation, kind, { phase: "accepted", operationId: "id-1" });
        const outcome = operation === "Backup" ? "unknown" : "done";
        assert.equal(outcomeOf(entry, "Active", "before", kind, { result: "InProgress" }), outcome);
      });
    });

    describe(`after a run in which ${operation} for ${kind} has ended`, () => {
      it("is done when it was served, due when it was not", () => {
        const entry = entryOf(operation, kind, { phase: "done", operationId: "id-1" });
        assert.equal(
          outcomeOf({ ...entry, served: { [kind]: CHANGE } }, "Active", "after", kind),
          "done",
        );
        assert.equal(outcomeOf(entry, "Active", "after", kind), "due");
        assert.equal(outcomeOf(entry, "Active", "before", kind), "due");
      });
    });
  }

  describe("after a run that ended while it sent Create with secrets", () => {
    const entry = entryOf("Create", "secrets", { etag: null, createdBy: "urn" });
    for (const [state, outcome] of [
      ["Creating", "done"],
      ["Active", "done"],
      ["CreatedFailed", "due"],
    ] as const) {
      it(`is ${outcome} when the service is in ${state}`, () => {
        assert.equal(outcomeOf(entry, state, "after", "secrets"), outcome);
      });
    }
  });

  describe("of another change", () => {
    const service = serviceIn("Active", { etag: "after" });
    const served = entryOf("Restart", "restartTriggers", {
      phase: "done",
      served: { restartTriggers: CHANGE },
    });
    const sending = entryOf("Restart", "restartTriggers");
    for (const [title, change] of [
      ["to another value", { from: "d1", to: "d3" }],
      ["on from the one that was served", { from: "d2", to: "d3" }],
      ["back again", { from: "d2", to: "d1" }],
      ["to the same value from another one", { from: "d3", to: "d2" }],
    ] as const) {
      it(`is due: ${title}`, () => {
        const due = { restartTriggers: change };
        assert.deepEqual(resume(served, service, due), { due, unknown: [] });
        assert.deepEqual(resume(sending, service, due), { due, unknown: [] });
        const accepted = { ...sending, phase: "accepted", operationId: "id-1" } as const;
        assert.deepEqual(resume(accepted, service, due, { result: "Succeeded" }), {
          due,
          unknown: [],
        });
      });
    }

    it("is due beside one that cannot be known", () => {
      const backup = { from: "", to: "nightly" };
      const { due, unknown } = resume(sending, service, { restartTriggers: CHANGE, backup });
      assert.deepEqual([due, unknown.length], [{ backup }, 1]);
      assert.doesNotMatch(unknown.join(), /backup/);
    });

    it("is sent again where it is a secret, beside a restart that is reported", () => {
      const both = { restartTriggers: CHANGE, secrets: CHANGE };
      const entry = entryOf("Restart", "restartTriggers", { serves: both });
      const { due, unknown } = resume(entry, service, both);
      assert.deepEqual([due, unknown.length], [{ secrets: CHANGE }, 1]);
      assert.doesNotMatch(unknown.join(), /secret/);
    });

    it("is due beside one that was served by an earlier operation", () => {
      const backup = { from: "", to: "nightly" };
      const entry = entryOf("Restart", "restartTriggers", { served: { backup } });
      const { due, unknown } = resume(entry, serviceIn("Active", { etag: "before" }), {
        restartTriggers: CHANGE,
        backup,
      });
      assert.deepEqual([due, unknown], [{ restartTriggers: CHANGE }, []]);
    });
  });

  it("leaves everything due without a journal, and nothing where nothing is", () => {
    const due = { restartTriggers: CHANGE, secrets: CHANGE };
    assert.deepEqual(resume(undefined, serviceIn("Active"), due), { due, unknown: [] });
    assert.deepEqual(resume(entryOf("Restart", "restartTriggers"), serviceIn("Active"), {}), {
      due: {},
      unknown: [],
    });
  });

  it("is not concerned with operations that serve nothing", () => {
    const due = { restartTriggers: CHANGE };
    const entry = { ...entryOf("Stop", "restartTriggers"), serves: {} };
    assert.deepEqual(resume(entry, serviceIn("Active", { etag: "after" }), due), {
      due,
      unknown: [],
    });
  });
});
