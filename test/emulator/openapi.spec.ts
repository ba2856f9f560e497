import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { packageRoot } from "../../provider/package-root.js";
import { startEmulator, type StartedEmulator } from "../../provider/start-emulator.js";

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
}

/** A body that is accepted, for each request that takes one; a path's names are filled in. */
const BODIES: Readonly<Record<string, unknown>> = {
  "post /_emulator/snapshots": { name: "monday" },
  "post /_emulator/faults": { operation: "Stop", effect: "fail" },
  "post /_emulator/clock": { advanceMs: 1 },
  "put /_emulator/services/{cloudService}/{name}": { state: "Active" },
  "post /_emulator/services/{cloudService}/{name}/events": { event: "Disable" },
  "post /_emulator/services/{cloudService}/{name}/operations": { operation: "Delete" },
  "put /_emulator/backups/{name}": { account: "vault" },
  "put /_emulator/group": { hosts: [], applications: [] },
  "put /_emulator/instances": { instances: [{ count: 1, state: "Active" }] },
  "put /_emulator/instances/{id}": {},
  "post /_emulator/instances/{id}/events": { event: "SETTLE" },
  "post /_emulator/events": { event: "SETTLE" },
  "post /_emulator/hosts/{host}/start": {},
  "post /_emulator/hosts/{host}/stop": {},
  "put /_emulator/pickup": { hold: true },
  "put /_emulator/authentication": { scheme: "none" },
};

const NAMES: Readonly<Record<string, string>> = {
  "{cloudService}": "integration",
  "{id}": "6f9619ff-8b86-4d11-b42d-00c04fc964ff",
  "{host}": "BizTalkServerApplication",
};

describe("the control plane's OpenAPI document", () => {
  let emulator: StartedEmulator;
  let document: Described;

  before(async () => {
    emulator = await startEmulator({ clock: "virtual" });
    document = (await emulator.control("GET", "openapi.json")) as Described;
  });
  after(() => emulator.close());

  const operations = (): [string, string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(
        ([verb, operation]) => [path, verb, operation] satisfies [string, string, Operation],
      ),
    );

  const send = async (verb: string, path: string, body: unknown): Promise<number> => {
    const url = emulator.url + path.replaceAll(/\{\w+\}/g, (name) => NAMES[name] ?? "orders");
    const headers = { "content-type": "application/json" };
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    return (await fetch(url, { method: verb.toUpperCase(), ...content })).status;
  };

  it("is one by the schema of OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
    assert.equal(valid, true, JSON.stringify(errors));
  });

  it("has each request that docs/emulator.md has, and no other", () => {
    const text = readFileSync(join(packageRoot(), "docs", "emulator.md"), "utf8");
    const rows = text
      .split("\n")
      .filter((line) => line.startsWith("| `") && line.includes("_emulator"));
    const paths = rows.flatMap((row) => [
      ...(row.split(" | ")[0]?.matchAll(/\/_emulator\/[^`, ]+/g) ?? []),
    ]);
    const written = paths.map(([path]) => path).concat("/_emulator/hosts/{host}/stop");
    assert.deepEqual([...new Set(written)].sort(), Object.keys(document.paths).sort());
  });

  it("says of each request what it is answered", async () => {
    for (const [path, verb, { responses }] of operations()) {
      const status = await send(verb, path, BODIES[`${verb} ${path}`]);
      assert.ok(String(status) in responses, `${verb} ${path}: ${status}`);
      assert.ok(status < 500, `${verb} ${path}: ${status}`);
    }
  });

  it("says which requests take a body, and each refuses what is none", async () => {
    for (const [path, verb, { requestBody, responses }] of operations()) {
      assert.equal(requestBody !== undefined, `${verb} ${path}` in BODIES, `${verb} ${path}`);
      if (requestBody === undefined) continue;
      assert.equal(await send(verb, path, { "not a property": 1 }), 400, `${verb} ${path}`);
      assert.ok("400" in responses);
    }
  });
});
