import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, writeFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk, EXECUTABLE, plainEnvironment } from "./support/executable.js";

/** Where every write fails because the disk is full. */
const FULL = "/dev/full";

describe("what biztalk writes", function () {
  this.timeout(60_000);
  const path = temporaryFolder();

  /** Runs the executable with a reader that has stopped reading before anything is written. */
  const unread = async (args: readonly string[]): Promise<[number | null, string]> => {
    const child = spawn(process.execPath, [EXECUTABLE, ...args], {
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [code] = (await once(child, "close")) as [number | null];
    return [code, said];
  };

  it("may be left unread: nothing is said about it, and the exit code is the command's", async () => {
    assert.deepEqual(await unread(["chart", "service"]), [0, ""]);
    writeFileSync(path("observed.json"), '{"state":"Stopped","edition":"Standard","units":1}');
    writeFileSync(path("desired.json"), '{"units":3}');
    const plan = ["plan", "--observed", path("observed.json"), "--desired", path("desired.json")];
    assert.deepEqual(await unread(plan), [1, ""]);
  });

  it("is an error in one line where it cannot be written", async function () {
    if (!existsSync(FULL)) this.skip();
    const child = spawn(process.execPath, [EXECUTABLE, "chart", "service"], {
      env: plainEnvironment(),
      stdio: ["ignore", openSync(FULL, "w"), "pipe"],
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [code] = (await once(child, "close")) as [number | null];
    assert.deepEqual(
      [code, said],
      [1, "error: the output cannot be written (ENOSPC: no space left on device, write)\n"],
    );
  });

  it("is a plain text where nobody expected the error: what it is, and where, to report it", async () => {
    const preload = path("defect.cjs");
    writeFileSync(
      preload,
      `process.stdout.write = () => {\n  throw new TypeError("planted");\n};\n`,
    );
    const { code, stdout, stderr } = await biztalk(["chart", "service"], {
      NODE_OPTIONS: `--require ${preload}`,
    });
    assert.deepEqual([code, stdout], [1, ""]);
    const [first = "", second = "", ...others] = stderr.trimEnd().split("\n");
    assert.equal(first, "error: planted");
    assert.match(
      second,
      /^ {2}This is a defect of pulumi-biztalk \d+\.\d+\.\d+ \(at .+defect\.cjs:\d+:\d+\)\)\. Please report/,
    );
    assert.deepEqual(others, []);
  });
});
