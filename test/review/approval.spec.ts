import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { frontProjectFor } from "../engine/support/front-project.js";
import { succeeds } from "../engine/support/outcomes.js";
import { service, type Declared } from "../engine/support/program.js";
import { finding, planOf, review, rulesOf } from "./support.js";

const BEFORE: Readonly<Record<string, Declared>> = {
  update: service("update", { units: 1 }),
  recovery: service("recovery", { units: 1 }),
  replacement: service("replacement"),
  delete: service("delete"),
  steady: service("steady"),
};

const AFTER: Readonly<Record<string, Declared>> = {
  create: service("create"),
  update: service("update", { units: 2 }),
  recovery: service("recovery", { units: 1 }),
  replacement: service("replacement", {
    recovery: "replace",
    acceptDataLoss: "replacement/Disabled",
  }),
  steady: service("steady"),
};

/** How each service is when the plan is approved, and what is said of its plan. */
const KINDS = {
  update: { state: "Active", said: "approved was update: Scale" },
  recovery: { state: "ScaleFailed", said: "approved was update: Scale" },
  replacement: { state: "Disabled", said: "approved was update: Delete, Create" },
  delete: { state: "Active", said: "approved was delete: Delete" },
  steady: { state: "Active", said: "nothing was to be sent" },
} as const;

/** What moves, and what is said of it. */
const MOVES = {
  "state moved": {
    differs: { state: "Stopped" },
    said: (from: string) => `has moved: state ${from} -> Stopped`,
  },
  units: { differs: { units: 3 }, said: () => "has moved: units 1 -> 3" },
  edition: {
    differs: { edition: "Standard" },
    said: () => "has moved: edition Premium -> Standard",
  },
  configuration: {
    differs: { configuration: { customDomainUrl: "b.example" } },
    said: () => "has moved: configuration.customDomainUrl nothing -> b.example",
  },
} as const;

describe("an approved plan (biztalk preview --save-plan, biztalk up --plan)", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor();
  before(async () => {
    project().declare(BEFORE);
    await succeeds(project().up());
    for (const [name, { state }] of Object.entries(KINDS)) await front().control.place(name, state);
    project().declare(AFTER);
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    await front().control.forget();
  });

  const restore = (name: keyof typeof KINDS): Promise<void> =>
    front().control.place(name, KINDS[name].state);
  /** The plan is refused, with one finding, and nothing is sent. */
  const refused = async (rule: string, name: string | null): Promise<string> => {
    const report = await review(project(), 1, "up", "--plan", planOf(project()));
    assert.deepEqual(rulesOf(report), [`${rule} ${name ?? "-"}`]);
    assert.deepEqual(await front().control.sent(), []);
    return finding(report, rule, name).message;
  };

  for (const [name, { state, said }] of Object.entries(KINDS) as [
    keyof typeof KINDS,
    (typeof KINDS)[keyof typeof KINDS],
  ][]) {
    for (const [what, move] of Object.entries(MOVES)) {
      it(`${name}, ${what}: refused, and said`, async () => {
        await front().control.place(name, state, move.differs);
        assert.equal(
          await refused("moved-since-approval", name),
          `${name} ${move.said(state)}; ${said}.`,
        );
        await restore(name);
      });
    }

    it(`${name}, the service is gone: refused, and said`, async () => {
      await front().control.place(name, "Active");
      await front().control.remove(name);
      await front().control.forget();
      assert.equal(
        await refused("moved-since-approval", name),
        `${name} is gone; it was in state ${state}, ${said}.`,
      );
      await restore(name);
    });
  }

  it("create, a service has appeared: refused, and said", async () => {
    await front().control.place("create", "Suspended");
    assert.equal(
      await refused("moved-since-approval", "create"),
      "create has appeared, in state Suspended; there was none, approved was create: Create.",
    );
    await front().control.remove("create");
    await front().control.forget();
  });

  it("all of them, the endpoint is down: one finding, that names what was not compared", async () => {
    front().intercept(() => Promise.resolve("cut"));
    const message = await refused("endpoint-unavailable", null);
    assert.match(message, /ECONNRESET/);
    assert.match(
      message,
      /\nNot compared: create, delete, recovery, replacement, steady, update\.$/,
    );
    front().passOn();
  });

  it("a service that moves while the preview runs: no plan is saved, and it is said", async () => {
    const other = join(project().folder, "other.json");
    let lists = 0;
    front().intercept(async (request) => {
      const { method, url } = request;
      // The engine's preview lists once, then the command does.
      if (method === "GET" && !url.includes("resources/")) lists += 1;
      if (lists === 2) await front().control.place("steady", "Suspended");
      return request.forward();
    });
    const { code, stderr } = await project().biztalk("preview", "--save-plan", other);
    front().passOn();
    await restore("steady");
    assert.equal(code, 1);
    assert.match(stderr, /steady moved while the preview ran: no plan was saved\. Run it again\./);
    assert.equal(existsSync(other), false);
  });

  it("as it was: applied, exactly", async () => {
    const report = await review(project(), 0, "up", "--plan", planOf(project()));
    assert.deepEqual(rulesOf(report), []);
    const sent = [...(await front().control.sent())].sort();
    assert.deepEqual(sent, [
      ...["Create create", "Create replacement", "Delete delete", "Delete replacement"],
      ...["Scale recovery", "Scale update"],
    ]);
  });
});
