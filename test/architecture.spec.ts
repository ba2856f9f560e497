import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Compiled, this file is in build/test. */
const ROOT = join(__dirname, "..", "..");

/** One file that breaks the rule; what it imports from us is made beside it, empty. */
interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

/** One row per rule of .dependency-cruiser.cjs. */
const FORBIDDEN: readonly Plant[] = [
  // Wings.
  {
    rule: "wings-do-not-know-each-other",
    file: "bts/chart/a.ts",
    code: `import "../../mabs/chart/b.js";`,
  },
  {
    rule: "chart-imports-only-errors-and-risk",
    file: "mabs/chart/a.ts",
    code: `import "../planner/b.js";`,
  },
  { rule: "bts-chart-has-one-door", file: "cli/a.ts", code: `import "../bts/chart/b.js";` },
  {
    rule: "planner-imports-only-chart",
    file: "mabs/planner/a.ts",
    code: `import type { B } from "../../clock.js";`,
  },
  {
    rule: "protocol-imports-only-chart-and-planner-types",
    file: "mabs/protocol/a.ts",
    code: `import "../client/b.js";`,
  },
  {
    rule: "protocol-takes-only-types-of-planner",
    file: "mabs/protocol/a.ts",
    code: `import { b } from "../planner/b.js";`,
  },
  {
    rule: "client-imports-only-protocol",
    file: "mabs/client/a.ts",
    code: `import "../planner/b.js";`,
  },
  {
    rule: "client-takes-only-types-of-chart",
    file: "mabs/client/a.ts",
    code: `import { b } from "../chart/b.js";`,
  },
  {
    rule: "executor-imports-no-client",
    file: "mabs/executor/port.ts",
    code: `import type { B } from "../client/b.js";`,
  },
  {
    rule: "executor-takes-only-types-of-planner",
    file: "mabs/executor/a.ts",
    code: `import { b } from "../planner/b.js";`,
  },
  {
    rule: "emulated-product-imports-only-the-shared-rules",
    file: "mabs/emulator/a.ts",
    code: `import "../client/b.js";`,
  },
  {
    rule: "connection-only-joins-client-and-emulator",
    file: "mabs/connection/a.ts",
    code: `import "../lifecycle/b.js";`,
  },
  {
    rule: "connection-takes-only-types-of-the-port",
    file: "mabs/connection/a.ts",
    code: `import { b } from "../executor/port.js";`,
  },
  {
    rule: "inputs-import-no-judge",
    file: "mabs/inputs/a.ts",
    code: `import "../judge/b.js";`,
  },
  {
    rule: "inputs-take-only-types-of-planner",
    file: "bts/inputs/a.ts",
    code: `import { b } from "../planner/b.js";`,
  },
  {
    rule: "judge-imports-no-lifecycle",
    file: "mabs/judge/a.ts",
    code: `import "../lifecycle/b.js";`,
  },
  {
    rule: "lifecycle-imports-no-door",
    file: "mabs/lifecycle/a.ts",
    code: `import "../../doors/dynamic/b.js";`,
  },
  {
    rule: "findings-import-only-pure-rooms",
    file: "mabs/findings/a.ts",
    code: `import "../executor/b.js";`,
  },

  // Ground floor, doors, and who joins them.
  { rule: "plan-imports-only-errors", file: "plan/a.ts", code: `import "../mabs/chart/b.js";` },
  {
    rule: "report-imports-only-plan",
    file: "report/a.ts",
    code: `import "../mabs/findings/b.js";`,
  },
  {
    rule: "ground-floor-knows-no-product",
    file: "journal/a.ts",
    code: `import type { B } from "../mabs/chart/b.js";`,
  },
  { rule: "pulumi-policy-only-in-policy", file: "report/a.ts", code: `import "@pulumi/policy";` },
  {
    rule: "policy-imports-only-report",
    file: "policy/a.ts",
    code: `import "../mabs/lifecycle/b.js";`,
  },
  {
    rule: "doors-do-not-know-each-other",
    file: "doors/native/a.ts",
    code: `import "../dynamic/b.js";`,
  },
  {
    rule: "resources-import-no-values-of-ours",
    file: "resources/a.ts",
    code: `import { b } from "../mabs/lifecycle/b.js";`,
  },
  { rule: "engine-stands-alone", file: "engine/a.ts", code: `import "../endpoint/b.js";` },
  {
    rule: "engine-serves-only-the-command-line",
    file: "mabs/lifecycle/a.ts",
    code: `import "../../engine/b.js";`,
  },
  { rule: "cli-imports-no-resources", file: "cli/a.ts", code: `import "../resources/b.js";` },
  { rule: "nothing-imports-the-cli", file: "review/a.ts", code: `import "../cli/b.js";` },

  // Public surface.
  {
    rule: "index-exports-only-the-public-surface",
    file: "index.ts",
    code: `export { b } from "./plan/b.js";`,
  },
  {
    rule: "dynamic-exports-only-the-door",
    file: "dynamic.ts",
    code: `export { b } from "./journal/b.js";`,
  },
  {
    rule: "errors-clock-and-types-import-nothing",
    file: "clock.ts",
    code: `import "./errors.js";`,
  },

  // Packages and Node's own modules.
  { rule: "chart-and-planner-use-no-packages", file: "mabs/planner/a.ts", code: `import "zod";` },
  {
    rule: "pure-folders-touch-no-world",
    file: "mabs/protocol/a.ts",
    code: `import "node:fs/promises";`,
  },
  { rule: "axios-only-in-http", file: "mabs/client/a.ts", code: `import axios from "axios";` },
  { rule: "ntlm-only-in-its-messages", file: "http/a.ts", code: `import "@node-ntlm/core";` },
  {
    rule: "pulumi-only-in-resources",
    file: "mabs/lifecycle/a.ts",
    code: `import type { Input } from "@pulumi/pulumi";`,
  },
  {
    rule: "pulumi-automation-only-in-engine",
    file: "cli/a.ts",
    code: `import "@pulumi/pulumi/automation";`,
  },
  {
    rule: "pulumi-proto-only-in-engine-log",
    file: "mabs/lifecycle/a.ts",
    code: `import "@pulumi/pulumi/proto/engine_pb";`,
  },
  {
    rule: "sqlite-only-in-emulator-and-journal",
    file: "mabs/executor/a.ts",
    code: `import "node:sqlite";`,
  },
  { rule: "fastify-only-in-emulator", file: "cli/a.ts", code: `import fastify from "fastify";` },
  {
    rule: "commander-only-in-cli",
    file: "engine/a.ts",
    code: `import { Command } from "commander";`,
  },
  {
    rule: "no-development-package-in-provider",
    file: "cli/a.ts",
    code: `import sinon from "sinon";`,
  },
  { rule: "no-undeclared-package-in-provider", file: "cli/a.ts", code: `import "never-declared";` },

  // Everywhere.
  {
    rule: "provider-imports-no-test-or-example",
    file: "cli/a.ts",
    code: `import "../../test/support/b.js";`,
  },
  {
    rule: "examples-import-the-package-by-name",
    file: "../examples/basic/index.ts",
    code: `import "../../provider/index.js";`,
  },
  {
    rule: "no-cycles",
    file: "plan/a.ts",
    code: `import type { A } from "./a.js";\nexport type A = 1;`,
  },
  { rule: "no-orphans", file: "plan/a.ts", code: `export const a = 1;` },
];

/** What stands close to a rule and is right. */
const ALLOWED: readonly Omit<Plant, "rule">[] = [
  { file: "bts/chart/a.ts", code: `import "../../errors.js";` },
  { file: "cli/a.ts", code: `import "../bts/chart/index.js";` },
  { file: "mabs/planner/a.ts", code: `import { isDeepStrictEqual } from "node:util";` },
  { file: "mabs/protocol/a.ts", code: `import type { B } from "../planner/b.js";` },
  { file: "bts/protocol/a.ts", code: `import { z } from "zod";` },
  { file: "http/a.ts", code: `import axios from "axios";` },
  { file: "mabs/client/a.ts", code: `import type { B } from "../chart/b.js";` },
  { file: "journal/a.ts", code: `import { DatabaseSync } from "node:sqlite";` },
  { file: "mabs/connection/a.ts", code: `import type { B } from "../executor/port.js";` },
  { file: "doors/dynamic/engine-log.ts", code: `import "@pulumi/pulumi/proto/engine_pb";` },
  { file: "resources/a.ts", code: `import * as pulumi from "@pulumi/pulumi";` },
  { file: "resources/a.ts", code: `import type { B } from "../mabs/lifecycle/b.js";` },
  { file: "engine/a.ts", code: `import "@pulumi/pulumi/automation";` },
  { file: "cli/a.ts", code: `import { b } from "../engine/b.js";` },
  { file: "index.ts", code: `export type { B } from "./plan/b.js";` },
];

describe("the import rules", () => {
  it("hold in provider/", async () => {
    const violations = await cruiseFolder(ROOT, ["provider"]);
    assert.deepEqual(violations, []);
  });

  it("have one planted violation each", async () => {
    const { forbidden } = await readConfiguration();
    assert.deepEqual(
      FORBIDDEN.map(({ rule }) => rule).toSorted(),
      forbidden.map(({ name }) => name).toSorted(),
    );
  });

  it("each say what to do instead", async () => {
    const { forbidden } = await readConfiguration();
    const silent = forbidden.filter(({ comment }) => comment?.endsWith(".") !== true);
    assert.deepEqual(silent, []);
  });

  describe("refuse", () => {
    for (const { rule, file, code } of FORBIDDEN) {
      it(`${rule}: ${code} in ${file}`, async () => {
        const violations = await cruisePlanted(file, code);
        const rulesBroken = violations.map((violation) => violation.rule);
        assert.ok(rulesBroken.includes(rule), `reported instead: [${rulesBroken.join(", ")}]`);
      });
    }
  });

  describe("allow", () => {
    for (const { file, code } of ALLOWED) {
      it(`${code} in ${file}`, async () => {
        assert.deepEqual(await cruisePlanted(file, code), []);
      });
    }
  });
});

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Writes the file, and empty ones where its relative imports lead, into a tree of its own and cruises that. */
async function cruisePlanted(file: string, code: string): Promise<readonly Violation[]> {
  // Below the root, so that packages and package.json are found from there as they are from provider/.
  const tree = await mkdtemp(join(ROOT, "build", "planted-"));
  try {
    const planted = join(tree, "provider", file);
    for (const [, target] of code.matchAll(/"(\.[^"]+)\.js"/g)) {
      await write(
        `${join(dirname(planted), String(target))}.ts`,
        "export const b = 1;\nexport type B = number;\n",
      );
    }
    await write(planted, `${code}\n`);
    return await cruiseFolder(tree, [relativeFolder(file)]);
  } finally {
    await rm(tree, { recursive: true });
  }
}

function relativeFolder(file: string): string {
  return file.startsWith("../examples/") ? "examples" : "provider";
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function cruiseFolder(baseDir: string, folders: string[]): Promise<readonly Violation[]> {
  // The package is an ES module, which a CommonJS file reaches through `import()` alone.
  const { cruise } = await import("dependency-cruiser");
  const { forbidden, options } = await readConfiguration();
  const { output } = await cruise(folders, {
    ...options,
    ruleSet: { forbidden },
    validate: true,
    baseDir,
  });
  assert.ok(typeof output === "object", "without an output type the result is an object");
  return output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

async function readConfiguration() {
  const { default: extract } =
    await import("dependency-cruiser/config-utl/extract-depcruise-config");
  const { forbidden = [], options = {} } = await extract(join(ROOT, ".dependency-cruiser.cjs"));
  return { forbidden, options };
}
