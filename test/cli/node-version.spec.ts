import assert from "node:assert/strict";
import { nodeProblem } from "../../provider/node-version.js";

describe("nodeProblem()", () => {
  for (const version of ["22.13.0", "22.13.1", "22.20.0", "24.0.0", "24.21.0", "100.0.0"]) {
    it(`finds none in ${version}`, () => {
      assert.equal(nodeProblem({ version, path: "/usr/bin/node" }), undefined);
    });
  }

  for (const version of ["22.12.9", "22.2.0", "20.20.2", "18.0.0", "9.99.0"]) {
    it(`says of ${version} what is needed, what was found and what to do`, () => {
      assert.equal(
        nodeProblem({ version, path: "/usr/bin/node" }),
        `pulumi-biztalk needs Node 22.13 or newer, and this is Node ${version} (/usr/bin/node). Install a newer Node, or put one first on the PATH.`,
      );
    });
  }
});
