/**
 * `npm run mutate`: which changes of the chart and the planner no spec of their own layer notices.
 * Not part of CI, since all of it takes an hour with one process;
 * `npm run mutate -- --mutate provider/mabs/planner/route.ts` is a matter of minutes.
 */

/** Literals first: they find most mutants at once. These are slow, and find the rest. */
const SLOW = ["least-cost", "preference", "properties", "replacement-properties", "permits"];
const SPECS = [
  "build/test/mabs/chart/*.spec.js",
  `build/test/mabs/planner/!(${SLOW.join("|")}).spec.js`,
  ...SLOW.map((name) => `build/test/mabs/planner/${name}.spec.js`),
];

export default {
  mutate: ["provider/mabs/chart/*.ts", "provider/mabs/planner/*.ts"],
  // Stryker's runner for mocha looks for files that mocha 12 no longer has.
  testRunner: "command",
  commandRunner: {
    command:
      "mocha --no-config --bail --timeout 60000 --reporter min " +
      `${SPECS.map((spec) => `"${spec}"`).join(" ")}`,
  },
  buildCommand: "tsc -p tsconfig.json",
  disableTypeChecks: "{provider,test}/**/*.ts",
  concurrency: 1,
  ignorePatterns: ["/build", "/dist", "/examples", "/docs"],
  tempDirName: "build/mutate",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  // A mutant that loops is stopped: all specs take some seconds.
  timeoutMS: 30_000,
};
