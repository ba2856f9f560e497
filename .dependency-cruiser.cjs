"use strict";

/**
 * Who may import whom.
 *
 * Effects sit at the rim and rules in the middle: the chart knows nothing, the planner knows the chart, the protocol
 * knows how both look on the wire; client, executor, emulator and backend touch the world; the lifecycle is what Pulumi
 * calls; resources and the command line are the two doors. A rule's comment says what to do instead of breaking it.
 * test/architecture.spec.ts plants one violation for every rule, so a rule that never fires is found.
 */

const ERRORS = "^provider/errors\\.ts$";
const CLOCK = "^provider/clock\\.ts$";
const NODE_VERSION = "^provider/node-version\\.ts$";
const NEEDS_NODE = "^provider/needs-node\\.ts$";
const COMPILE_CACHE = "^provider/compile-cache\\.ts$";

/** A folder, or any of several, of provider/. */
const folder = (...names) => `^provider/(${names.join("|")})/`;

/** A package, resolved to its place in node_modules or, when it is not installed, still under its name. */
const packages = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;

const PULUMI = packages("@pulumi/pulumi");
const PULUMI_AUTOMATION = packages("@pulumi/pulumi/automation");
const PULUMI_PROTO = packages("@pulumi/pulumi/proto");

/** `import type`, and `typeof import(...)` in the place of a type: both are gone after compilation. */
const OF_TYPES = ["type-only", "type-import"];
const NOT_OF_TYPES = { dependencyTypesNot: OF_TYPES };

const rule = (name, from, to, comment) => ({ name, severity: "error", from, to, comment });

/** Of our own code, `from` may import `allowed` and nothing else. */
const onlyImports = (name, from, allowed, comment) =>
  rule(name, { path: from }, { path: "^(provider|test|examples)/", pathNot: [from, ...allowed] }, comment);

/** `from` may import types of `target`, never a value. */
const onlyTypes = (name, from, target, comment) =>
  rule(name, { path: from }, { path: target, pathNot: from, ...NOT_OF_TYPES }, comment);

/** `target` is for `homes` alone. */
const onlyIn = (name, homes, target, comment) =>
  rule(name, { path: "^provider/", pathNot: homes }, { path: target }, comment);

const layers = [
  onlyImports(
    "chart-imports-only-errors",
    folder("chart"),
    [ERRORS],
    "The chart is data that everyone reads and it reads nobody: move what it needs into provider/chart, or do the work in the caller.",
  ),
  onlyImports(
    "planner-imports-only-chart",
    folder("planner"),
    [folder("chart"), ERRORS],
    "A plan is computed from its arguments: pass what was observed as a value instead of importing who observes it.",
  ),
  onlyImports(
    "protocol-imports-only-chart-and-planner-types",
    folder("protocol"),
    [folder("chart"), folder("planner"), ERRORS],
    "The protocol turns values into messages and back: leave sending to provider/client and answering to provider/emulator.",
  ),
  onlyTypes(
    "protocol-takes-only-types-of-planner",
    folder("protocol"),
    folder("planner"),
    "Use `import type`: a message may carry what a plan holds, but which plan to make is decided above the protocol.",
  ),
  onlyImports(
    "report-imports-only-pure-folders",
    folder("report"),
    [folder("chart", "planner", "protocol"), ERRORS],
    "A report is text made from values: collect the values in the caller and pass them in.",
  ),
  onlyImports(
    "policy-imports-only-report",
    folder("policy"),
    [folder("report", "planner", "chart"), ERRORS, CLOCK],
    "A policy judges the plan that it is shown: have the plan say it, or a finding of the report.",
  ),
  onlyImports(
    "client-imports-only-protocol",
    folder("client"),
    [folder("protocol", "chart"), ERRORS, CLOCK],
    "The client sends one request and reads one answer: which request comes next is the executor's business.",
  ),
  onlyTypes(
    "client-takes-only-types-of-chart",
    folder("client"),
    folder("chart"),
    "Use `import type`: the client never judges whether a request is legal, so ask the chart in the planner or in the executor.",
  ),
  onlyImports(
    "executor-imports-no-client",
    folder("executor"),
    [folder("planner", "chart", "protocol"), ERRORS, CLOCK],
    "The executor sees the service only through provider/executor/port.ts: add the operation to the port and let provider/backend join it to a client.",
  ),
  onlyTypes(
    "executor-takes-only-types-of-planner",
    folder("executor"),
    folder("planner"),
    "Use `import type`: a plan is handed to the executor as data, so make it in the caller.",
  ),
  onlyImports(
    "emulator-imports-only-the-shared-rules",
    folder("emulator"),
    [folder("protocol", "chart"), ERRORS, CLOCK],
    "The emulator is the other side and shares with ours only the chart and the wire: state the service's behaviour in provider/emulator itself.",
  ),
  onlyImports(
    "backend-only-joins-client-and-emulator",
    folder("backend"),
    [folder("client", "emulator", "protocol", "executor", "chart"), ERRORS, CLOCK],
    "The backend opens a client over the network or over the emulator and hands it on: put decisions in the planner and the order of steps in the executor.",
  ),
  rule(
    "backend-takes-only-types-of-the-port",
    { path: folder("backend") },
    { path: folder("executor"), ...NOT_OF_TYPES },
    "Use `import type` from provider/executor/port.ts: the backend provides a port and leaves running a plan to the lifecycle.",
  ),
  onlyImports(
    "lifecycle-imports-no-door",
    folder("lifecycle"),
    [folder("chart", "planner", "protocol", "executor", "backend"), ERRORS, CLOCK],
    "The lifecycle is called by resources and by the command line and knows neither; for a client ask provider/backend to open one.",
  ),
  rule(
    "resources-import-no-values-of-ours",
    { path: folder("resources") },
    { path: "^provider/", pathNot: [folder("resources"), ERRORS, NODE_VERSION], ...NOT_OF_TYPES },
    "Pulumi writes a resource's provider into the state as text: import types only, and fetch the lifecycle by the package's name inside the method.",
  ),
  onlyImports(
    "engine-stands-alone",
    folder("engine"),
    [ERRORS, CLOCK],
    "The engine finds or builds the Pulumi command line and knows no service: pass it what it should run.",
  ),
  rule(
    "engine-serves-only-the-cli",
    { path: "^provider/", pathNot: folder("engine", "cli") },
    { path: folder("engine") },
    "Only the command line and the tests start Pulumi themselves: everything else is started by it.",
  ),
  rule(
    "cli-imports-no-resources",
    { path: folder("cli") },
    { path: [folder("resources"), "^provider/(index|dynamic)\\.ts$"] },
    "A resource lives inside a Pulumi program: call the lifecycle, or run a program through provider/engine.",
  ),
  rule(
    "nothing-imports-the-cli",
    { path: "^provider/", pathNot: folder("cli") },
    { path: folder("cli") },
    "The command line is where a run begins: move what is shared into the folder that owns it.",
  ),
];

const publicSurface = [
  rule(
    "index-exports-only-the-public-surface",
    { path: "^provider/index\\.ts$" },
    { path: "^provider/", pathNot: [folder("resources"), ERRORS], ...NOT_OF_TYPES },
    "A program gets resources, types and errors: export a type with `export type`, and leave values of other folders inside.",
  ),
  onlyImports(
    "dynamic-exports-only-the-lifecycle",
    "^provider/dynamic\\.ts$",
    [folder("lifecycle"), CLOCK, NEEDS_NODE, COMPILE_CACHE],
    "This entry is what resources fetch when Pulumi calls them: give the lifecycle a function for it and export that.",
  ),
  rule(
    "errors-clock-and-node-version-import-nothing",
    { path: [ERRORS, CLOCK, NODE_VERSION] },
    { path: "^(provider|test|examples)/" },
    "Everyone may import these, so they import nobody: move the code that needs more into the folder it is about.",
  ),
];

const packagesAndModules = [
  rule(
    "chart-and-planner-use-no-packages",
    { path: folder("chart", "planner") },
    { path: "node_modules/" },
    "The rules need the language alone: do it with a few lines, or in the folder that shows or sends the result.",
  ),
  rule(
    "pure-folders-touch-no-world",
    { path: folder("chart", "planner", "protocol", "report") },
    { dependencyTypes: ["core"], pathNot: "^(node:)?(assert|util)(/|$)" },
    "These folders compute and nothing else: let an effect folder do the reading or writing and pass the value in.",
  ),
  onlyIn(
    "axios-only-in-client",
    folder("client"),
    packages("axios"),
    "Call provider/client, or the executor's port: a second way to the network would have its own retries and its own secrets.",
  ),
  rule(
    "pulumi-only-in-resources",
    { path: "^provider/", pathNot: folder("resources") },
    { path: PULUMI, pathNot: [PULUMI_AUTOMATION, PULUMI_PROTO] },
    "Pulumi's types stop at the resources: pass plain values into the lifecycle.",
  ),
  onlyIn(
    "pulumi-automation-only-in-engine",
    folder("engine"),
    PULUMI_AUTOMATION,
    "Ask provider/engine to run the program: it alone knows which Pulumi command line is used.",
  ),
  onlyIn(
    "pulumi-proto-only-in-engine-log",
    "^provider/lifecycle/engine-log\\.ts$",
    PULUMI_PROTO,
    "These are Pulumi's internals: log through provider/lifecycle/engine-log.ts, the one place to mend when they change.",
  ),
  onlyIn(
    "sqlite-only-in-emulator-and-executor",
    folder("emulator", "executor"),
    "^(node:)?sqlite$",
    "The emulator's store and the executor's journal are the only things kept on disk: ask one of them.",
  ),
  onlyIn(
    "fastify-only-in-emulator",
    folder("emulator"),
    packages("fastify", "@fastify/[^/]+"),
    "Only the emulator answers requests: add a route there.",
  ),
  onlyIn(
    "commander-only-in-cli",
    folder("cli"),
    packages("commander"),
    "Arguments are read in provider/cli: take an options object instead.",
  ),
  onlyIn(
    "pulumi-policy-only-in-policy",
    folder("policy"),
    packages("@pulumi/policy"),
    "Only who uses the policy pack has that package: keep what needs it in provider/policy.",
  ),
  rule(
    "no-development-package-in-provider",
    { path: "^provider/" },
    // Both of Pulumi's are installed for development and required as peers: the program brings its own.
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: OF_TYPES, pathNot: [PULUMI, packages("@pulumi/policy")] },
    "A user does not get devDependencies: move the package to dependencies, or the code to test/.",
  ),
  rule(
    "no-undeclared-package-in-provider",
    { path: "^provider/" },
    // By its own name the package fetches itself from inside a resource; it is in no list of dependencies.
    { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"], pathNot: packages("pulumi-biztalk") },
    "A package that is there only because another one brought it may be gone tomorrow: add it to dependencies.",
  ),
];

const everywhere = [
  rule(
    "provider-imports-no-test-or-example",
    { path: "^provider/" },
    { path: "^(test|examples)/" },
    "Neither folder is in the package: move the code into provider/ and import it from there.",
  ),
  rule(
    "examples-import-the-package-by-name",
    { path: "^examples/" },
    { path: "^provider/" },
    'An example shows what a user writes: import from "pulumi-biztalk".',
  ),
  rule(
    "no-cycles",
    { path: "^provider/" },
    // A cycle of types alone is gone after compilation and orders nothing.
    { circular: true, viaOnly: NOT_OF_TYPES },
    "Move what both sides need into a file of its own, or pass it as a parameter.",
  ),
  rule(
    "no-orphans",
    { orphan: true, path: "^provider/" },
    {},
    "Nobody imports this file and it imports nobody: use it or remove it.",
  ),
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...layers, ...publicSurface, ...packagesAndModules, ...everywhere],
  options: {
    // Other people's code and our own output keep their imports to themselves.
    doNotFollow: { path: ["node_modules", "^dist/", "^build/"] },
    // An example has its own packages, and a link to this one among them.
    exclude: { path: "^examples/[^/]+/node_modules/" },
    // Sees the imports that compilation removes, and tells them from the rest.
    tsPreCompilationDeps: "specify",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
