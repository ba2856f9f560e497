import assert from "node:assert/strict";
import {
  BASE_STATES,
  citeInstance,
  displayInstance,
  displayState,
  INSTANCE_ROWS,
  instanceIn,
  INSTANCES,
  rowOf,
  SYSTEM_EVENTS,
  TRACKED_STATES,
  trackedStateOf,
} from "../../../provider/bts/chart/index.js";
import { BEFORE_AFTER } from "./literals.js";

/** How people see each state, with the row of the page that holds for it. */
const SHOWN = [
  ["In Breakpoint", "In Breakpoint"],
  ["In Breakpoint (Dehydrated)", "In Breakpoint (Dehydrated)"],
  ["Ready to run", "Ready to run"],
  ["Scheduled", "Scheduled"],
  ["Active", "Active"],
  ["Dehydrated", "Dehydrated"],
  ["Suspended (resumable)", "Suspended (resumable)"],
  ["Suspended (not-resumable)", "Suspended (not-resumable)"],
  ["Completed with discarded messages", "Terminated with unconsumed messages"],
  ["In Breakpoint, Pending suspend", "Pending suspend"],
  ["In Breakpoint (Dehydrated), Pending suspend", "Pending suspend"],
  ["Active, Pending suspend", "Pending suspend"],
  ["Dehydrated, Pending suspend", "Pending suspend"],
  ["In Breakpoint, Pending terminate", "Pending terminate"],
  ["In Breakpoint (Dehydrated), Pending terminate", "Pending terminate"],
  ["Active, Pending terminate", "Pending terminate"],
  ["Dehydrated, Pending terminate", "Pending terminate"],
];

describe("the states of an instance", () => {
  it("are the page's seven that are in the MessageBox", () => {
    assert.deepEqual(
      [...BASE_STATES],
      [
        "Ready to run",
        "Scheduled",
        "Active",
        "Dehydrated",
        "Suspended (resumable)",
        "Suspended (not-resumable)",
        "Completed with discarded messages",
      ],
    );
  });

  it("are in the page's eleven rows, in the page's order", () => {
    assert.deepEqual(
      [...INSTANCE_ROWS],
      BEFORE_AFTER.map(([state]) => state),
    );
  });

  it("are shown in the page's words, with what is pending behind them", () => {
    const shown = INSTANCES.map((each) => [displayInstance(each), rowOf(each)]);
    assert.deepEqual(shown.slice(0, 9), SHOWN.slice(0, 9));
    assert.deepEqual(
      shown.map(([label]) => label).toSorted(),
      SHOWN.map(([label]) => label).toSorted(),
    );
    for (const [label, row] of shown)
      assert.equal(SHOWN.find(([each]) => each === label)?.[1], row);
  });

  it("are cited by their row, and by the page where they have none", () => {
    assert.equal(
      citeInstance(instanceIn("Active", { pending: "suspend" })),
      "service instance states, row Pending suspend",
    );
    assert.equal(
      citeInstance(instanceIn("Completed with discarded messages")),
      "service instance states, row Terminated with unconsumed messages",
    );
    assert.equal(citeInstance(instanceIn("Terminated")), "service instance states");
  });

  it("are named without what is pending where only the state is asked for", () => {
    assert.equal(
      displayState({ base: "Dehydrated", breakpoint: true }),
      "In Breakpoint (Dehydrated)",
    );
    assert.equal(displayState(instanceIn("Active", { pending: "suspend" })), "Active");
  });

  it("belong to a send port where they are Scheduled, and to an orchestration otherwise, unless it is said", () => {
    assert.equal(instanceIn("Scheduled").class, "Messaging");
    assert.equal(instanceIn("Dehydrated").class, "Orchestration");
    assert.equal(instanceIn("Dehydrated", { class: "Isolated Adapter" }).class, "Isolated Adapter");
  });
});

describe("the tracked states of an instance", () => {
  it("are the page's three", () => {
    assert.deepEqual(Object.keys(TRACKED_STATES), ["Started", "Completed", "Terminated"]);
  });

  it("are Started for whatever is in the MessageBox", () => {
    for (const instance of INSTANCES) assert.equal(trackedStateOf(instance), "Started");
  });

  it("say how an instance has ended", () => {
    assert.equal(trackedStateOf(instanceIn("Completed")), "Completed");
    assert.equal(trackedStateOf(instanceIn("Terminated")), "Terminated");
  });
});

describe("what the system does to an instance", () => {
  it("is one of eleven events", () => {
    assert.deepEqual(Object.keys(SYSTEM_EVENTS), [
      "Stop Windows Service",
      "Runtime picks up instance",
      "Request processed",
      "Service window starts",
      "Pending terminate settles",
      "Instance dehydrates",
      "Breakpoint is hit",
      "Instance completes",
      "Instance completes with discarded messages",
      "Instance fails (resumable)",
      "Instance fails (not-resumable)",
    ]);
  });
});
