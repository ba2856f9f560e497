import assert from "node:assert/strict";
import { SECRET_SETTINGS } from "../../../provider/mabs/protocol/index.js";
import { SECRET_PARTS } from "../../../provider/resources/mark-secrets.js";

/** The class imports nothing of the provider, so what both must agree on stands twice. */
describe("the class and check", () => {
  it("know the same secrets", () => {
    const marked = Object.entries(SECRET_PARTS).flatMap(([name, parts]) =>
      parts === true ? [name] : parts.map((part) => `${name}.${part}`),
    );
    assert.deepEqual(marked.sort(), [...SECRET_SETTINGS].sort());
  });
});
