import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { frontProjectFor } from "./support/front-project.js";
import { fails, says, succeeds } from "./support/outcomes.js";
import { service, type Declaration } from "./support/program.js";
import { projectFor } from "./support/suite.js";

const THREE: Declaration = {
  orders: service("orders"),
  invoices: service("invoices"),
  billing: service("billing"),
};

describe("an endpoint that cannot be used", function () {
  this.timeout(120_000);
  const project = projectFor({ endpoint: null });

  before(() => {
    project().declare(THREE);
  });

  /** `preview` and `up` fail; the preview has one error that says so, not one for each service. */
  const isToldOnce = async (...texts: string[]): Promise<void> => {
    const preview = await fails(project().preview());
    const errors = preview.diagnostics.filter(
      ({ severity, urn }) => severity === "error" && urn?.includes("biztalk:Service") === true,
    );
    assert.equal(errors.length, 1, preview.text);
    says(preview, ...texts);
    await fails(project().up(), ...texts);
  };

  it("because there is none is told once, with how to set one", async () => {
    project().useEndpoint(null);
    await isToldOnce("no endpoint", "pulumi config set biztalk:endpoint");
  });

  it("because nothing listens there is told once for three services", async () => {
    project().useEndpoint("http://127.0.0.1:1");
    await isToldOnce("endpoint http://127.0.0.1:1 does not answer", "ECONNREFUSED");
  });

  it("because the file is another program's database is told once, and the file stays as it is", async () => {
    const path = join(project().folder, "foreign.db");
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ann')");
    database.close();
    const before = readFileSync(path);
    project().useEndpoint("emulator:./foreign.db");
    await isToldOnce("foreign.db", "belongs to another program");
    assert.deepEqual(readFileSync(path), before);
  });

  it("because the file is no database is told once, and the file stays as it is", async () => {
    const path = join(project().folder, "notes.db");
    writeFileSync(
      path,
      "these are notes, not a database; long enough to have a header of sixteen bytes",
    );
    project().useEndpoint("emulator:./notes.db");
    await isToldOnce("notes.db");
    assert.equal(readFileSync(path, "utf8").slice(0, 15), "these are notes");
  });
});

describe("an endpoint that answers what it should not", function () {
  this.timeout(120_000);
  const { front, project } = frontProjectFor();
  before(async () => {
    project().declare({ orders: service("orders", { units: 1 }) });
    await succeeds(project().up());
    project().declare({ orders: service("orders", { units: 2 }) });
    await front().control.forget();
  });
  afterEach(async () => {
    front().passOn();
    assert.deepEqual(await front().control.sent(), []);
    assert.equal(project().recorded("orders")?.outputs["units"], 1);
  });
  const answers = (status: number, change: (body: string) => string): void => {
    front().intercept(async (request) => {
      const answer = await request.forward();
      return {
        ...answer,
        status: status === 0 ? answer.status : status,
        body: change(answer.body),
      };
    });
  };

  const WRONG = [
    { what: "a web page", status: 200, change: () => "<html><body>Welcome</body></html>" },
    {
      what: "a web page that says 404",
      status: 404,
      change: () => "<html><body>Not Found</body></html>",
    },
    {
      what: "XML that is cut off",
      status: 200,
      change: (body: string) => body.slice(0, Math.floor(body.length / 2)),
    },
    { what: "nothing", status: 200, change: () => "" },
  ] as const;
  for (const { what, status, change } of WRONG) {
    it(`with ${what} ends preview, update and refresh with its name; the service is not taken for gone`, async () => {
      answers(status, change);
      await fails(project().preview(), front().url);
      await fails(project().up(), front().url);
      const refreshed = await project().refresh();
      assert.notEqual(refreshed.code, 0, refreshed.text);
      assert.ok(project().recorded("orders") !== undefined, "still recorded");
    });
  }

  it("with a state that nobody knows is unknown in a preview, and refused in an update with its text", async () => {
    answers(0, (body) =>
      body.replaceAll("<SubState>Active</SubState>", "<SubState>Hibernating</SubState>"),
    );
    const preview = await succeeds(project().preview());
    says(preview, "Hibernating");
    await fails(project().up(), 'state "Hibernating"');
  });

  it("with a state that nobody knows is kept as it is by a refresh", async () => {
    answers(0, (body) =>
      body.replaceAll("<SubState>Active</SubState>", "<SubState>Hibernating</SubState>"),
    );
    await succeeds(project().refresh());
    assert.equal(project().recorded("orders")?.outputs["state"], "Hibernating");
  });
});

describe("a journal that cannot be written", function () {
  this.timeout(120_000);
  // A folder below a file can be made by nobody, not even by root.
  const project = projectFor({ env: { BIZTALK_JOURNAL: join(__filename, "journal") } });

  it("ends an update before anything is sent, and says which setting to change", async () => {
    project().declare({ orders: service("orders") });
    await succeeds(project().preview());
    await fails(project().up(), "the journal", "cannot be written", "biztalk:journal");
    assert.deepEqual(await project().control.sent(), []);
    assert.equal(project().recorded("orders"), undefined);
  });
});
