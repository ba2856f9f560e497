import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import mocha from "eslint-plugin-mocha";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Syntax that is refused in every TypeScript file. */
const EVERYWHERE = [
  {
    selector: ":matches(ExportDefaultDeclaration, ExportSpecifier[exported.name='default'])",
    message: "Export by name: one thing has one name in every file that uses it.",
  },
];

/** Time and chance, which a test cannot steer unless they come in through a parameter. */
const ONLY_IN_CLOCK = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "Take a Clock and ask it: clock.now().",
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: "Take a Clock and ask it: clock.now().",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Take a Clock and build the date from clock.now().",
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Take a generator with a seed as a parameter, so that a run can be repeated.",
  },
  {
    selector: "CallExpression[callee.name=/^set(Timeout|Interval)$/]",
    message: "Take a Clock and wait with clock.sleep(ms, signal).",
  },
  {
    selector: "ImportDeclaration[source.value=/^(node:)?timers/]",
    message: "Take a Clock and wait with clock.sleep(ms, signal).",
  },
];

/** Names that Pulumi's states hide: they are read and written at the door. */
const HIDDEN_NAMES = [
  "Literal[value=/^__[a-z]/]",
  "Identifier[name=/^__(?!dirname$|filename$)[a-z]/]",
].map((selector) => ({
  selector,
  message: "A door reads hidden names into typed values (provider/doors/dynamic/hidden-names.ts).",
}));

/** The wall clock under its own name. */
const WALL_CLOCK = {
  selector: "ImportSpecifier[imported.name='systemClock']",
  message:
    "Take a ManualClock of test/support: what a test shows may not depend on " +
    "when it runs, or on how fast.",
};

export default defineConfig(
  {
    name: "not ours to lint",
    // dist and build are output. An example is a project of its own: its tsconfig is not one of
    // these, and it finds this package by name, which type-aware rules could follow only through a
    // finished build.
    ignores: ["dist/", "build/", "coverage/", "examples/"],
  },
  {
    name: "options",
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
  },
  js.configs.recommended,
  {
    name: "TypeScript",
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/strict-boolean-expressions": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // What is taken out of an object so that the rest is left.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      eqeqeq: "error",
      "no-console": "error",
      "no-param-reassign": "error",
      "no-restricted-syntax": ["error", ...EVERYWHERE],
      // A number in a message reads the same whether or not String() is around it.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        {
          allowAny: false,
          allowBoolean: false,
          allowNever: false,
          allowNullish: false,
          allowRegExp: false,
          allowNumber: true,
        },
      ],
    },
  },
  {
    name: "time and chance",
    files: ["provider/**/*.ts"],
    // The one home of the wall clock and of waiting.
    ignores: ["provider/clock.ts"],
    rules: { "no-restricted-syntax": ["error", ...EVERYWHERE, ...ONLY_IN_CLOCK, ...HIDDEN_NAMES] },
  },
  {
    name: "the door and what stands before it",
    files: ["provider/doors/**/*.ts", "provider/resources/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...EVERYWHERE, ...ONLY_IN_CLOCK] },
  },
  {
    name: "resources",
    files: ["provider/resources/**/*.ts"],
    rules: {
      // Pulumi writes a provider's methods into the state as text. What they need they must fetch
      // when they are called, by the name of this package; an import at the top of the file would
      // be written into the state with them.
      "@typescript-eslint/no-require-imports": "off",
      // `require` gives `any`; its type is stated as `typeof import(...)`, which exists only as an
      // annotation.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    },
  },
  {
    name: "programs that talk to a person",
    files: ["provider/cli/**/*.ts", "test/bench/**/*.ts"],
    // Printing is what they are for.
    rules: { "no-console": "off" },
  },
  {
    name: "tests",
    files: ["test/**/*.ts"],
    plugins: { mocha },
    rules: {
      "mocha/no-exclusive-tests": "error",
      "mocha/no-identical-title": "error",
      "mocha/no-nested-tests": "error",
      // A test may be skipped when its line says why; CI refuses it through forbidPending.
      "mocha/no-pending-tests": "off",
      "mocha/valid-test-title": [
        "error",
        {
          pattern: "^\\S+( \\S+)* \\S*[^.\\s]$",
          message:
            "A test's title says in some words what is so, as a sentence about its " +
            "subject, without a full stop.",
        },
      ],
    },
  },
  {
    name: "time and chance in tests",
    files: ["test/**/*.ts"],
    // What waits for real processes, and what is a program of its own.
    ignores: [
      "test/engine/support/**",
      "test/cli/support/served-emulator.ts",
      "test/bench/**",
      "test/simulation/main.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...EVERYWHERE, ...ONLY_IN_CLOCK, WALL_CLOCK] },
  },
  {
    name: "the emulator's page",
    files: ["provider/mabs/emulator/page/*.js"],
    // What a browser has.
    languageOptions: {
      globals: Object.fromEntries(
        ["CSS", "FormData", "document", "fetch", "setTimeout"].map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    name: "scripts and configuration",
    files: ["**/*.mjs", "**/*.cjs"],
    // What Node has beyond the language and is not imported by name.
    languageOptions: { globals: { performance: "readonly", __dirname: "readonly" } },
  },
  prettier,
);
