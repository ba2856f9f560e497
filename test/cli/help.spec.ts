import assert from "node:assert/strict";
import { call, VERSION } from "./support/terminal.js";

const CONNECTION = [
  "--endpoint",
  "--subscription-id",
  "--certificate",
  "--private-key",
  "--ca",
  "--journal",
  "--profile",
] as const;

/** Options of the commands that ask a BizTalk Server. */
const SERVER = ["--server-endpoint", "--server-user", "--server-ca"] as const;

/** Filters of instances. */
const MATCH = [
  "--application",
  "--service-type",
  "--class",
  "--host",
  "--state",
  "--error-code",
  "--error-text",
  "--uri",
  "--adapter",
  "--older-than",
  "--counted-from",
  "--all",
] as const;

/** Options of the commands that act on instances. */
const ACT = [...MATCH, ...SERVER, "--limit", "--dry-run", "--wait", "--format"] as const;

/** Options of the commands that run a stack. */
const REVIEW = ["--cwd", "--stack", "--report", "--max-bytes", "--deadline"] as const;

/** Every command with every option that it has. */
const COMMANDS = {
  chart: ["<chart>", "--format", "--profile", "--table"],
  plan: ["--observed", "--desired", "--policy", "--format"],
  status: [...CONNECTION, ...SERVER, "--format"],
  apply: ["<file>", ...CONNECTION, "--preview", "--format"],
  preview: [...REVIEW, "--save-plan", "--expect-no-changes"],
  up: [...REVIEW, "--plan", "--allow-unknown"],
  drift: [...REVIEW],
  emulator: [
    "--port",
    "--host",
    "--data",
    "--profile",
    "--operation-ms",
    "--duration",
    "--name-held-ms",
    "--api-version-min",
    "--clock",
    "--subscription",
    "--tls-cert",
    "--server-release",
    "--tls-key",
    "--tls-ca",
    "--log",
  ],
  engine: ["--ensure", "--format"],
  instances: ["list", "show", "resume", "suspend", "terminate", "drain"],
  "instances list": [...MATCH, ...SERVER, "--limit", "--format"],
  "instances show": ["<id>", ...SERVER, "--format"],
  "instances resume": ACT,
  "instances suspend": ACT,
  "instances terminate": [...ACT, "--yes", "--save-messages"],
  "instances drain": [
    ...MATCH,
    ...SERVER,
    "--action",
    "--deadline",
    "--dry-run",
    "--yes",
    "--format",
  ],
  messages: ["list"],
  "messages list": [...SERVER, "--instance", "--limit", "--format"],
  tour: [],
} as const satisfies Record<string, readonly string[]>;

/** Whether a text has a word that starts a line of the help, or stands in the usage line. */
const mentions = (help: string, word: string): boolean =>
  new RegExp(`(^|[\\s,])${word}(?![\\w-])`, "m").test(help);

describe("biztalk --help", () => {
  it("names every command on standard output and ends with 0", async () => {
    const { code, stdout, stderr } = await call(["--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    for (const command of Object.keys(COMMANDS).filter((each) => !each.includes(" ")))
      assert.ok(mentions(stdout, command), `${command}\n${stdout}`);
  });

  for (const [command, options] of Object.entries(COMMANDS)) {
    it(`of ${command} mentions ${["--help", ...options].join(", ")}`, async () => {
      const { code, stdout, stderr } = await call([...command.split(" "), "--help"]);
      assert.deepEqual([code, stderr], [0, ""]);
      const missing = ["--help", ...options].filter((option) => !mentions(stdout, option));
      assert.deepEqual(missing, [], stdout);
    });

    it(`of ${command} has no option that this list does not know`, async () => {
      const { stdout } = await call([...command.split(" "), "--help"]);
      const shown = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
        ([, option]) => option,
      );
      assert.deepEqual(
        shown.toSorted(),
        ["--help", ...options.filter((each) => each.startsWith("--"))].toSorted(),
      );
    });
  }

  it("says which values a choice has", async () => {
    const { stdout } = await call(["chart", "--help"]);
    for (const format of ["table", "csv", "json", "mermaid", "dot"])
      assert.ok(stdout.includes(`"${format}"`), format);
    for (const profile of ["chart", "rest-2016"])
      assert.ok(stdout.includes(`"${profile}"`), profile);
    for (const table of ["before-after", "during"]) assert.ok(stdout.includes(`"${table}"`), table);
    const emulator = await call(["emulator", "--help"]);
    for (const clock of ["real", "virtual"])
      assert.ok(emulator.stdout.includes(`"${clock}"`), clock);
  });
});

describe("biztalk --version", () => {
  it("writes the version and nothing else", async () => {
    assert.deepEqual(await call(["--version"]), { code: 0, stdout: `${VERSION}\n`, stderr: "" });
  });
});

describe("a call that is not understood", () => {
  const rows = [
    { name: "an unknown command", args: ["aply"], says: ["aply", "apply"] },
    {
      name: "an unknown option",
      args: ["status", "--endpiont", "x"],
      says: ["--endpiont", "--endpoint"],
    },
    {
      name: "an unknown format",
      args: ["chart", "service", "--format", "xml"],
      says: ["xml", "csv", "mermaid"],
    },
    {
      name: "an unknown profile",
      args: ["chart", "service", "--profile", "2016"],
      says: ["2016", "rest-2016"],
    },
    {
      name: "an unknown chart",
      args: ["chart", "services"],
      says: ["services", "accepted: service, instance, message"],
    },
    {
      name: "an unknown table",
      args: ["chart", "instance", "--table", "after"],
      says: ["after", "before-after", "during"],
    },
    {
      name: "a table of another chart",
      args: ["chart", "message", "--table", "during"],
      says: ["--table", "biztalk chart instance"],
    },
    {
      name: "a profile of another chart",
      args: ["chart", "instance", "--profile", "chart"],
      says: ["--profile", "biztalk chart service"],
    },
    {
      name: "an unknown chart with a table",
      args: ["chart", "x", "--table", "during"],
      says: ["accepted: service"],
    },
    { name: "a chart that is not named", args: ["chart"], says: ["chart"] },
    { name: "a plan without --desired", args: ["plan", "--observed", "x"], says: ["--desired"] },
    { name: "apply without a file", args: ["apply"], says: ["file"] },
    { name: "one argument too many", args: ["engine", "now"], says: ["argument"] },
  ] as const;

  for (const { name, args, says } of rows) {
    it(`ends with 1 and a text: ${name}`, async () => {
      const { code, stdout, stderr } = await call(args);
      assert.deepEqual([code, stdout], [1, ""]);
      for (const text of says) assert.ok(stderr.includes(text), `${text}\n${stderr}`);
      assert.doesNotMatch(stderr, /^ +at /m);
    });
  }

  it("ends with 1 and the help when nothing was asked", async () => {
    const { code, stdout, stderr } = await call([]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^Usage: biztalk/);
  });
});
