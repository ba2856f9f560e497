import assert from "node:assert/strict";
import { displayState } from "../../../provider/bts/chart/index.js";
import {
  classesNamed,
  nearestClass,
  nearestState,
  readApplicationState,
  readArtifactState,
  readClass,
  readHostInstanceState,
  readHostType,
  readMessageState,
  readPending,
  readState,
  statesNamed,
  writeClass,
  writeHostInstanceState,
  writeState,
} from "../../../provider/bts/protocol/index.js";

/** Of the console and of the object model, which REST has; numbers of WMI and of the latter. */
const STATES = [
  ["Ready to run", "Ready to Run", "ReadyToRun", "1"],
  ["Scheduled", "scheduled", "Scheduled", "256"],
  ["Active", "ACTIVE", "Active", "2"],
  ["Dehydrated", "Retrying", "Dehydrated", "8"],
  ["Suspended (resumable)", "Suspended, Resumable", "Suspended", "4"],
  ["Suspended (not-resumable)", "Suspended, Not-Resumable", "SuspendedNotResumable", "32"],
  ["Completed with discarded messages", "Terminated with unconsumed messages", "16"],
  ["In Breakpoint", "InBreakpoint", "Reserved1", "64"],
  ["In Breakpoint (Dehydrated)", "Reserved1, Dehydrated", "Dehydrated, Reserved1", "72"],
  ["Terminated", "terminated", "Terminated", "128"],
  ["Completed", "completed", "Completed", "512"],
] as const;

const named = (name: string): string[] | undefined => statesNamed(name)?.map(displayState);

describe("spellings of states", () => {
  for (const [name, ...spellings] of STATES) {
    it(`are read as ${name}`, () => {
      for (const text of [name, ...spellings]) {
        const state = readState(text, null);
        assert.equal(state === null ? text : displayState(state), name, text);
      }
    });
  }

  it("tell a zombie by its error alone", () => {
    const text = "SuspendedNotResumable";
    assert.equal(readState(text, 0xc0c01b4c)?.base, "Completed with discarded messages");
    assert.equal(readState(text, 0xc0c01e05)?.base, "Suspended (not-resumable)");
    assert.equal(readState("Suspended", 0xc0c01b4c)?.base, "Suspended (resumable)");
  });

  it("are unknown where nothing is meant by them, and stay so", () => {
    for (const text of ["", "None", "0", "Hibernated", "3", "Active, Suspended"]) {
      assert.equal(readState(text, null), null, text);
    }
  });

  it("are written as the REST service has them", () => {
    assert.equal(writeState({ base: "Suspended (resumable)", breakpoint: false }), "Suspended");
    assert.equal(writeState({ base: "Active", breakpoint: true }), "Reserved1");
    assert.equal(writeState({ base: "Dehydrated", breakpoint: true }), "Dehydrated, Reserved1");
    const zombie = { base: "Completed with discarded messages", breakpoint: false } as const;
    assert.equal(writeState(zombie), "SuspendedNotResumable");
  });

  it("stand for one state in a filter, or for the several of a mask", () => {
    assert.deepEqual(named("Suspended"), ["Suspended (resumable)"]);
    const forGood = ["Suspended (not-resumable)", "Completed with discarded messages"];
    assert.deepEqual(named("suspended (NOT-resumable)"), forGood);
    assert.deepEqual(named("32"), forGood);
    assert.deepEqual(named("16"), ["Completed with discarded messages"]);
    assert.deepEqual(named("SuspendedAll"), ["Suspended (resumable)", ...forGood]);
    assert.deepEqual(named("RunningAll"), [
      "Ready to run",
      "Scheduled",
      "Active",
      "Dehydrated",
      "In Breakpoint",
      "In Breakpoint (Dehydrated)",
    ]);
    assert.equal(named("Hibernated"), undefined);
    assert.equal(named(""), undefined);
  });

  it("are suggested by the nearest name", () => {
    assert.equal(nearestState("Supended (resumable)"), "Suspended (resumable)");
    assert.equal(nearestState("dehidrated"), "Dehydrated");
    assert.equal(nearestState("Suspendd"), "Suspended");
    assert.equal(nearestState("xyz"), undefined);
  });
});

describe("spellings of classes", () => {
  it("are read as the console's", () => {
    const spellings = {
      Orchestration: ["orchestration", "1", "226FC6B9-0416-47A4-A8E8-4721F1DB1A1B"],
      Messaging: ["Messaging", "Pipeline", "MSMQT", "4", "59f295b0-3123-416e-966b-a2c6d65ff8e6"],
      "Isolated Adapter": ["IsolatedAdapter", "Isolated adapter", "32"],
      "Routing Failure Report": ["RoutingFailure", "routing failure report", "64"],
      Internal: ["Tracking", "CachingService", "Other", "16", "2"],
    };
    for (const [name, texts] of Object.entries(spellings)) {
      for (const text of texts) assert.equal(readClass(text), name, text);
    }
    assert.equal(readClass("Robot"), null);
    assert.equal(readClass(""), null);
  });

  it("stand for two in the console's filter, and are written in one word", () => {
    const both = ["Messaging", "Isolated Adapter"];
    assert.deepEqual(classesNamed("messaging, and isolated adapters"), both);
    assert.deepEqual(classesNamed("Orchestration"), ["Orchestration"]);
    assert.equal(classesNamed("Robot"), undefined);
    assert.equal(writeClass("Routing Failure Report"), "RoutingFailure");
    assert.equal(nearestClass("Orchestraton"), "Orchestration");
  });
});

describe("spellings of every other word", () => {
  it("are read for what is pending; a resume is shown", () => {
    for (const text of ["None", "NoOperation", "1", ""])
      assert.equal(readPending(text), "none", text);
    assert.equal(readPending("Suspend"), "suspend");
    assert.equal(readPending("4"), "terminate");
    assert.equal(readPending("8"), "resume");
    assert.equal(readPending("Migrate"), null);
  });

  it("are read for the state of a message", () => {
    assert.equal(readMessageState("Active"), "In Process");
    assert.equal(readMessageState("Delivered (not consumed)"), "In Process");
    assert.equal(readMessageState("State"), "Consumed");
    assert.equal(readMessageState("Undelivered"), "Queued (awaiting processing)");
    assert.equal(readMessageState("RetryUndelivered"), "Queued (waiting to retry)");
    assert.equal(readMessageState("64"), "Queued (scheduled for later delivery)");
    assert.equal(readMessageState("SuspendedNotResumable"), "Suspended (not-resumable)");
    assert.equal(readMessageState("Queued"), null);
  });

  it("are read for host instances with and without blanks, and by WMI's numbers", () => {
    assert.equal(readHostInstanceState("StopPending"), "Stop pending");
    assert.equal(readHostInstanceState("Stop pending"), "Stop pending");
    assert.equal(readHostInstanceState("4"), "Running");
    assert.equal(readHostInstanceState("Started"), "Running");
    assert.equal(readHostInstanceState("Melting"), null);
    assert.equal(writeHostInstanceState("Start pending"), "StartPending");
    assert.equal(readHostType("In-process"), "InProcess");
    assert.equal(readHostType("2"), "Isolated");
  });

  it("are read for applications and their parts", () => {
    assert.equal(readApplicationState("partiallystarted"), "PartiallyStarted");
    assert.equal(readApplicationState("Running"), null);
    assert.equal(readArtifactState("bound"), "Bound");
    assert.equal(readArtifactState("Paused"), null);
  });
});
