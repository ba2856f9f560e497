import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";
import { call, type Ended } from "./support/terminal.js";

describe("a document of biztalk plan that is not accepted", () => {
  const path = temporaryFolder();
  const file = (name: string, content: unknown): string => {
    writeFileSync(path(name), typeof content === "string" ? content : JSON.stringify(content));
    return path(name);
  };
  /** Plans with good documents but for the one given. */
  const refused = async (
    option: "observed" | "desired" | "policy",
    content: unknown,
  ): Promise<string> => {
    const good = { observed: { state: "Active" }, desired: { state: "Stopped" }, policy: {} };
    const documents = { ...good, [option]: content };
    const args = Object.entries(documents).flatMap(([name, each]) => [
      `--${name}`,
      file(`${name}.json`, each),
    ]);
    const ended = await call(["plan", ...args]);
    return textOf(ended, `--${option}`);
  };
  const textOf = ({ code, stdout, stderr }: Ended, option: string): string => {
    assert.deepEqual([code, stdout], [1, ""]);
    assert.ok(stderr.startsWith("error: "), stderr);
    assert.ok(stderr.includes(option), stderr);
    assert.doesNotMatch(stderr, /^ +at /m);
    return stderr;
  };
  /** The line of a text that is about a field. */
  const lineOf = (text: string, field: string): string => {
    const found = text.split("\n").find((line) => line.trim().startsWith(`${field}:`));
    return found ?? assert.fail(`no line about ${field}\n${text}`);
  };

  it("is named when it does not exist", async () => {
    const observed = path("missing.json");
    const ended = await call(["plan", "--observed", observed, "--desired", file("d.json", {})]);
    assert.ok(textOf(ended, "--observed").includes(observed));
  });

  it("is named when it is neither JSON nor YAML, with the place", async () => {
    const text = await refused("desired", "state: [Active\nunits: {");
    assert.ok(text.includes(path("desired.json")));
    assert.match(text, /line \d/);
  });

  it("is refused when two come from standard input", async () => {
    const text = textOf(await call(["plan", "--observed", "-", "--desired", "-"]), "--observed");
    assert.match(text, /standard input/);
  });

  it("is refused when it is a list", async () => {
    assert.match(await refused("observed", []), /object/);
  });

  it("is refused when it is empty", async () => {
    // Nothing is not null: an empty file is no service that shall be deleted.
    assert.match(await refused("desired", ""), /desired/);
  });

  const rows = [
    {
      option: "observed",
      field: "edition",
      given: "Gold",
      accepted: "Free, Developer, Basic, Standard, Premium",
    },
    { option: "observed", field: "units", given: "two", accepted: "number" },
    { option: "observed", field: "units", given: 0, accepted: "1" },
    { option: "observed", field: "units", given: 1.5, accepted: "whole number" },
    {
      option: "desired",
      field: "state",
      given: "ScaleFailed",
      accepted: "Active, Stopped, Suspended",
    },
    { option: "desired", field: "state", given: "Running", accepted: "Active, Stopped, Suspended" },
    {
      option: "desired",
      field: "edition",
      given: "Gold",
      accepted: "Free, Developer, Basic, Standard, Premium",
    },
    { option: "desired", field: "units", given: -1, accepted: "1" },
    { option: "policy", field: "profile", given: "2017", accepted: "rest-2016" },
    { option: "policy", field: "detours", given: "yes, please", accepted: "true or false" },
    { option: "policy", field: "recovery", given: "hope", accepted: "inPlace" },
  ] as const;

  for (const { option, field, given, accepted } of rows) {
    it(`names ${field} of --${option}, what was given (${given}) and what is accepted`, async () => {
      const document =
        option === "observed" ? { state: "Active", [field]: given } : { [field]: given };
      const line = lineOf(await refused(option, document), field);
      assert.ok(line.includes(String(given)), `not what was given: ${line}`);
      assert.ok(line.includes(accepted), `not what is accepted: ${line}`);
    });
  }

  it("is refused with every field that is wrong, at once", async () => {
    const text = await refused("observed", { state: 5, edition: "Gold", units: 0, colour: "red" });
    for (const field of ["state", "edition", "units"]) lineOf(text, field);
    assert.match(text, /colour/);
  });
});
