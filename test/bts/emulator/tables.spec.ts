/**
 * Both tables of the page "Service Instance States" through the emulator: Terminate, Suspend and
 * Resume by the client over HTTP, the debugger's three and what the system does by the control
 * plane.
 */
import assert from "node:assert/strict";
import {
  BEFORE_AFTER,
  BEFORE_AFTER_COLUMNS,
  DURING,
  DURING_COLUMNS,
  REFUSED,
} from "../chart/literals.js";
import { serverFor, type TestServer } from "../support/start-server.js";

/** How to come into a row: in memory, and for a pending row out of it too. */
function placings(row: string): [state: string, more: Readonly<Record<string, unknown>>][] {
  const pending = /^Pending (\w+)$/.exec(row)?.[1];
  if (pending === undefined) return [[row, {}]];
  return [
    ["Active", { pending }],
    ["In Breakpoint", { pending }],
    ["Dehydrated", { pending }],
    ["In Breakpoint (Dehydrated)", { pending }],
  ];
}

/** What happens in a cell of the first table, by its words. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  "Attach from debugger": ["Attach"],
  "Continue from debugger": ["Continue"],
  "Resume in breakpoint from debugger": ["Resume in breakpoint"],
  "Stop Windows Service": ["Stop Windows Service"],
  Suspend: ["Suspend"],
  Terminate: ["Terminate"],
  Resume: ["Resume"],
  "Runtime picks up instance": ["Runtime picks up instance"],
  "Runtime picks up instance because service windows has started": ["Service window starts"],
  "Request processed": ["Request processed"],
  "Stop Windows Service, instance dehydrates": ["Stop Windows Service", "Instance dehydrates"],
};

/** Whether a state that is shown stands in a column of the first table. */
function standsIn(column: string, shown: string): boolean {
  const [state = "", pending] = shown.split(", ");
  if (column.startsWith("Pending ")) return pending === column;
  if (column === "Dehydrated") return /^(?:Dehydrated|In Breakpoint \(Dehydrated\))$/.test(state);
  return column === "Suspended" ? state === "Suspended (resumable)" : state === column;
}

async function assertLeads(
  server: TestServer,
  row: string,
  event: string,
  column: string,
): Promise<void> {
  for (const [state, more] of placings(row)) {
    const inMemory = state === "Active" || state === "In Breakpoint";
    const wantsMemory = event === "Request processed" || /^(?:Stop|Instance)/.test(event);
    if (row.startsWith("Pending") && wantsMemory !== inMemory) continue;
    if (event === "Instance dehydrates" && state !== "Active") continue;
    await server.place(state, more);
    const shown = await server.happen(event);
    assert.ok(standsIn(column, shown), `${state}, ${event}: ${shown}`);
  }
}

describe("Instance States Before and After an Operation, in the emulator", () => {
  const server = serverFor();

  for (const [row, ...cells] of BEFORE_AFTER) {
    for (const [index, words] of cells.entries()) {
      const column = BEFORE_AFTER_COLUMNS[index] ?? "";
      for (const event of EVENTS[words] ?? []) {
        it(`leads from ${row} by ${event} to ${column}`, () =>
          assertLeads(server(), row, event, column));
      }
    }
  }

  for (const pending of ["suspend", "terminate"]) {
    it(`lets a debugger try to attach during a pending ${pending}`, async () => {
      for (const [state, more] of placings(`Pending ${pending}`)) {
        await server().place(state, more);
        assert.equal(await server().happen("Attach"), `${state}, Pending ${pending}`);
      }
    });
  }

  it("ends a pending suspend by Terminate only when the instance is dehydrated", async () => {
    for (const [state, more] of placings("Pending suspend")) {
      await server().place(state, more);
      const isDehydrated = state.includes("Dehydrated");
      assert.equal(
        await server().happen("Terminate"),
        isDehydrated ? "Terminated" : "PENDING_OPERATION",
      );
    }
  });

  it("ends a pending terminate where it is processed, or the instance dehydrated", async () => {
    for (const [state, more] of placings("Pending terminate")) {
      await server().place(state, more);
      const event = state.includes("Dehydrated")
        ? "Pending terminate settles"
        : "Request processed";
      assert.equal(await server().happen(event), "Terminated");
    }
  });

  it("has every filled cell among these", () => {
    const filled = BEFORE_AFTER.flatMap(([, ...cells]) => cells.filter((words) => words !== ""));
    assert.equal(filled.length, 32);
    const others = new Set(filled.filter((words) => EVENTS[words] === undefined));
    assert.deepEqual(
      [...others],
      [
        "Attach can be attempted but should eventually fail",
        "Terminate will only work when instance is dehydrated",
        "Request processed, or instance dehydrated",
      ],
    );
  });
});

describe("Instance States During an Operation, in the emulator", () => {
  const server = serverFor();

  for (const [row, ...cells] of DURING) {
    for (const [index, words] of cells.entries()) {
      const operation = DURING_COLUMNS[index] ?? "";
      if (words === "") continue;
      it(`has ${operation} in ${row} end as ${words}`, async () => {
        for (const [state, more] of placings(row)) {
          const inMemory = state === "Active" || state === "In Breakpoint";
          if (row.startsWith("Pending") && operation === "Terminate" && inMemory) continue;
          await server().place(state, more);
          let shown = await server().happen(operation);
          const waits = shown.includes(", Pending");
          if (waits && operation !== "Attach") shown = await server().happen("Request processed");
          const expected = words.replace(/;.*/, "").replace(/^Suspended$/, "Suspended (resumable)");
          if (words === "Race condition") assert.ok(waits, shown);
          else assert.equal(shown, expected, state);
        }
      });
    }
  }
});

describe("a pair that is blank in both tables, in the emulator", () => {
  const server = serverFor();
  const pairs = Object.entries(REFUSED).flatMap(([row, codes]) =>
    Object.entries(codes).map(([operation, code]) => [row, operation, code] as const),
  );

  for (const [row, operation, code] of pairs) {
    it(`is refused with ${code}: ${operation} in ${row}`, async () => {
      for (const [state, more] of placings(row)) {
        await server().place(state, more);
        const before = await server().shown();
        assert.equal(await server().happen(operation), code, state);
        assert.equal(await server().shown(), before);
      }
    });
  }

  it("is one of 41", () => {
    assert.equal(pairs.length, 41);
  });
});
