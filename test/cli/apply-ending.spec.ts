import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk, EXECUTABLE, plainEnvironment } from "./support/executable.js";
import { servedEmulators } from "./support/served-emulator.js";
import { inputs } from "./support/workplace.js";

/** `biztalk apply` as a process of its own, with what it has written so far. */
interface Applying {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when standard error has the text. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
}

describe("biztalk apply: progress and Ctrl-C", function () {
  this.timeout(60_000);
  const path = temporaryFolder();
  const emulator = servedEmulators();
  const left: ChildProcess[] = [];
  const servers: Server[] = [];
  afterEach(() => {
    for (const child of left.splice(0)) child.kill("SIGKILL");
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const argsFor = (endpoint: string): string[] => {
    writeFileSync(path("services.json"), JSON.stringify(inputs("orders")));
    return ["apply", path("services.json"), "--endpoint", endpoint, "--journal", path("journal")];
  };

  const applying = (endpoint: string): Applying => {
    const child = spawn(process.execPath, [EXECUTABLE, ...argsFor(endpoint)], {
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    left.push(child);
    const texts = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
    const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    const says = async (text: string): Promise<void> => {
      while (!texts.stderr.includes(text)) {
        const more = once(child.stderr, "data").then(() => true);
        const isOpen = await Promise.race([more, ended.then(() => false)]);
        assert.ok(
          isOpen || texts.stderr.includes(text),
          `ended without "${text}"\n${texts.stderr}`,
        );
      }
    };
    return { child, stdout: () => texts.stdout, stderr: () => texts.stderr, says, ended };
  };

  it("stops waiting at the first, says what is under way, ends with 8; the next apply goes on", async () => {
    const { url, get } = await emulator("--clock", "virtual");
    const { child, says, stdout, stderr, ended } = applying(url);
    await says("orders: Create: sent\n");
    child.kill("SIGINT");
    assert.deepEqual(await ended, [8, null], stderr());
    assert.equal(
      stderr(),
      "orders: Create: sent\nEnding: under way: orders (Create: sent). What was sent goes on at the endpoint; the next apply goes on from there. Ctrl-C again ends at once.\n",
    );
    assert.match(stdout(), /Create was accepted; the process was asked to end while waiting/);
    await fetch(`${url}/_emulator/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceMs: 3_600_000 }),
      headers: { "content-type": "application/json" },
    });
    const next = await biztalk(argsFor(url));
    assert.deepEqual(
      [next.code, next.stdout, next.stderr],
      [0, "orders: noop from Active\n  now Active\n", ""],
    );
    const services = (await get("/_emulator/services")) as { state: string }[];
    assert.deepEqual(
      services.map(({ state }) => state),
      ["Active"],
    );
  });

  it("ends at once at the second, while an endpoint does not answer", async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const silent = createServer(() => {
      asked();
    });
    servers.push(silent);
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { child, says, ended } = applying(
      `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    );
    await isAsked;
    child.kill("SIGINT");
    await says("Ending: no operation is under way.");
    child.kill("SIGINT");
    assert.deepEqual(await ended, [null, "SIGINT"]);
  });
});
