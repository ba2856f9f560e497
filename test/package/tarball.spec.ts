import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { packed } from "./support/packed.js";

describe("the tarball of npm pack", function () {
  this.timeout(60_000);
  const pack = packed();
  const read = (file: string): string => readFileSync(join(pack().unpacked, file), "utf8");
  const compiled = (): string[] => pack().files.filter((file) => /\.(js|ts|map)$/.test(file));

  for (const file of [
    "package.json",
    "LICENSE",
    "README.md",
    "dist/index.js",
    "dist/index.d.ts",
    "dist/dynamic.js",
    "dist/cli/main.js",
    "dist/policy/index.js",
    "docs/report.schema.json",
    "provider/mabs/emulator/page/chart-picture.js",
    "provider/mabs/emulator/page/index.html",
    "provider/mabs/emulator/page/page.css",
    "provider/mabs/emulator/page/page.js",
    "provider/policy/pack/PulumiPolicy.yaml",
    "provider/policy/pack/index.cjs",
    "provider/policy/pack/package.json",
    "provider/policy/pack/pulumi-analyzer-biztalk",
    "provider/engine/go/pulumi/go.mod",
    "provider/engine/go/pulumi/go.sum",
    "provider/engine/go/language-nodejs/go.mod",
    "provider/engine/go/language-nodejs/go.sum",
  ]) {
    it(`holds ${file}`, () => {
      assert.ok(pack().files.includes(file), pack().files.join("\n"));
    });
  }

  it("holds dist, the engine's Go modules, the policy pack, the emulator's page, the tour's examples and four files beside, and nothing else", () => {
    const known =
      /^(dist\/|provider\/(engine\/go|mabs\/emulator\/page|policy\/pack)\/|examples\/(instances|orders)\/|(package\.json|LICENSE|README\.md|docs\/report\.schema\.json)$)/;
    assert.deepEqual(
      pack().files.filter((file) => !known.test(file)),
      [],
    );
  });

  it("holds no test, no record of a build and no database", () => {
    const strange = /(^|\/)test|\.spec\.|tsbuildinfo|\.db$|\.sqlite$|node_modules/;
    assert.deepEqual(
      pack().files.filter((file) => strange.test(file)),
      [],
    );
  });

  it("holds no source map that points outside", () => {
    const outside = compiled()
      .filter((file) => file.endsWith(".map"))
      .filter((file) => {
        const { sources, sourcesContent } = JSON.parse(read(file)) as {
          sources: string[];
          sourcesContent?: unknown[];
        };
        const isInside = (source: string): boolean =>
          existsSync(join(pack().unpacked, dirname(file), source));
        return sourcesContent?.length !== sources.length && !sources.every(isInside);
      });
    assert.deepEqual(outside, []);
  });

  it("holds no reference to a source map that is not in it", () => {
    const dangling = compiled()
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .filter((file) => {
        const [, map] = /^\/\/# sourceMappingURL=(.+)$/m.exec(read(file)) ?? [];
        return map !== undefined && !existsSync(join(pack().unpacked, dirname(file), map));
      });
    assert.deepEqual(dangling, []);
  });

  it("imports nothing that its package.json does not ask for", () => {
    const { dependencies, peerDependencies } = JSON.parse(read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const asked = [
      ...Object.keys(dependencies ?? {}),
      ...Object.keys(peerDependencies ?? {}),
      "pulumi-biztalk",
    ];
    const imported = compiled()
      .filter((file) => file.endsWith(".js"))
      .flatMap((file) =>
        [...read(file).matchAll(/\brequire\("([^."][^"]*)"\)/g)].map(([, name = ""]) => name),
      );
    const packages = imported.filter((name) => !name.startsWith("node:")).map(packageOf);
    assert.deepEqual([...new Set(packages)].filter((name) => !asked.includes(name)).toSorted(), []);
  });

  it("names no file of whoever built it", () => {
    const here = relative("/", packageRoot());
    assert.deepEqual(
      compiled().filter((file) => read(file).includes(here)),
      [],
    );
  });
});

function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}
