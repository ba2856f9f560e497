import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk } from "./support/executable.js";
import type { Ended } from "./support/terminal.js";

describe("biztalk tour with an engine that fails", function () {
  this.timeout(60_000);
  const path = temporaryFolder();

  /** The tour, with an engine that answers its version and does the rest as given. */
  const tour = (name: string, rest: string): Promise<Ended> => {
    const script = `#!/bin/sh\ncase "$1" in\n  version) echo v3.259.0 ;;\n${rest}\nesac\n`;
    writeFileSync(path(name), script, { mode: 0o755 });
    return biztalk(["tour"], { BIZTALK_PULUMI: path(name), TMPDIR: path("") });
  };

  it("ends at the first scene that does not end as it has to, with 1, and does not say Done", async () => {
    const { code, stdout, stderr } = await tour(
      "scenes",
      `  stack | config) ;;\n  *) echo "error: no space left"; exit 255 ;;`,
    );
    assert.equal(code, 1, stdout + stderr);
    assert.doesNotMatch(stdout, /Done|Next:|^2\. /m);
    assert.match(stdout, /^ {2}error: no space left$/m);
    assert.match(stdout, /^The tour was ended early\. 0 operations were sent, /m);
    assert.deepEqual(stderr.trimEnd().split("\n"), [
      'The tour did not go as it should: "Create three services" ended with exit code 255, expected 0.',
      'The tour did not go as it should: "Create three services" sent nothing, expected Create ordersin, Create orderswork, Create ordersout, Suspend ordersout.',
    ]);
  });

  it("begins no scene when the stack cannot be made, and says what the engine said", async () => {
    const { code, stdout, stderr } = await tour(
      "init",
      `  *) echo "error: the state cannot be written" >&2; exit 2 ;;`,
    );
    assert.equal(code, 1, stdout + stderr);
    assert.doesNotMatch(stdout, /Done|^1\. /m);
    assert.equal(
      stderr,
      "error: `pulumi stack init tour` ended with exit code 2:\n  error: the state cannot be written\n",
    );
  });
});
