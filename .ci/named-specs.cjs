"use strict";

// Which specs a command line names. In CommonJS, since .mocharc.cjs needs it too.

const { existsSync, statSync } = require("node:fs");
const path = require("node:path");

const ROOT = path.dirname(__dirname);

/** Options of mocha that take a text, which may look like a path and names no spec. */
const WITH_TEXT = ["-f", "--fgrep", "-g", "--grep", "--ignore", "--exclude", "--file"];

const isFolder = (file) => existsSync(file) && statSync(file).isDirectory();

/**
 * What one argument stands for under build/test: a compiled spec, every spec of a folder, or nothing. A source
 * (`test/mabs/planner/routes.spec.ts`) stands for what it is compiled to; a pattern is taken as it is.
 */
function compiledSpec(argument) {
  const file = path.relative(ROOT, path.resolve(argument)).split(path.sep).join("/");
  const compiled = file.replace(/^test(?=\/|$)/, "build/test").replace(/\.ts$/, ".js");
  if (!/^build\/test(\/|$)/.test(compiled)) return [];
  if (compiled.endsWith(".spec.js")) return [compiled];
  return isFolder(path.join(ROOT, file)) ? [`${compiled}/**/*.spec.js`] : [];
}

/** The specs that are named by arguments, as paths or patterns under build/test; none when none is named. */
exports.namedSpecs = (args) =>
  args.flatMap((argument, index) =>
    WITH_TEXT.includes(args[index - 1]) ? [] : compiledSpec(argument),
  );

/** The arguments that are left for mocha when the specs are taken away. */
exports.withoutSpecs = (args) =>
  args.filter(
    (argument, index) => WITH_TEXT.includes(args[index - 1]) || compiledSpec(argument).length === 0,
  );
