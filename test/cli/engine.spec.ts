import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ensureEngine, findEngine, type EngineOptions } from "../../provider/engine/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { call } from "./support/terminal.js";

/** The engine that is fetched or built. */
const VERSION = "3.259.0";

/** Loaded first by every Node of a test's environment: no connection leaves, so no installer is fetched. */
const NO_NETWORK = `
require("node:net").Socket.prototype.connect = function () {
  process.nextTick(() => this.destroy(new Error("there is no network in this test")));
  return this;
};
`;

describe("the Pulumi engine", function () {
  this.timeout(60_000);
  let folder = "";
  let said: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-engine-"));
    said = [];
    writeFileSync(join(folder, "no-network.cjs"), NO_NETWORK);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** An environment with nothing in it: no PATH, an empty cache, no network. */
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: "",
    HOME: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    NODE_OPTIONS: `--require ${join(folder, "no-network.cjs")}`,
    ...more,
  });
  const options = (env: NodeJS.ProcessEnv): EngineOptions => ({
    env,
    clock: new ManualClock(),
    say: (line) => void said.push(line),
  });
  /** A program `pulumi` in a folder of its own that answers to `version`. */
  const script = (name: string, body: string, mode = 0o755): string => {
    const path = join(folder, name, "pulumi");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode });
    return path;
  };
  const cached = (): string =>
    script(`cache/pulumi-biztalk/engine/${VERSION}/bin`, `echo v${VERSION}`);

  describe("that BIZTALK_PULUMI names", () => {
    it("is taken before one on PATH", async () => {
      const given = script("given", "echo v3.300.1");
      const env = environment({
        BIZTALK_PULUMI: given,
        PATH: dirname(script("path", "echo v3.300.2")),
      });
      const found = await findEngine(options(env));
      assert.deepEqual(found, { path: given, version: "3.300.1", source: "BIZTALK_PULUMI" });
    });

    for (const [name, body, mode, says] of [
      ["older than 3.217.0", "echo v3.100.0", 0o755, ["3.100.0", "3.217.0"]],
      ["not executable", "echo v3.300.0", 0o644, ["BIZTALK_PULUMI", "pulumi"]],
      ["failing", "exit 3", 0o755, ["BIZTALK_PULUMI", "version"]],
      ["saying nothing of a version", "echo hello", 0o755, ["BIZTALK_PULUMI"]],
    ] as const) {
      it(`is refused when it is ${name}, and nothing else is tried`, async () => {
        const given = script("given", body, mode);
        cached();
        await assert.rejects(
          ensureEngine(options(environment({ BIZTALK_PULUMI: given }))),
          (reason: Error) => {
            assert.equal((reason as Error & { code: string }).code, "unsupported");
            for (const text of says) assert.ok(reason.message.includes(text), reason.message);
            return true;
          },
        );
        assert.deepEqual(said, []);
      });
    }

    it("is refused when it is not there", async () => {
      const env = environment({ BIZTALK_PULUMI: join(folder, "none") });
      await assert.rejects(findEngine(options(env)), { code: "unsupported", message: /none/ });
    });
  });

  describe("on PATH", () => {
    it("is taken when it is 3.217 or newer", async () => {
      const path = script("path", "echo v3.217.0");
      const found = await findEngine(options(environment({ PATH: dirname(path) })));
      assert.deepEqual(found, { path, version: "3.217.0", source: "PATH" });
      assert.deepEqual(said, []);
    });

    it("is said to be older and is not used", async () => {
      const path = script("path", "echo v3.100.0");
      assert.equal(await findEngine(options(environment({ PATH: dirname(path) }))), undefined);
      const [line = "", ...rest] = said;
      assert.deepEqual(rest, []);
      for (const text of ["3.100.0", dirname(path), "3.217.0", "not used"])
        assert.ok(line.includes(text), line);
    });

    it("makes way for the cache when it is older", async () => {
      const path = cached();
      const found = await findEngine(
        options(environment({ PATH: dirname(script("path", "echo v3.100.0")) })),
      );
      assert.deepEqual(found, { path, version: VERSION, source: "cache" });
    });

    it("may be a second one, behind a folder of the same name", async () => {
      mkdirSync(join(folder, "first", "pulumi"), { recursive: true });
      const path = script("second", "echo v3.300.0");
      const env = environment({ PATH: [join(folder, "first"), dirname(path)].join(delimiter) });
      assert.equal((await findEngine(options(env)))?.path, path);
    });
  });

  describe("in the cache", () => {
    it("is found at once, and nothing is said", async () => {
      const path = cached();
      const found = await ensureEngine(options(environment()));
      assert.deepEqual([found, said], [{ path, version: VERSION, source: "cache" }, []]);
    });

    it("is looked for below the home folder unless XDG_CACHE_HOME is set", async () => {
      const { engineCache } = await import("../../provider/engine/engine.js");
      assert.match(engineCache({}), new RegExp(`/\\.cache/pulumi-biztalk/engine/${VERSION}$`));
      assert.equal(
        engineCache({ XDG_CACHE_HOME: "/tmp/c" }),
        `/tmp/c/pulumi-biztalk/engine/${VERSION}`,
      );
    });
  });

  describe("that cannot be had", () => {
    it("is looked for with the installer, then with Go, and each says how long it took", async () => {
      await assert.rejects(ensureEngine(options(environment())), { code: "unsupported" });
      assert.equal(said.length, 4, said.join("\n"));
      const [install = "", installed = "", build = "", built = ""] = said;
      assert.match(install, /installer/);
      assert.match(installed, /not possible \(.+\), [\d.]+ s$/);
      assert.match(build, /Go/);
      assert.match(built, /not possible \(there is no Go on PATH\), [\d.]+ s$/);
    });

    it("is not built with a Go that is too old", async () => {
      const go = join(dirname(script("go", "")), "go");
      writeFileSync(go, "#!/bin/sh\necho go1.24.3\n", { mode: 0o755 });
      await assert.rejects(ensureEngine(options(environment({ PATH: dirname(go) }))), {
        code: "unsupported",
      });
      assert.match(said.at(-1) ?? "", /go1\.24\.3 is older than 1\.25/);
    });

    it("ends with a text that names what still works", async () => {
      await assert.rejects(ensureEngine(options(environment())), (reason: Error) => {
        for (const text of ["biztalk apply", "BIZTALK_PULUMI", "3.217.0"])
          assert.ok(reason.message.includes(text));
        return true;
      });
    });

    it("leaves nothing in the cache that would be taken for an engine", async () => {
      await assert.rejects(ensureEngine(options(environment())));
      assert.equal(await findEngine(options(environment())), undefined);
    });
  });

  describe("as biztalk engine shows it", () => {
    it("is its path, alone on the first line", async () => {
      const given = script("given", "echo v3.300.1");
      const { code, stdout, stderr } = await call(["engine"], {
        env: environment({ BIZTALK_PULUMI: given }),
      });
      assert.deepEqual([code, stdout.split("\n")[0], stderr], [0, given, ""]);
      assert.match(stdout, /3\.300\.1/);
    });

    it("is an object in JSON", async () => {
      const path = cached();
      const { code, stdout } = await call(["engine", "--format", "json"], { env: environment() });
      assert.deepEqual(
        [code, JSON.parse(stdout)],
        [0, { path, version: VERSION, source: "cache" }],
      );
    });

    it("is null when there is none, with a hint on the other stream, and 1", async () => {
      const { code, stdout, stderr } = await call(["engine", "--format", "json"], {
        env: environment(),
      });
      assert.deepEqual([code, JSON.parse(stdout)], [1, null]);
      assert.match(stderr, /biztalk engine --ensure/);
    });

    it("is a text that names biztalk apply when --ensure cannot get one", async () => {
      const { code, stdout, stderr } = await call(["engine", "--ensure"], { env: environment() });
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /error: .*biztalk apply/);
    });
  });
});
