"use strict";

const process = require("node:process");

const inContinuousIntegration = Boolean(process.env.CI);

/** Mocha runs what `tsc -p tsconfig.json` wrote, so that the tests run on plain Node without a loader. */
module.exports = {
  spec: ["build/test/**/*.spec.js"],
  // Only helpers live there; a helper named like a spec by mistake is not to be run as one.
  ignore: ["build/test/support/**"],
  reporter: "build/test/support/reporter.js",
  // Files side by side: tests with the engine wait for processes, while the simulation keeps a core busy.
  parallel: true,
  jobs: 2,
  // A suite that waits for a real process sets its own.
  timeout: 10_000,
  // `only` is allowed at one's desk, never in a result that others rely on.
  forbidOnly: inContinuousIntegration,
  forbidPending: inContinuousIntegration,
};
