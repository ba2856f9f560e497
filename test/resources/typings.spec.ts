/** What an editor and a compiler know of the inputs of a program. */
import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import type * as chart from "../../provider/mabs/chart/index.js";
import { packageRoot } from "../../provider/package-root.js";
import type {
  Edition,
  Power,
  Profile,
  ProviderArgs,
  Recovery,
  ServiceArgs,
} from "../../provider/index.js";
import type { Policy } from "../../provider/mabs/planner/index.js";

/** `true` where two types are one. */
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

/** The public names are those that the chart and the planner know. */
const NAMES: readonly [
  Same<Power, chart.Power>,
  Same<Edition, chart.Edition>,
  Same<Profile, chart.Profile>,
  Same<Recovery, Policy["recovery"]>,
] = [true, true, true, true];

const ORDERS = {
  serviceName: "orders",
  region: "West Europe",
  edition: "Premium",
} as const satisfies ServiceArgs;

/** Held by the compiler: an error that is expected and does not come is one itself. */
const ACCEPTED: readonly ServiceArgs[] = [
  { ...ORDERS, edition: "Basic" satisfies Edition, state: "Stopped" satisfies Power },
  { ...ORDERS, recovery: "replace" satisfies Recovery },
  { ...ORDERS, edition: pulumi.output("Basic"), state: Promise.resolve("Stopped") },
  // @ts-expect-error -- a state is a text
  { ...ORDERS, state: 1 },
  // @ts-expect-error -- an edition is a text
  { ...ORDERS, edition: true },
  // @ts-expect-error -- a way of recovery is a text
  { ...ORDERS, recovery: ["replace"] },
  // @ts-expect-error -- there is no such input
  { ...ORDERS, uints: 2 },
];

const fromConfiguration = (config: pulumi.Config): ServiceArgs & Pick<ProviderArgs, "profile"> => ({
  ...ORDERS,
  edition: config.require("edition"),
  state: config.get("state") ?? "Active",
  recovery: config.get("recovery") ?? "none",
  profile: config.get("profile") ?? ("rest-2016" satisfies Profile),
});

// @ts-expect-error -- it is in the chart, and no power
const DISABLED: Power = "Disabled";

// @ts-expect-error -- the name of an edition begins with a capital letter
const PREMIUM: Edition = "premium";

/** A program in which somebody is about to type. */
const PROGRAM = `import { Provider, Service } from "../provider/index.js";
const orders = { serviceName: "orders", region: "West Europe", edition: "Premium" };
new Service("a", { ...orders, state: "" });
new Service("b", { ...orders, edition: "" });
new Service("c", { ...orders, recovery: "" });
new Provider("east", { endpoint: "https://east.example", profile: "" });
`;

/** The compiler as an editor asks it, with that program open. */
function openProgram(path: string): ts.LanguageService {
  const root = packageRoot();
  const readFile = (file: string): string | undefined =>
    file === path ? PROGRAM : ts.sys.readFile(file);
  const config: unknown = ts.readConfigFile(join(root, "tsconfig.json"), readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const text = readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (asked) => ts.getDefaultLibFilePath(asked),
    fileExists: (file) => readFile(file) !== undefined,
    readFile,
  });
}

describe("the typings of the package", function () {
  this.timeout(60_000);
  const path = join(packageRoot(), "test", "typed-by-somebody.ts");
  let editor: ts.LanguageService;
  before(() => {
    editor = openProgram(path);
  });
  after(() => {
    editor.dispose();
  });

  const OFFERED = [
    { input: "state", names: ["Active", "Stopped", "Suspended"] },
    { input: "edition", names: ["Basic", "Developer", "Free", "Premium", "Standard"] },
    { input: "recovery", names: ["inPlace", "none", "replace"] },
    { input: "profile", names: ["chart", "rest-2016"] },
  ] as const;
  for (const { input, names } of OFFERED) {
    it(`offer for ${input} its names and nothing else`, () => {
      const inQuotes = PROGRAM.indexOf(`${input}: ""`) + `${input}: "`.length;
      const offered = editor.getCompletionsAtPosition(path, inQuotes, {})?.entries ?? [];
      assert.deepEqual(offered.map(({ name }) => name).sort(), names);
    });
  }

  it("take what configuration gives, which only the provider can judge", () => {
    pulumi.runtime.setConfig("typings:edition", "premium");
    const args = fromConfiguration(new pulumi.Config("typings"));
    assert.equal(args.edition, "premium");
    assert.equal(args.state, "Active");
    // What the compiler was asked above.
    assert.equal(ACCEPTED.length, 7);
    assert.deepEqual([DISABLED, PREMIUM], ["Disabled", "premium"]);
    assert.ok(NAMES.every(Boolean));
  });
});
