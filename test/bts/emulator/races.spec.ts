/** Two things that happen at about the same time, in every order (docs/bts.md, Races). */
import assert from "node:assert/strict";
import { freshServers, ID, OPERATION_MS } from "../support/start-server.js";

describe("races of an instance", () => {
  const server = freshServers({ hold: false });

  const all = async (...events: readonly string[]): Promise<string[]> => {
    const shown: string[] = [];
    for (const event of events) shown.push(await server().happen(event));
    return shown;
  };

  const later = async (): Promise<string> => {
    server().clock.advance(3 * OPERATION_MS);
    return server().shown();
  };

  for (const operation of ["Suspend", "Terminate"]) {
    describe(`${operation} against completion`, () => {
      const pending = `Active, Pending ${operation.toLowerCase()}`;

      it("is void where the instance completes first", async () => {
        await server().place("Active", { completesInMs: OPERATION_MS / 2 });
        assert.equal(await server().happen(operation), pending);
        assert.equal(await later(), "Completed");
        assert.equal(await server().happen(operation), "NOT_FOUND");
      });

      it("is void where both are due at once", async () => {
        await server().place("Active", { completesInMs: OPERATION_MS });
        assert.equal(await server().happen(operation), pending);
        assert.equal(await later(), "Completed");
      });

      it("holds where it is picked up first", async () => {
        await server().place("Active", { completesInMs: 2 * OPERATION_MS });
        assert.equal(await server().happen(operation), pending);
        const end = operation === "Suspend" ? "Suspended (resumable)" : "Terminated";
        assert.equal(await later(), end);
      });

      it("finds nothing where the instance has completed before", async () => {
        await server().place("Active");
        assert.deepEqual(await all("Instance completes", operation), ["Completed", "NOT_FOUND"]);
      });
    });
  }

  it("a suspended instance completes once it is resumed", async () => {
    await server().place("Active", { completesInMs: 2 * OPERATION_MS });
    await server().happen("Suspend");
    assert.equal(await later(), "Suspended (resumable)");
    await server().happen("Resume");
    assert.equal(await server().shown(), "Completed");
    const [tracked] = await server().client.trackedInstances();
    assert.equal(tracked?.endedAt?.text, "2016-05-16T08:00:03.000");
  });

  describe("Terminate against a pending suspend", () => {
    it("is refused in memory, and the suspend goes on", async () => {
      await server().place("Active");
      assert.deepEqual(await all("Suspend", "Terminate"), [
        "Active, Pending suspend",
        "PENDING_OPERATION",
      ]);
      assert.equal(await later(), "Suspended (resumable)");
      assert.equal(await server().happen("Terminate"), "Terminated");
    });

    it("ends a dehydrated instance, and the suspend is dropped", async () => {
      await server().place("Active");
      const end = ["Active, Pending suspend", "Dehydrated, Pending suspend", "Terminated"];
      assert.deepEqual(await all("Suspend", "Stop Windows Service", "Terminate"), end);
      assert.equal(await later(), "Terminated");
    });

    it("keeps the terminate where that was first", async () => {
      await server().place("Active");
      assert.deepEqual(await all("Terminate", "Suspend"), [
        "Active, Pending terminate",
        "PENDING_OPERATION",
      ]);
      assert.equal(await later(), "Terminated");
    });
  });

  it("keeps since when the first request waits, whatever else is asked", async () => {
    await server().control("PUT", "pickup", { hold: true });
    await server().place("Active");
    await server().happen("Suspend");
    server().clock.advance(60_000);
    await all("Suspend", "Terminate", "Stop Windows Service");
    const [instance] = await server().client.instances();
    assert.equal(instance?.pendingSince?.text, "2016-05-16T08:00:00.000+00:00");
  });

  describe("Attach against what is pending", () => {
    for (const [operation, end] of [
      ["Suspend", "Suspended (resumable)"],
      ["Terminate", "Terminated"],
    ] as const) {
      it(`ends as ${end} whichever comes first`, async () => {
        await server().place("In Breakpoint");
        const pending = `In Breakpoint, Pending ${operation.toLowerCase()}`;
        assert.deepEqual(await all("Attach", operation), ["In Breakpoint", pending]);
        assert.equal(await later(), end);
        await server().place("In Breakpoint");
        assert.deepEqual(await all(operation, "Attach"), [pending, pending]);
        assert.equal(await later(), end);
      });
    }
  });

  describe("the stop of a host against pick-up", () => {
    const stop = () => server().control("POST", "hosts/BizTalkServerApplication/stop");
    const start = () => server().control("POST", "hosts/BizTalkServerApplication/start");

    it("leaves a suspend pending until the host runs again, where it comes first", async () => {
      await server().place("Active");
      await server().happen("Suspend");
      await stop();
      assert.equal(await later(), "Dehydrated, Pending suspend");
      await start();
      assert.equal(await later(), "Suspended (resumable)");
    });

    it("ends a terminate without the host, where it comes first", async () => {
      await server().place("Active");
      await server().happen("Terminate");
      await stop();
      assert.equal(await server().shown(), "Dehydrated, Pending terminate");
      assert.equal(await later(), "Terminated");
    });

    it("finds nothing in memory where pick-up comes first", async () => {
      for (const [operation, end] of [
        ["Suspend", "Suspended (resumable)"],
        ["Terminate", "Terminated"],
      ] as const) {
        await server().place("Active");
        await server().happen(operation);
        assert.equal(await later(), end);
        await stop();
        assert.equal(await server().shown(), end);
        await start();
        assert.equal(await later(), end);
      }
    });

    it("makes a resume lead to Dehydrated, and dehydrates what was resumed before", async () => {
      await server().place("Suspended (resumable)");
      await stop();
      assert.equal(await server().happen("Resume"), "Dehydrated");
      await server().place("Suspended (resumable)");
      await start();
      assert.equal(await server().happen("Resume"), "Active");
      await stop();
      assert.equal(await server().shown(), "Dehydrated");
    });
  });

  it("what is pending stays so while pick-up is held, and ends when it is let go", async () => {
    await server().control("PUT", "pickup", { hold: true });
    await server().place("Active");
    await server().happen("Suspend");
    assert.equal(await later(), "Active, Pending suspend");
    await server().control("PUT", "pickup", { hold: false });
    assert.equal(await server().shown(), "Suspended (resumable)");
    const [instance] = await server().client.instances();
    assert.equal(instance?.id, ID);
    assert.equal(instance.suspendedAt?.text, "2016-05-16T08:00:03.000+00:00");
  });
});
