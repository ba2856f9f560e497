"use strict";

/**
 * Who may import whom.
 *
 * Effects sit at the rim and rules in the middle. A product has a wing of its own (provider/mabs),
 * with the same rooms in each: the chart knows nothing, the planner knows the chart, the protocol
 * knows how both look on the wire; client, executor, emulator and connection touch the world;
 * lifecycle is what Pulumi asks for. What several products need stands on the ground floor and
 * knows none of them. A rule's comment says what to do instead of breaking it.
 * test/architecture.spec.ts plants one violation for every rule, so a rule that never fires is
 * found.
 */

/** What anyone may import. */
const ERRORS = "^provider/(errors|defined|same-name)\\.ts$";
const RESOURCE_TYPES = "^provider/resource-types\\.ts$";
const HIDDEN_NAMES = "^provider/doors/dynamic/hidden-names\\.ts$";
const RISK = "^provider/plan/risk\\.ts$";
const PFX_CERTIFICATE = "^provider/pfx-certificate\\.ts$";
const CLOCK = "^provider/clock\\.ts$";
const PACKAGE_ROOT = "^provider/package-root\\.ts$";
const NODE_VERSION = "^provider/node-version\\.ts$";
const NEEDS_NODE = "^provider/needs-node\\.ts$";
const COMPILE_CACHE = "^provider/compile-cache\\.ts$";

/** A folder, or any of several, of provider/. */
const folder = (...names) => `^provider/(?:${names.join("|")})/`;

/** A room of any wing, and the same wing's rooms in the `to` of its rule. */
const room = (...names) => `^provider/(mabs|bts)/(?:${names.join("|")})/`;
const sameWing = (...names) => `^provider/$1/(?:${names.join("|")})/`;

/**
 * A package, resolved to its place in node_modules or, when it is not installed, still under its
 * name.
 */
const packages = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;

const PULUMI = packages("@pulumi/pulumi");
const PULUMI_AUTOMATION = packages("@pulumi/pulumi/automation");
const PULUMI_PROTO = packages("@pulumi/pulumi/proto");

/**
 * `import type`, and `typeof import(...)` in the place of a type: both are gone after compilation.
 */
const OF_TYPES = ["type-only", "type-import"];
const NOT_OF_TYPES = { dependencyTypesNot: OF_TYPES };

const rule = (name, from, to, comment) => ({ name, severity: "error", from, to, comment });

/** Of our own code, `from` may import `allowed` and nothing else. */
const onlyImports = (name, from, allowed, comment) =>
  rule(
    name,
    { path: from },
    { path: "^(provider|test|examples)/", pathNot: [from, ...allowed] },
    comment,
  );

/** `from` may import types of `target`, never a value. */
const onlyTypes = (name, from, target, comment) =>
  rule(name, { path: from }, { path: target, pathNot: from, ...NOT_OF_TYPES }, comment);

/** `target` is for `homes` alone. */
const onlyIn = (name, homes, target, comment) =>
  rule(name, { path: "^provider/", pathNot: homes }, { path: target }, comment);

const wings = [
  rule(
    "wings-do-not-know-each-other",
    { path: "^provider/(mabs|bts)/" },
    { path: "^provider/(mabs|bts)/", pathNot: "^provider/$1/" },
    "What both products need is a mechanism of its own: put it on the ground " +
      "floor, under a name that is no product's.",
  ),
  onlyImports(
    "chart-imports-only-errors-and-risk",
    room("chart"),
    [sameWing("chart"), RISK, ERRORS],
    "The chart is data that everyone reads and it reads nobody: move what it " +
      "needs into the chart, or do the work in the caller.",
  ),
  rule(
    "bts-chart-has-one-door",
    { path: "^provider/", pathNot: folder("bts/chart") },
    { path: folder("bts/chart"), pathNot: "^provider/bts/chart/index\\.ts$" },
    "Import from provider/bts/chart/index.ts, and export there what is " +
      "missing: how the chart is divided into files is its own business.",
  ),
  onlyImports(
    "planner-imports-only-chart",
    room("planner"),
    [sameWing("planner", "chart"), folder("plan"), ERRORS],
    "A plan is computed from its arguments: pass what was observed as a value " +
      "instead of importing who observes it.",
  ),
  onlyImports(
    "protocol-imports-only-chart-and-planner-types",
    room("protocol"),
    [sameWing("protocol", "chart", "planner"), PFX_CERTIFICATE, ERRORS],
    "The protocol turns values into messages and back: leave sending to the " +
      "client and answering to the emulator.",
  ),
  onlyTypes(
    "protocol-takes-only-types-of-planner",
    room("protocol"),
    room("planner"),
    "Use `import type`: a message may carry what a plan holds, but which plan " +
      "to make is decided above the protocol.",
  ),
  onlyImports(
    "client-imports-only-protocol",
    room("client"),
    [sameWing("client", "protocol", "chart"), folder("http"), ERRORS, CLOCK],
    "The client sends one request and reads one answer: which request comes " +
      "next is the executor's business.",
  ),
  onlyTypes(
    "client-takes-only-types-of-chart",
    room("client"),
    room("chart"),
    "Use `import type`: the client never judges whether a request is legal, " +
      "so ask the chart in the planner or in the executor.",
  ),
  onlyImports(
    "executor-imports-no-client",
    room("executor"),
    [
      sameWing("executor", "planner", "chart", "protocol"),
      folder("journal", "run", "plan"),
      ERRORS,
      CLOCK,
    ],
    "The executor sees the service only through port.ts: add the operation to " +
      "the port and let the connection join it to a client.",
  ),
  onlyTypes(
    "executor-takes-only-types-of-planner",
    room("executor"),
    room("planner"),
    "Use `import type`: a plan is handed to the executor as data, so make it in the caller.",
  ),
  onlyImports(
    "emulated-product-imports-only-the-shared-rules",
    room("emulator"),
    [sameWing("emulator", "protocol", "chart"), folder("emulator"), ERRORS, CLOCK, PACKAGE_ROOT],
    "The emulator is the other side and shares with ours only the chart and " +
      "the wire: state the product's behaviour in its emulator itself.",
  ),
  onlyImports(
    "connection-only-joins-client-and-emulator",
    room("connection"),
    [
      sameWing("connection", "client", "emulator", "protocol", "executor", "chart"),
      folder("endpoint", "emulator", "http"),
      ERRORS,
      CLOCK,
    ],
    "A connection opens a client over the network or over the emulator and " +
      "hands it on: put decisions in the planner and the order of steps in the " +
      "executor.",
  ),
  rule(
    "connection-takes-only-types-of-the-port",
    { path: room("connection") },
    { path: room("executor"), ...NOT_OF_TYPES },
    "Use `import type` from port.ts: the connection provides a port and " +
      "leaves running a plan to the lifecycle.",
  ),
  onlyImports(
    "inputs-import-no-judge",
    room("inputs"),
    [sameWing("inputs", "chart", "planner", "protocol"), folder("pulumi"), ERRORS],
    "Inputs are read from their text alone: what the service says of them is judged in the judge.",
  ),
  onlyTypes(
    "inputs-take-only-types-of-planner",
    room("inputs"),
    room("planner"),
    "Use `import type`: inputs say what is asked for in the planner's words, and plan nothing.",
  ),
  onlyImports(
    "judge-imports-no-lifecycle",
    room("judge"),
    [
      sameWing("judge", "inputs", "chart", "planner", "protocol", "executor", "connection"),
      folder("pulumi", "plan", "journal", "endpoint", "run"),
      ERRORS,
      CLOCK,
    ],
    "A judgement reads and sends nothing: what acts on it is in the " +
      "lifecycle, which calls the judge.",
  ),
  onlyImports(
    "lifecycle-imports-no-door",
    room("lifecycle"),
    [
      sameWing(
        "lifecycle",
        "judge",
        "inputs",
        "chart",
        "planner",
        "protocol",
        "executor",
        "connection",
      ),
      folder("pulumi", "plan", "journal", "endpoint", "run"),
      ERRORS,
      CLOCK,
    ],
    "The lifecycle is called by the doors and by the command line and knows " +
      "neither; for a client ask the connection to open one.",
  ),
  onlyImports(
    "findings-import-only-pure-rooms",
    room("findings"),
    [sameWing("findings", "chart", "planner"), folder("report", "plan"), ERRORS],
    "A finding is made from values: collect the values in the caller and pass them in.",
  ),
];

const groundFloor = [
  onlyImports(
    "plan-imports-only-errors",
    folder("plan"),
    [ERRORS],
    "What every planner says knows no product: take what differs as a type parameter or as a value.",
  ),
  onlyImports(
    "report-imports-only-plan",
    folder("report"),
    [folder("plan"), ERRORS],
    "A report is text made from findings and knows no product: make the " +
      "findings in the wing that knows what they are about.",
  ),
  onlyImports(
    "ground-floor-knows-no-product",
    folder("run", "http", "journal", "endpoint", "pulumi", "emulator"),
    [folder("plan", "run", "http", "journal", "endpoint", "pulumi", "emulator"), ERRORS, CLOCK],
    "What is a product's stays in its wing and is handed in: as a type " +
      "parameter, a value or a function.",
  ),
  onlyImports(
    "policy-imports-only-report",
    folder("policy"),
    [folder("report", "plan"), room("planner", "chart"), RESOURCE_TYPES, ERRORS, CLOCK],
    "A policy judges the plan that it is shown: have the plan say it, or a finding of the report.",
  ),
  rule(
    "doors-do-not-know-each-other",
    { path: "^provider/doors/([^/]+)/" },
    { path: "^provider/doors/", pathNot: "^provider/doors/$1/" },
    "What two doors need is what Pulumi asks of any resource: put it into provider/pulumi.",
  ),
  rule(
    "resources-import-no-values-of-ours",
    { path: folder("resources") },
    {
      path: "^provider/",
      pathNot: [folder("resources"), RESOURCE_TYPES, HIDDEN_NAMES, ERRORS, NODE_VERSION],
      ...NOT_OF_TYPES,
    },
    "Pulumi writes a resource's provider into the state as text: import types " +
      "only, and fetch the lifecycle by the package's name inside the method.",
  ),
  onlyImports(
    "engine-stands-alone",
    folder("engine"),
    [ERRORS, CLOCK, PACKAGE_ROOT],
    "The engine finds or builds the Pulumi command line and knows no service: " +
      "pass it what it should run.",
  ),
  rule(
    "engine-serves-only-the-command-line",
    { path: "^provider/", pathNot: folder("engine", "cli", "review") },
    { path: folder("engine") },
    "Only the command line and the tests start Pulumi themselves: everything else is started by it.",
  ),
  rule(
    "cli-imports-no-resources",
    { path: folder("cli", "review") },
    { path: [folder("resources"), "^provider/(index|dynamic)\\.ts$"] },
    "A resource lives inside a Pulumi program: call the lifecycle, or run a " +
      "program through provider/engine.",
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
    { path: "^provider/", pathNot: [folder("resources"), RESOURCE_TYPES, ERRORS], ...NOT_OF_TYPES },
    "A program gets resources, types and errors: export a type with `export " +
      "type`, and leave values of other folders inside.",
  ),
  onlyImports(
    "dynamic-exports-only-the-door",
    "^provider/dynamic\\.ts$",
    [folder("doors/dynamic", "pulumi"), CLOCK, NEEDS_NODE, COMPILE_CACHE],
    "This entry is what resources fetch when Pulumi calls them: give the door " +
      "a function for it and export that.",
  ),
  rule(
    "errors-clock-and-types-import-nothing",
    { path: [ERRORS, CLOCK, NODE_VERSION, RESOURCE_TYPES, PACKAGE_ROOT] },
    { path: "^(provider|test|examples)/" },
    "Everyone may import these, so they import nobody: move the code that " +
      "needs more into the folder it is about.",
  ),
];

const packagesAndModules = [
  rule(
    "chart-and-planner-use-no-packages",
    { path: [room("chart", "planner"), folder("plan")] },
    { path: "node_modules/" },
    "The rules need the language alone: do it with a few lines, or in the " +
      "folder that shows or sends the result.",
  ),
  rule(
    "pure-folders-touch-no-world",
    { path: [room("chart", "planner", "protocol", "findings"), folder("plan", "report")] },
    { dependencyTypes: ["core"], pathNot: "^(node:)?(assert|util)(/|$)" },
    "These folders compute and nothing else: let an effect folder do the " +
      "reading or writing and pass the value in.",
  ),
  onlyIn(
    "axios-only-in-http",
    folder("http"),
    packages("axios"),
    "Call provider/http, a product's client, or the executor's port: a second " +
      "way to the network would have its own retries and its own secrets.",
  ),
  onlyIn(
    "ntlm-only-in-its-messages",
    "^provider/http/ntlm-messages\\.ts$",
    packages("@node-ntlm/core"),
    "That package would fall back to NTLMv1: take the messages of " +
      "provider/http/ntlm-messages.ts, which do not.",
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
    "^provider/doors/dynamic/engine-log\\.ts$",
    PULUMI_PROTO,
    "These are Pulumi's internals: log through " +
      "provider/doors/dynamic/engine-log.ts, the one place to mend when they " +
      "change.",
  ),
  onlyIn(
    "sqlite-only-in-emulator-and-journal",
    folder("emulator", "journal"),
    "^(node:)?sqlite$",
    "The emulator's store and the journal are the only things kept on disk: ask one of them.",
  ),
  onlyIn(
    "fastify-only-in-emulator",
    [folder("emulator"), room("emulator")],
    packages("fastify", "@fastify/[^/]+"),
    "Only the emulator and what plugs into it answer requests: add a route there.",
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
    // Both of Pulumi's are installed for development and required as peers: the program brings its
    // own.
    {
      dependencyTypes: ["npm-dev"],
      dependencyTypesNot: OF_TYPES,
      pathNot: [PULUMI, packages("@pulumi/policy")],
    },
    "A user does not get devDependencies: move the package to dependencies, or the code to test/.",
  ),
  rule(
    "no-undeclared-package-in-provider",
    { path: "^provider/" },
    // By its own name the package fetches itself from inside a resource; it is in no list of
    // dependencies.
    {
      dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"],
      pathNot: packages("pulumi-biztalk"),
    },
    "A package that is there only because another one brought it may be gone " +
      "tomorrow: add it to dependencies.",
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
    { circular: true },
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
  forbidden: [...wings, ...groundFloor, ...publicSurface, ...packagesAndModules, ...everywhere],
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
