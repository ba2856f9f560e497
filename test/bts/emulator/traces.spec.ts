/**
 * The seven reference traces, with what the engine does by itself left to the emulator and its
 * clock.
 */
import assert from "node:assert/strict";
import { freshServers, ID, OPERATION_MS } from "../support/start-server.js";

describe("the reference traces in the emulator", () => {
  const server = freshServers({ hold: false });

  /** Events, and what is shown behind each; `wait` lets the engine do what it does by itself. */
  async function follow(
    ...way: readonly (readonly [event: string, expected: string])[]
  ): Promise<void> {
    for (const [event, expected] of way) {
      if (event === "wait") server().clock.advance(OPERATION_MS);
      const shown = event === "wait" ? await server().shown() : await server().happen(event);
      assert.equal(shown, expected, event);
    }
  }

  it("1: a suspend is picked up by itself, and a resume leads back", async () => {
    await server().place("Active");
    await follow(
      ["Suspend", "Active, Pending suspend"],
      ["wait", "Suspended (resumable)"],
      ["Resume", "Active"],
    );
  });

  it("2: a pending terminate survives the stop of its host, and settles by itself", async () => {
    await server().place("Active");
    await follow(
      ["Terminate", "Active, Pending terminate"],
      ["Stop Windows Service", "Dehydrated, Pending terminate"],
      ["wait", "Terminated"],
    );
  });

  it("3: a pending suspend can be terminated once it is dehydrated", async () => {
    await server().place("Active");
    await follow(
      ["Suspend", "Active, Pending suspend"],
      ["Terminate", "PENDING_OPERATION"],
      ["Stop Windows Service", "Dehydrated, Pending suspend"],
      ["Terminate", "Terminated"],
    );
  });

  it("4: a breakpoint survives the stop of its host, and a resume can lead into it", async () => {
    await server().place("In Breakpoint");
    await follow(
      ["Stop Windows Service", "In Breakpoint (Dehydrated)"],
      ["Suspend", "Suspended (resumable)"],
      ["Resume in breakpoint", "In Breakpoint"],
    );
  });

  it("5: what was scheduled when it was suspended is resumed as dehydrated", async () => {
    await server().place("Scheduled");
    await follow(
      ["Suspend", "Suspended (resumable)"],
      ["Resume", "Dehydrated"],
      ["Runtime picks up instance", "Active"],
    );
  });

  it("6: an attach during a pending suspend fails when that is picked up", async () => {
    await server().place("Active");
    await server().happen("Suspend");
    const ask = (event: string) =>
      server().control<{ answer: string; attachFailed: boolean }>(
        "POST",
        `instances/${ID}/events`,
        { event },
      );
    const attempt = await ask("ATTACH");
    assert.deepEqual([attempt.answer, attempt.attachFailed], ["attempted", false]);
    const end = await ask("CONTROL_PICKUP");
    assert.deepEqual([end.answer, end.attachFailed], ["succeeded", true]);
    assert.equal(await server().shown(), "Suspended (resumable)");
  });

  it("7: a pending suspend is picked up when the instance runs again, by itself", async () => {
    await server().place("Active");
    await follow(
      ["Suspend", "Active, Pending suspend"],
      ["Stop Windows Service", "Dehydrated, Pending suspend"],
      ["wait", "Active, Pending suspend"],
      ["wait", "Suspended (resumable)"],
    );
  });

  it("leave no end in between where nobody looked for long", async () => {
    await server().place("Active");
    await server().happen("Suspend");
    await server().happen("Stop Windows Service");
    server().clock.advance(10 * OPERATION_MS);
    assert.equal(await server().shown(), "Suspended (resumable)");
    const log = await server().control<{ kind: string; at: string; to: string }[]>("GET", "log");
    const times = log
      .filter(({ kind }) => kind === "transition")
      .map(({ at, to }) => [at.slice(17, 19), to]);
    assert.deepEqual(times, [
      ["00", "Active, Pending suspend"],
      ["00", "Dehydrated, Pending suspend"],
      ["01", "Active, Pending suspend"],
      ["02", "Suspended (resumable)"],
    ]);
  });
});
