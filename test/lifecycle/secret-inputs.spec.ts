import assert from "node:assert/strict";
import { SECRET_SETTINGS } from "../../provider/protocol/index.js";
import { SECRET_PARTS } from "../../provider/resources/mark-secrets.js";

describe("secret inputs", () => {
  it("are marked by the class, every one of the protocol's", () => {
    const marked = Object.entries(SECRET_PARTS).flatMap(([name, parts]) =>
      parts === true ? [name] : parts.map((part) => `${name}.${part}`),
    );
    assert.deepEqual(marked.sort(), [...SECRET_SETTINGS].sort());
  });
});
