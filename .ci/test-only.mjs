// Compiles what has changed and runs the specs that are named, and no others:
// `npm run test:only -- FILE...`, sources or what they are compiled to, or a folder of them; other
// arguments go to mocha. No check runs. dist/ is built only when a spec uses the built package, and
// a Pulumi engine is looked for only by the specs that need one.

import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { compileTests } from "./compile-tests.mjs";
import { namedSpecs, withoutSpecs } from "./named-specs.cjs";
import { run } from "./run-command.mjs";

const args = process.argv.slice(2);
const patterns = namedSpecs(args);
process.chdir(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

if (patterns.length === 0)
  fail("no spec is named: npm run test:only -- test/mabs/planner/routes.spec.ts");
if (!(await compileTests("types")).ok) process.exit(1);

const files = patterns.flatMap((pattern) => globSync(pattern));
const missing = patterns.filter((pattern) => globSync(pattern).length === 0);
if (missing.length > 0) fail(`there is no such spec: ${missing.join(", ")}`);
if (usesBuiltPackage(files) && !(await run(process.execPath, [".ci/prepare.mjs"], "inherit")).ok)
  process.exit(1);

const mocha = ["node_modules/mocha/bin/mocha.js", ...files, ...withoutSpecs(args)];
process.exit((await run(process.execPath, mocha, "inherit")).ok ? 0 : 1);

/**
 * Whether a spec, or a helper that it imports, names the folder of the package: what it finds there
 * is dist/.
 */
function usesBuiltPackage(specs) {
  const seen = new Set();
  const isReached = (file) => {
    if (seen.has(file)) return false;
    seen.add(file);
    const code = readFileSync(file, "utf8");
    const imports = [...code.matchAll(/require\("(\.[^"]+)"\)/g)].map(([, name]) =>
      path.join(path.dirname(file), name),
    );
    const helpers = imports.filter((name) => name.startsWith(path.join("build", "test")));
    return code.includes("packageRoot") || helpers.some(isReached);
  };
  return specs.some(isReached);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
