import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { biztalk } from "../cli/support/executable.js";
import type { Ended } from "../cli/support/terminal.js";
import { needEngine } from "../engine/support/engine.js";

const TITLES = [
  "1. Create three services",
  "2. Scale, configure, resume",
  "3. Stop one, suspend another",
  "4. Ask for something illegal",
  "5. Start again, and let the Scale fail",
  "6. See the recovery",
  "7. Recover",
  "8. Delete everything",
  "9. See what two policies would do in a BizTalk Server",
  "10. Resume and terminate them",
];

/** The refusal in docs/planner.md, Shapes. */
const REFUSAL = [
  "Operation not allowed: Scale in state Stopped.",
  "Legal here: Start, Restart, Delete, Backup.",
  "Route: Start, Scale, Stop (set detours: true).",
  "Source: service state chart, row Stopped.",
];

const TOUR_TIMEOUT_MS = 180_000;

describe("biztalk tour", function () {
  this.timeout(TOUR_TIMEOUT_MS);
  needEngine();
  let temporary = "";
  let ended: Ended;
  /** The tour's lines, without the blanks that are there for looks. */
  let lines: string[];

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), "pulumi-biztalk-tour-"));
    ended = await biztalk(["tour"], { TMPDIR: temporary }, TOUR_TIMEOUT_MS);
    lines = ended.stdout.split("\n").map((line) => line.trim());
  });
  after(() => {
    rmSync(temporary, { recursive: true, force: true });
  });

  /** The lines of a scene, by its number. */
  const scene = (number: number): string[] => {
    const from = lines.indexOf(TITLES[number - 1] ?? "");
    const to = lines.findIndex((line, index) => index > from && /^(\d+\. |Done\.)/.test(line));
    return lines.slice(from, to);
  };

  it("ends with 0, and nothing went otherwise than it should", () => {
    assert.deepEqual([ended.code, ended.stderr], [0, ""], ended.stdout);
  });

  it("shows every scene, in order", () => {
    assert.deepEqual(
      lines.filter((line) => /^\d+\. /.test(line)),
      TITLES,
    );
  });

  it("shows the refusal whole, and that nothing was sent", () => {
    const shown = scene(4);
    for (const line of REFUSAL)
      assert.ok(
        shown.some((each) => each.endsWith(line)),
        `${line}\n${shown.join("\n")}`,
      );
    assert.ok(shown.includes("Sent: nothing. Exit code 1."));
  });

  it("shows the recovery where a step failed, and carries it out two scenes later", () => {
    assert.ok(
      scene(5).some((line) => /Recovery.*Scale: ScaleFailed to Active/.test(line)),
      scene(5).join("\n"),
    );
    assert.ok(scene(6).some((line) => line.includes("Plan from ScaleFailed: Scale (units ")));
    assert.ok(scene(7).includes("Sent: Scale ordersin. Exit code 0."));
  });

  it("lists in a preview what two policies would do to instances, and does just that", () => {
    const shown = scene(9).join("\n");
    for (const text of [
      "Suspended (resumable): 3",
      "Suspended (not-resumable): 2",
      "2 messages lost",
    ])
      assert.ok(shown.includes(text), `${text}\n${shown}`);
    assert.ok(scene(9).includes("Sent: nothing. Exit code 0."), shown);
    const names = ["Resume", "Resume", "Resume", "Terminate", "Terminate"];
    const sent = names.map((each) => `${each} Instance`).join(", ");
    assert.ok(scene(10).includes(`Sent: ${sent}. Exit code 0.`), scene(10).join("\n"));
  });

  it("ends by saying that the chart allows all that was sent", () => {
    assert.match(
      ended.stdout,
      /^Done\. 20 operations were sent, none that the chart does not allow, in \d+ s\.$/m,
    );
  });

  it("leaves no folder behind", () => {
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.startsWith("biztalk-tour-")),
      [],
    );
  });
});
