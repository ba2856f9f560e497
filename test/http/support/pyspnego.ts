/** pyspnego as a server: an acceptor of NTLM that is not ours. `.ci/pyspnego` gets it. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { PemPair } from "../../support/certificates.js";
import { PASSWORD } from "./acceptor.js";

/** The version that `.ci/pyspnego` installs. */
const VERSION = "0.12.4";

const cache = process.env["XDG_CACHE_HOME"] ?? "";
const FOLDER = join(
  cache === "" ? join(homedir(), ".cache") : cache,
  "pulumi-biztalk",
  `pyspnego-${VERSION}`,
);

/** Compiled, this file is in build/test/http/support. */
const SCRIPT = join(
  __dirname,
  "..",
  "..",
  "..",
  "..",
  "test",
  "http",
  "support",
  "pyspnego_acceptor.py",
);

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  PYTHONPATH: FOLDER,
  PYTHONDONTWRITEBYTECODE: "1",
  ...more,
});

/** Why it is not here; `undefined` where it is. */
export function whyNoPyspnego(): string | undefined {
  const { status } = spawnSync("python3", ["-c", "import spnego"], {
    env: environment(),
    stdio: "ignore",
  });
  return status === 0 ? undefined : `pyspnego ${VERSION} is not here: .ci/pyspnego installs it`;
}

/** A running acceptor. */
export interface PyspnegoAcceptor {
  readonly url: string;
  /** Ends it. A line for each request that it had: `PUT 200 [body]`, and why it was refused. */
  readonly end: () => Promise<string[]>;
}

/**
 * Starts acceptors for the tests of one `describe`; each is ended after its test. `file` gives a
 * path for a name.
 */
export function pyspnegoAcceptors(
  file: (name: string) => string,
): (tls?: PemPair) => Promise<PyspnegoAcceptor> {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });
  return async (tls) => {
    writeFileSync(file("users"), `CONTOSO:operator:${PASSWORD}\n`);
    const secure = tls === undefined ? [] : [file("server.pem"), file("server.key")];
    if (tls !== undefined) {
      writeFileSync(file("server.pem"), tls.certificate);
      writeFileSync(file("server.key"), tls.privateKey);
    }
    const child = spawn("python3", [SCRIPT, ...secure], {
      env: environment({ NTLM_USER_FILE: file("users") }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    const errors = text(child.stderr);
    const closed = once(child, "close");
    const lines: string[] = [];
    const reader = createInterface(child.stdout).on("line", (line) => lines.push(line));
    await Promise.race([once(reader, "line"), closed]);
    const port = lines.shift() ?? assert.fail(await errors);
    const end = async (): Promise<string[]> => {
      child.kill("SIGTERM");
      await closed;
      return lines;
    };
    return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`, end };
  };
}
