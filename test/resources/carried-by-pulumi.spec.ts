import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { carried } from "../../provider/resources/carried-by-pulumi.js";

class Point {
  readonly x = 1;
}
const circle: { self?: unknown } = {};
circle.self = circle;

describe("carried()", () => {
  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ["a Date", new Date(0), /restartTriggers: a Date was given/],
    ["a Set", new Set([1]), /restartTriggers: a Set was given/],
    ["a Map", new Map([[1, 2]]), /restartTriggers: a Map was given/],
    ["a bigint", 1n, /restartTriggers: a bigint was given/],
    ["a function", () => 1, /restartTriggers: a function was given/],
    ["a symbol", Symbol("s"), /restartTriggers: a symbol was given/],
    ["NaN", Number.NaN, /restartTriggers: the number NaN was given/],
    ["Infinity", { at: [1, Infinity] }, /restartTriggers\.at\[1\]: the number Infinity was given/],
    ["bytes", Buffer.from("a"), /restartTriggers: a Buffer was given/],
    ["an instance of a class", { point: new Point() }, /restartTriggers\.point: a Point was given/],
    ["a regular expression", [/a/], /restartTriggers\[0\]: a RegExp was given/],
    [
      "a value within itself",
      circle,
      /restartTriggers\.self: a value that contains itself was given/,
    ],
  ];
  for (const [what, value, text] of refused) {
    it(`refuses ${what}, with its place and kind, and without a stack`, () => {
      assert.throws(
        () => carried(value, "restartTriggers", "orders"),
        (error: Error) => {
          assert.match(error.message, /^biztalk\.Service orders: /);
          assert.match(error.message, text);
          assert.equal(error.stack, "");
          return true;
        },
      );
    });
  }

  for (const value of [
    null,
    "text",
    0,
    -1.5,
    true,
    [],
    {},
    { a: [1, { b: null }] },
    Object.create(null),
  ]) {
    it(`takes ${JSON.stringify(value)}`, () => {
      assert.equal(carried(value, "restartTriggers", "orders"), value);
    });
  }

  it("takes an asset, an archive and an output within a value", () => {
    const value = { asset: new pulumi.asset.StringAsset("a"), output: pulumi.output(1) };
    assert.equal(carried(value, "restartTriggers", "orders"), value);
  });

  it("refuses what a promise or an output turns out to be", async () => {
    const promised = carried(
      Promise.resolve(new Date(0)),
      "restartTriggers",
      "orders",
    ) as Promise<unknown>;
    await assert.rejects(promised, /a Date was given/);
    const output = carried(
      pulumi.output(1).apply(() => new Set([1])),
      "restartTriggers",
      "orders",
    ) as pulumi.Output<unknown>;
    await assert.rejects(
      (output as unknown as { promise(): Promise<unknown> }).promise(),
      /a Set was given/,
    );
  });
});
