import assert from "node:assert/strict";
import { isAtLeast } from "../../provider/engine/engine-version.js";

describe("isAtLeast()", () => {
  const rows = [
    { version: "3.216.0", minimum: "3.216.0", is: true },
    { version: "v3.216.0", minimum: "3.216.0", is: true },
    { version: "3.216.1", minimum: "3.216.0", is: true },
    { version: "3.215.9", minimum: "3.216.0", is: false },
    { version: "3.1000.0", minimum: "3.216.0", is: true },
    { version: "3.99.0", minimum: "3.216.0", is: false },
    { version: "4.0.0", minimum: "3.216.0", is: true },
    { version: "2.999.999", minimum: "3.216.0", is: false },
    { version: "3.259.0-alpha.1+dirty", minimum: "3.216.0", is: true },
    { version: "go1.25.0", minimum: "1.25.0", is: true },
    { version: "go1.25", minimum: "1.25.0", is: true },
    { version: "go1.25rc1", minimum: "1.25.0", is: true },
    { version: "go1.24.9", minimum: "1.25.0", is: false },
    { version: "go1.26", minimum: "1.25.0", is: true },
    { version: "", minimum: "3.216.0", is: false },
    { version: "unknown", minimum: "3.216.0", is: false },
    { version: "4", minimum: "3.216.0", is: false },
  ] as const;

  for (const { version, minimum, is } of rows) {
    it(`says that "${version}" ${is ? "is" : "is not"} at least ${minimum}`, () => {
      assert.equal(isAtLeast(version, minimum), is);
    });
  }
});
