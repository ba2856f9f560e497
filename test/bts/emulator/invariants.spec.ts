/**
 * What holds in the emulator whatever is asked and whatever happens, in any order, with time
 * between.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { freshServers, ID, OPERATION_MS, type TestServer } from "../support/start-server.js";

const OPERATIONS = ["Suspend", "Resume", "Terminate"] as const;
const DEBUGGER = ["Attach", "Continue", "Resume in breakpoint"] as const;
const SYSTEM = [
  "Runtime picks up instance",
  "Request processed",
  "Instance dehydrates",
  "Breakpoint is hit",
  "Instance completes",
  "Instance completes with discarded messages",
  "Instance fails (resumable)",
  "Instance fails (not-resumable)",
] as const;

/** Something that happens: to the instance, to its host, or nothing for a while. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...OPERATIONS) },
  { weight: 2, arbitrary: fc.constantFrom(...DEBUGGER, ...SYSTEM) },
  { weight: 3, arbitrary: fc.constantFrom("wait", "host starts", "host stops") },
);

const STATES = ["Ready to run", "Scheduled", "Active", "Dehydrated", "In Breakpoint"] as const;

async function play(server: TestServer, happens: string): Promise<void> {
  const host = "hosts/BizTalkServerApplication";
  if (happens === "wait") server.clock.advance(OPERATION_MS);
  else if (happens === "host starts") await server.control("POST", `${host}/start`);
  else if (happens === "host stops") await server.control("POST", `${host}/stop`);
  else await server.happen(happens);
}

const pendingIn = (shown: string): string | undefined => /Pending (\w+)/.exec(shown)?.[1];
const isOver = (shown: string): boolean => shown === "Terminated" || shown === "Completed";
const trackedStates = async ({ client }: TestServer): Promise<(string | null)[]> =>
  (await client.trackedInstances()).map(({ state }) => state);

describe("an instance of the emulator, whatever happens to it", function () {
  this.timeout(60_000);
  const server = freshServers({ hold: false });

  const ways = fc.array(happening, { minLength: 1, maxLength: 12 });

  it("has one pending operation at most, is where it is in memory, and ends once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...STATES), ways, async (state, way) => {
        await server().control("POST", "reset");
        await server().place(state);
        let before = await server().shown();
        for (const happens of way) {
          await play(server(), happens);
          const after = await server().shown();
          if (isOver(before)) assert.equal(after, before);
          const [was, is] = [pendingIn(before), pendingIn(after)];
          // One that is asked for never takes another's place; time alone ends one.
          if (was !== undefined && is !== undefined) assert.equal(is, was);
          if (is !== undefined) assert.match(after, /^(?:Active|Dehydrated|In Breakpoint)/);
          const [listed] = await server().client.instances();
          assert.equal(listed === undefined, isOver(after));
          if (listed !== undefined) {
            assert.equal(listed.machine !== null, /^(?:Active|In Breakpoint)(?:,|$)/.test(after));
            assert.equal(listed.pendingSince !== null, is !== undefined);
          }
          assert.equal((await trackedStates(server())).length, 1);
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });

  it("ends what is pending once its host runs and time passes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...STATES), ways, async (state, way) => {
        await server().control("POST", "reset");
        await server().place(state);
        for (const happens of way) await play(server(), happens);
        await play(server(), "host starts");
        server().clock.advance(5 * OPERATION_MS);
        assert.equal(pendingIn(await server().shown()), undefined);
      }),
      { numRuns: 40 },
    );
  });

  it("stays suspended whatever its host does", async () => {
    for (const state of ["Suspended (resumable)", "Suspended (not-resumable)"]) {
      await server().place(state);
      for (const happens of ["host stops", "host starts", "wait"]) await play(server(), happens);
      assert.equal(await server().shown(), state);
      const [listed] = await server().client.instances();
      assert.equal(listed?.id, ID);
    }
  });
});
