"use strict";

const { existsSync, statSync } = require("node:fs");
const process = require("node:process");
const { namedSpecs } = require("./.ci/named-specs.cjs");

const inContinuousIntegration = Boolean(process.env.CI);

/**
 * What is named on the command line. Mocha adds what is named to the `spec` of its configuration
 * instead of running it alone; so that is decided here. Only mocha's first process reads this file:
 * workers are told what to run.
 */
const named = namedSpecs(process.argv.slice(2));

for (const spec of named) {
  const source = spec.replace(/^build\//, "").replace(/\.js$/, ".ts");
  if (!existsSync(source)) continue;
  if (!existsSync(spec) || statSync(source).mtimeMs > statSync(spec).mtimeMs) {
    process.stderr.write(
      `${source} has not been compiled since it was saved: npm run test:only -- ${source}\n`,
    );
  }
}

/**
 * Mocha runs what `tsc -p tsconfig.json` wrote, so that the tests run on plain Node without a
 * loader.
 */
module.exports = {
  // The simulation first: its longest file would otherwise begin last, and keep one worker busy
  // when there is nothing left for the other.
  spec:
    named.length > 0
      ? named
      : [
          "build/test/simulation/*.spec.js",
          "build/test/!(simulation)/**/*.spec.js",
          "build/test/*.spec.js",
        ],
  // Only helpers live in support; a helper named like a spec by mistake is not to be run as one. A
  // source that is named stands for its output, and is not run itself.
  ignore: ["build/test/support/**", "**/*.ts"],
  reporter: "build/test/support/reporter.js",
  // Files side by side: tests with the engine wait for processes, while the simulation keeps a core
  // busy.
  parallel: named.length !== 1,
  jobs: 2,
  // A suite that waits for a real process sets its own.
  timeout: 10_000,
  // `only` is allowed at one's desk, never in a result that others rely on.
  forbidOnly: inContinuousIntegration,
  forbidPending: inContinuousIntegration,
};
