import assert from "node:assert/strict";
import type { LoggedRequest } from "./support/control.js";
import type { PassingRequest } from "./support/front.js";
import { frontProjectFor } from "./support/front-project.js";
import { fails, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { SECRET_STORE } from "../support/backup-store.js";

/** A person was faster: the endpoint says that the service is not as it was. */
const isTurnedAway = ({ status }: LoggedRequest): boolean => status === 409 || status === 412;

const isChange = ({ method, url }: PassingRequest): boolean =>
  method !== "GET" && !url.includes("op=");

describe("when an answer is lost, or a request is turned away", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor({ isMeant: isTurnedAway });
  before(async () => {
    declare({});
    await succeeds(project().up());
  });

  let args: Readonly<Record<string, unknown>> = { units: 1, state: "Active" };
  const declare = (more: Readonly<Record<string, unknown>>): void => {
    args = { ...args, ...more };
    project().declare({ orders: service("orders", args) });
  };
  /** The next request that changes something meets `what`; then everything is passed on again. */
  const once = (
    what: (
      request: PassingRequest,
    ) => Promise<Awaited<ReturnType<PassingRequest["forward"]>> | "cut">,
  ): void => {
    front().intercept((request) => {
      if (!isChange(request)) return request.forward();
      front().passOn();
      return what(request);
    });
  };

  const changes = [
    { operation: "Scale", change: { units: 2 } },
    {
      operation: "Update Configuration",
      change: { configuration: { customDomainUrl: "orders.example" } },
    },
    { operation: "Backup", change: { backup: { name: "nightly-1", store: SECRET_STORE } } },
    { operation: "Stop", change: { state: "Stopped" } },
    { operation: "Start", change: { state: "Active" } },
  ] as const;
  for (const { operation, change } of changes) {
    it(`${operation}: cut before it took effect, it is sent by the next up`, async () => {
      await front().control.forget();
      declare(change);
      once(() => Promise.resolve("cut"));
      const outcome = await fails(
        project().up(),
        `${operation} was sent and no usable answer came`,
      );
      says(
        outcome,
        "it is not known whether it was taken",
        "Run `pulumi up` again to go on from there.",
      );
      await succeeds(project().up());
      assert.deepEqual(await front().control.sent(), [`${operation} orders`]);
    });
  }

  const back = [
    { operation: "Scale", change: { units: 3 } },
    {
      operation: "Update Configuration",
      change: { configuration: { customDomainUrl: "two.example" } },
    },
    { operation: "Suspend", change: { state: "Suspended" } },
    { operation: "Resume", change: { state: "Active" } },
  ] as const;
  for (const { operation, change } of back) {
    it(`${operation}: cut after it took effect, it is not sent again`, async () => {
      await front().control.forget();
      declare(change);
      once(async (request) => {
        await request.forward();
        return "cut";
      });
      await fails(project().up(), `${operation} was sent and no usable answer came`);
      await succeeds(project().up());
      assert.deepEqual(await front().control.sent(), [`${operation} orders`]);
      await succeeds(project().run("preview", "--expect-no-changes"));
    });
  }

  it("Backup: cut after it took effect, it is taken once", async () => {
    await front().control.forget();
    declare({ backup: { name: "nightly-2", store: SECRET_STORE } });
    once(async (request) => {
      await request.forward();
      return "cut";
    });
    await fails(project().up());
    await succeeds(project().up());
    assert.deepEqual(await front().control.sent(), ["Backup orders"]);
  });

  it("412, because a person was faster: nothing was taken, and the next up goes by what is there now", async () => {
    await front().control.forget();
    declare({ units: 4 });
    once(async (request) => {
      await front().control.place("orders", "Active", {
        units: 5,
        configuration: { customDomainUrl: "two.example" },
      });
      return request.forward();
    });
    const outcome = await fails(
      project().up(),
      "Scale was not taken: the service changed since it was observed",
    );
    says(outcome, "Nothing was sent.");
    await succeeds(project().up());
    assert.equal((await front().control.view("orders"))?.units, 4);
  });

  it("409, because a person has begun something: nothing was taken, the next up waits for it", async () => {
    await front().control.forget();
    declare({ state: "Stopped" });
    once(async (request) => {
      const headers = { "x-ms-version": "2013-04-26" };
      await front().request({
        method: "POST",
        url: request.url.replace("comp=stop", "comp=restart"),
        headers,
      });
      return request.forward();
    });
    await fails(project().up(), "Stop was not taken");
    await succeeds(project().up());
    assert.equal((await front().control.view("orders"))?.state, "Stopped");
  });

  for (const status of [429, 503]) {
    it(`${status} with Retry-After: nothing was taken, and it says when to come back`, async () => {
      await front().control.fault({
        operation: status === 429 ? "Start" : "Stop",
        effect: "reject",
        status,
        retryAfter: 7,
      });
      await front().control.forget();
      declare({ state: status === 429 ? "Active" : "Stopped" });
      const outcome = await fails(
        project().up(),
        "was not taken: the endpoint is busy",
        "come back in 7 s",
      );
      says(outcome, "Nothing was sent.");
      await succeeds(project().up());
      const operation = status === 429 ? "Start" : "Stop";
      assert.deepEqual(await front().control.sent(), [
        `${operation} orders`,
        `${operation} orders`,
      ]);
      assert.equal((await front().control.operations()).slice(-2)[0]?.status, status);
    });
  }

  it("reads that are cut are made again", async () => {
    for (const operation of ["List", "Get", "Poll"])
      await front().control.fault({ operation, effect: "drop-before" });
    declare({ state: "Active" });
    await succeeds(project().up());
    assert.equal((await front().control.view("orders"))?.state, "Active");
  });

  it("Delete: cut after it took effect, the next destroy is content", async () => {
    await front().control.forget();
    once(async (request) => {
      await request.forward();
      return "cut";
    });
    await fails(project().destroy(), "Delete was sent and no usable answer came");
    await succeeds(project().destroy());
    assert.deepEqual(await front().control.sent(), ["Delete orders"]);
  });
});
