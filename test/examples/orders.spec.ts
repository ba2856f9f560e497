import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeTourProject, type TourProject } from "../../provider/cli/tour-project.js";
import { packageRoot } from "../../provider/package-root.js";
import { plainEnvironment } from "../cli/support/executable.js";
import { call } from "../cli/support/terminal.js";
import { engine, needEngine } from "../engine/support/engine.js";

const EXAMPLE = join(packageRoot(), "examples", "orders");

/** What the SDK writes in place of a value that is not known. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const YES = ["--yes", "--skip-preview"];

describe("examples/orders with the real engine", function () {
  this.timeout(120_000);
  needEngine();
  let project: TourProject;

  /** Runs `pulumi`, expects that it succeeds, and returns what it said. */
  const pulumi = async (...args: readonly string[]): Promise<string> => {
    const lines: string[] = [];
    const code = await project.pulumi([...args, "--non-interactive"], (line) => lines.push(line));
    assert.equal(code, 0, lines.join("\n"));
    return lines.join("\n");
  };
  /** Names of services, by an operation that the emulator was sent. */
  const sent = async (operation: string): Promise<string[]> =>
    (await project.log())
      .flatMap((entry) =>
        entry.kind === "request" && entry.operation === operation ? [String(entry.service)] : [],
      )
      .toSorted();

  before(async () => {
    project = makeTourProject("orders", await engine(), plainEnvironment());
    await pulumi("stack", "init", "dev");
  });
  after(async () => {
    await project.close();
  });

  it("is created by up", async () => {
    await pulumi("up", ...YES);
    assert.deepEqual(await sent("Create"), ["ordersin", "ordersout", "orderswork"]);
    assert.deepEqual(await sent("Suspend"), ["ordersout"]);
  });

  it("has outputs that are all known", async () => {
    assert.deepEqual(JSON.parse(await pulumi("stack", "output", "--json", "--show-secrets")), {
      urls: [
        "https://ordersin.biztalk.windows.net",
        "https://orders.example.com",
        "https://ordersout.biztalk.windows.net",
      ],
      states: ["Active", "Active", "Suspended"],
    });
    assert.ok(!(await pulumi("stack", "export")).includes(UNKNOWN));
  });

  it("is quiet when it is refreshed", async () => {
    await pulumi("refresh", ...YES, "--expect-no-changes");
  });

  it("is quiet when it is previewed again", async () => {
    await pulumi("preview", "--expect-no-changes");
  });

  it("has its secret nowhere in clear", async () => {
    assert.ok(!(await pulumi("stack", "export")).includes("tracking.example.com"));
  });

  it("is gone after destroy", async () => {
    await pulumi("destroy", ...YES);
    assert.deepEqual(await sent("Delete"), ["ordersin", "ordersout", "orderswork"]);
    const { deployment } = JSON.parse(await pulumi("stack", "export")) as {
      deployment: { resources?: unknown[] };
    };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});

describe("examples/orders/README.md", () => {
  /** Lines of the fenced sh blocks, without comments. */
  const commands = (): string[] => {
    const text = readFileSync(join(EXAMPLE, "README.md"), "utf8");
    const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    const lines = blocks
      .flatMap((block) => block.split("\n"))
      .map((line) => line.replace(/(^|\s)#.*$/, "").trim());
    return lines.filter((line) => line !== "");
  };

  it("has commands", () => {
    assert.ok(commands().length > 0);
  });

  it("sets only configuration that the program reads", () => {
    const program = readFileSync(join(EXAMPLE, "index.ts"), "utf8");
    const read = [...program.matchAll(/config\.(?:get|require)\w*\("(\w+)"\)/g)].map(
      ([, key]) => key,
    );
    const keys = commands().flatMap((line) => {
      const [, key] = /\bpulumi config set (?:--\S+ )*([\w:-]+)/.exec(line) ?? [];
      return key === undefined || key.startsWith("biztalk:") ? [] : [key];
    });
    assert.deepEqual(
      keys.filter((key) => !read.includes(key)),
      [],
    );
  });

  it("calls only commands of biztalk that there are", async () => {
    const called = commands().flatMap((line) => /\bbiztalk ([a-z]+)/.exec(line)?.[1] ?? []);
    for (const command of called) assert.equal((await call([command, "--help"])).code, 0, command);
  });
});
