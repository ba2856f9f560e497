import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { pack, type Packed } from "./support/packed.js";

/** What the package is packed from. */
const SOURCES = ["package.json", "LICENSE", "README.md", "dist", "docs", "examples", "provider"];

/** What is left where somebody tried the examples, the policy pack and a build of the engine. */
const LITTER = [
  "examples/orders/node_modules/left-pad/index.js",
  "examples/orders/package-lock.json",
  "examples/orders/biztalk.db",
  "examples/orders/biztalk.db-wal",
  "examples/orders/plan.json",
  "examples/orders/biztalk.md",
  "examples/orders/Pulumi.dev.yaml",
  "examples/orders/.pulumi/stacks/orders/dev.json",
  "examples/orders/index.js",
  "examples/instances/messages.jsonl",
  "examples/instances/state/.pulumi/stacks/instances/dev.json",
  "examples/recovery/biztalk.db",
  "provider/policy/pack/node_modules/@pulumi/policy/index.js",
  "provider/policy/pack/policies.json",
  "provider/engine/go/pulumi/pulumi",
  "provider/engine/go/language-nodejs/vendor/modules.txt",
  "dist/.tsbuildinfo",
];

/** All of the package but what is compiled. */
const SHIPPED = [
  "LICENSE",
  "README.md",
  "docs/report.schema.json",
  "examples/instances/Pulumi.yaml",
  "examples/instances/README.md",
  "examples/instances/index.ts",
  "examples/instances/night.mjs",
  "examples/instances/package.json",
  "examples/instances/tsconfig.json",
  "examples/orders/Pulumi.yaml",
  "examples/orders/README.md",
  "examples/orders/index.ts",
  "examples/orders/package.json",
  "examples/orders/tsconfig.json",
  "package.json",
  "provider/engine/go/language-nodejs/go.mod",
  "provider/engine/go/language-nodejs/go.sum",
  "provider/engine/go/pulumi/go.mod",
  "provider/engine/go/pulumi/go.sum",
  "provider/mabs/emulator/page/chart-picture.js",
  "provider/mabs/emulator/page/index.html",
  "provider/mabs/emulator/page/page.css",
  "provider/mabs/emulator/page/page.js",
  "provider/policy/pack/PulumiPolicy.yaml",
  "provider/policy/pack/index.cjs",
  "provider/policy/pack/package.json",
  "provider/policy/pack/pulumi-analyzer-biztalk",
];

describe("npm pack, after everything was tried", function () {
  this.timeout(60_000);
  let copy = "";
  let result: Packed;

  before(async () => {
    copy = mkdtempSync(join(tmpdir(), "pulumi-biztalk-litter-"));
    for (const source of SOURCES)
      cpSync(join(packageRoot(), source), join(copy, source), { recursive: true });
    for (const file of LITTER) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), "litter");
    }
    result = await pack(copy);
  });
  after(() => {
    rmSync(copy, { recursive: true, force: true });
    rmSync(result.folder, { recursive: true, force: true });
  });

  it("ships what is listed, and of dist what the compiler writes", () => {
    const isCompiled = (file: string): boolean => /^dist\/.+\.(js|js\.map|d\.ts)$/.test(file);
    assert.deepEqual(result.files.filter((file) => !isCompiled(file)).toSorted(), SHIPPED);
  });
});
