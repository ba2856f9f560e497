/** Every row of the README's tables that can be held against the program. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVER_SETTING_SOURCES } from "../provider/bts/connection/index.js";
import {
  APPLICATION_INPUTS,
  HOST_INSTANCE_INPUTS,
  POLICY_INPUTS,
} from "../provider/bts/inputs/index.js";
import { SETTING_SOURCES } from "../provider/mabs/connection/index.js";
import { STATES } from "../provider/mabs/chart/index.js";
import { EXIT_CODES } from "../provider/cli/exit-codes.js";
import { packageRoot } from "../provider/package-root.js";
import { ENGINE_VERSION_MIN } from "../provider/engine/engine-version.js";
import { CONFIGURATION } from "../provider/mabs/inputs/configuration-schema.js";
import { INPUT_NAMES } from "../provider/mabs/inputs/service-inputs.js";
import { PULUMI_VERSION_MIN } from "../provider/resources/pulumi-version.js";
import { call } from "./cli/support/terminal.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const read = (file: string): string => readFileSync(join(packageRoot(), file), "utf8");
const README = read("README.md");

/** The first table below a heading: its rows, each a list of cells. */
function table(heading: string, header: string): string[][] {
  const section = README.split(`\n${heading}\n`)[1] ?? assert.fail(`no heading ${heading}`);
  const lines = section.slice(section.indexOf(`| ${header} |`)).split("\n");
  assert.ok(lines[0]?.startsWith(`| ${header} |`) === true, `${heading} has no table ${header}`);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The names in a cell that are written as code. */
const codes = (cell = ""): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

const sorted = (names: Iterable<string>): string[] => [...names].toSorted();

/** A command as its row names it, and what else the row says in code. */
interface Row {
  readonly command: string;
  readonly said: readonly string[];
}

const ROWS: readonly Row[] = table("## The command line", "command").map(([first, second]) => {
  const [line = ""] = codes(first);
  return { command: line.split(" ")[1] ?? "", said: [line, ...codes(second)] };
});

describe("the tables of README.md", function () {
  this.timeout(60_000);
  const path = temporaryFolder();

  it("name the inputs that a service takes, and no other", () => {
    assert.deepEqual(
      sorted(table("### `biztalk.Service`", "input").flatMap(([first]) => codes(first))),
      sorted(INPUT_NAMES),
    );
  });

  it("name the settings of configuration, and no other", () => {
    const [, settings] =
      table("### `biztalk.Service`", "input").find(([first]) => first === "`configuration`") ??
      assert.fail("no row");
    assert.deepEqual(sorted(codes(settings)), sorted(Object.keys(CONFIGURATION.shape)));
  });

  it("name the outputs that a service has besides its inputs, and no other", () => {
    const declared = read("provider/resources/service.ts").matchAll(
      /^ {2}declare readonly (\w+): pulumi\.Output/gm,
    );
    // Inputs that come back as they were given.
    const given = ["serviceName", "region"];
    const names = [...declared]
      .map(([, name = ""]) => name)
      .filter((name) => !given.includes(name));
    assert.deepEqual(
      sorted(table("### `biztalk.Service`", "output").flatMap(([first]) => codes(first))),
      sorted(names),
    );
  });

  it("name every state that is no power, once", () => {
    const rows = table("### Failed states, replacement and consent", "state");
    const named = rows.flatMap(([first = ""]) =>
      first.split(", ").map((name) => name.replaceAll(" ", "")),
    );
    const powers = ["Active", "Stopped", "Suspended"];
    assert.deepEqual(sorted(named), sorted(STATES.filter((state) => !powers.includes(state))));
  });

  it("name every configuration key with its environment variable", () => {
    const rows = table("### Configuration", "key").flatMap(([keys, variables]) =>
      codes(keys).map((key, index) => [key, codes(variables)[index]]),
    );
    assert.deepEqual(
      Object.fromEntries(rows),
      Object.fromEntries(
        Object.entries(SETTING_SOURCES).map(([name, variable]) => [`biztalk:${name}`, variable]),
      ),
    );
  });

  it("name the inputs of BizTalk Server's resources, and no other", () => {
    for (const [heading, inputs] of [
      ["### `biztalk.InstancePolicy`", POLICY_INPUTS],
      ["### `biztalk.Application`", APPLICATION_INPUTS],
      ["### `biztalk.HostInstance`", HOST_INSTANCE_INPUTS],
    ] as const)
      assert.deepEqual(
        sorted(table(heading, "input").flatMap(([first]) => codes(first))),
        sorted(inputs),
      );
  });

  it("name every configuration key of a server with its environment variable", () => {
    const rows = table("### Configuration of a server", "key").flatMap(([keys, variables]) =>
      codes(keys).map((key, index) => [key, codes(variables)[index]]),
    );
    assert.deepEqual(
      Object.fromEntries(rows),
      Object.fromEntries(
        Object.entries(SERVER_SETTING_SOURCES).map(([name, variable]) => [
          `biztalk:${name}`,
          variable,
        ]),
      ),
    );
  });

  it("name every command of the command line, and no other", async () => {
    const { stdout } = await call(["--help"]);
    const commands = [...(stdout.split("Commands:")[1] ?? "").matchAll(/^ {2}(\w+) /gm)].map(
      ([, name = ""]) => name,
    );
    assert.deepEqual(
      sorted(ROWS.map(({ command }) => command)),
      sorted(commands.filter((name) => name !== "help")),
    );
  });

  for (const { command, said } of ROWS) {
    it(`name only options and formats that biztalk ${command} --help knows`, async () => {
      const { code, stdout } = await call([command, "--help"]);
      assert.equal(code, 0);
      const options = said.flatMap((each) => each.match(/--[a-z-]+/g) ?? []);
      const formats = said.filter((each) => /^[a-z]{3,}$/.test(each));
      assert.deepEqual(
        [...options, ...formats].filter((each) => !stdout.includes(each)),
        [],
        stdout,
      );
    });
  }

  it("are followed by the commands that print data having --format json", async () => {
    assert.match(README, /those that print data have `--format json`/);
    for (const command of ["chart", "plan", "status", "apply", "engine"])
      assert.match(
        (await call([command, "--help"])).stdout,
        /--format <format> [^]*"json"/,
        command,
      );
  });

  it("are followed by the exit codes that there are", () => {
    const [, sentence = ""] = /Exit codes: ([^\n]+?)\.$/m.exec(README) ?? [];
    assert.deepEqual(
      sentence.split(", ").map((each) => Number.parseInt(each, 10)),
      [0, 1, 4, 5, 7, 8, 9],
    );
    assert.deepEqual(
      Object.values(EXIT_CODES).toSorted((a, b) => a - b),
      [0, 1, 4, 5, 7, 8, 9],
    );
  });

  it("name npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = table("## Working on it", "command").map(([first]) => codes(first)[0] ?? "");
    const named = commands.map((line) => /^npm (?:run )?([a-z:]+)/.exec(line)?.[1] ?? line);
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    );
    assert.ok(named.length >= 5);
  });

  it("are followed by options of emulator:PATH that it takes", async () => {
    const [line = ""] = /^`emulator:PATH` takes .*$/m.exec(README) ?? [];
    assert.deepEqual(codes(line), ["emulator:PATH", "?operationMs=500", "nameHeldMs=", "profile="]);
    const endpoint = `emulator:${path("biztalk.db")}?operationMs=500&nameHeldMs=1&profile=rest-2016`;
    assert.equal(
      (await call(["status", "--endpoint", endpoint, "--journal", path("journal")])).code,
      0,
    );
  });
});

describe("the versions that README.md asks for", () => {
  const manifest = (file: string): Record<string, Record<string, string>> =>
    JSON.parse(read(file)) as Record<string, Record<string, string>>;

  it("are those that package.json, the examples, the command and the class ask for", () => {
    assert.match(README, /with Node 22\.13 or newer and Pulumi 3\.217 or newer \(CLI and SDK\)/);
    assert.equal(manifest("package.json")["engines"]?.["node"], ">=22.13");
    assert.equal(manifest("package.json")["peerDependencies"]?.["@pulumi/pulumi"], "^3.217.0");
    for (const example of ["orders", "recovery", "instances", "drain"])
      assert.equal(
        manifest(`examples/${example}/package.json`)["dependencies"]?.["@pulumi/pulumi"],
        "^3.217.0",
      );
    assert.deepEqual([ENGINE_VERSION_MIN, PULUMI_VERSION_MIN], ["3.217.0", "3.217.0"]);
  });
});

describe("the policy pack that README.md names", () => {
  it("is there, in both of its forms, the program first", () => {
    const [line = ""] = /^The policy pack is .*$/m.exec(README) ?? [];
    const [program = "", install, folder] = codes(line);
    assert.equal(
      program,
      "--policy-pack node_modules/pulumi-biztalk/provider/policy/pack/pulumi-analyzer-biztalk",
    );
    assert.deepEqual([install, folder], ["npm install @pulumi/policy", ".../policy/pack"]);
    assert.ok(
      existsSync(
        join(packageRoot(), program.replace("--policy-pack node_modules/pulumi-biztalk/", "")),
      ),
    );
    assert.ok(existsSync(join(packageRoot(), "provider", "policy", "pack", "PulumiPolicy.yaml")));
  });
});
