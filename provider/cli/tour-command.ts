/**
 * `biztalk tour`, what `npm start` runs: the example's stack with the real engine on the embedded
 * emulator.
 */
import colors from "picocolors";
import { legal, OPERATIONS, parseState, type Operation } from "../mabs/chart/index.js";
import { systemClock } from "../clock.js";
import type { LogEntry } from "../emulator/index.js";
import { ProviderError } from "../errors.js";
import { ensureEngine } from "../engine/index.js";
import { EXIT_CODES } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";
import { makeTourProject, type TourProject } from "./tour-project.js";
import { SCENES, type Scene } from "./tour-scenes.js";

const FLAGS: Readonly<Record<Scene["command"], readonly string[]>> = {
  up: ["--yes", "--skip-preview", "--suppress-outputs"],
  preview: ["--suppress-outputs"],
  destroy: ["--yes", "--skip-preview", "--suppress-outputs"],
};

/**
 * Lines that only say that something is under way; what they say is said again when it has ended.
 */
const NOISE = new RegExp(
  [
    /^@ |^\s*$|\b(creating|updating|deleting|previewing) \(|^Duration/,
    /^(Updating|Previewing|Destroying) |^The resources in the stack|^If you want to remove/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

const isOperation = (
  entry: LogEntry,
): entry is Extract<LogEntry, { kind: "request" }> & { operation: Operation } =>
  entry.kind === "request" &&
  entry.operation !== null &&
  [...OPERATIONS, "Create"].includes(entry.operation);

/** Operations in the log that the chart does not allow in the state they met. */
function illegal(log: readonly LogEntry[]): string[] {
  return log.filter(isOperation).flatMap(({ operation, service, state }) => {
    const met = parseState(state ?? "");
    const allowed = met === undefined ? state === "absent" : legal(met, operation);
    return allowed ? [] : [`${operation} ${service ?? ""} in ${state ?? ""}`];
  });
}

/**
 * Runs a command of `pulumi` that is no scene: it has to succeed, and only then its lines are of no
 * interest.
 */
async function prepare(project: TourProject, args: readonly string[]): Promise<void> {
  const lines: string[] = [];
  const code = await project.pulumi([...args, "--non-interactive"], (line) => lines.push(line));
  if (code === 0) return;
  const said = lines.map((line) => `\n  ${line.trimEnd()}`).join("");
  throw new ProviderError(
    "unsupported",
    `\`pulumi ${args.join(" ")}\` ended with exit code ${String(code)}:${said}`,
  );
}

async function play(
  terminal: Terminal,
  project: TourProject,
  scene: Scene,
  number: number,
): Promise<string[]> {
  const title = `${String(number)}. ${scene.title}`;
  const { bold, dim } = colors.createColors(terminal.color === true);
  terminal.out(`\n${bold(title)}\n${scene.look}\n`);
  for (const [key, value] of Object.entries(scene.set ?? {})) {
    terminal.out(dim(`$ pulumi config set ${key} ${value}\n`));
    await prepare(project, ["config", "set", key, value]);
  }
  if (scene.fault !== undefined) await project.fault(scene.fault);
  const before = number === 1 ? 0 : (await project.log()).length;
  terminal.out(dim(`$ pulumi ${scene.command}\n`));
  const color = terminal.color === true ? "always" : "never";
  const args = [scene.command, "--non-interactive", "--color", color, ...FLAGS[scene.command]];
  const code = await project.pulumi(args, (line) => {
    if (!NOISE.test(line)) terminal.out(`  ${line.trimEnd()}\n`);
  });
  const sent = (await project.log()).slice(before).filter(isOperation);
  const names = sent.map(({ operation, service }) => `${operation} ${service ?? ""}`);
  terminal.out(
    dim(`Sent: ${names.length === 0 ? "nothing" : names.join(", ")}. Exit code ${String(code)}.\n`),
  );
  return problems(scene, code, names);
}

function problems(scene: Scene, code: number, sent: readonly string[]): string[] {
  const unlike = [...sent].sort().join(", ") !== [...scene.sends].sort().join(", ");
  return [
    ...(code === scene.exitCode
      ? []
      : [
          `"${scene.title}" ended with exit code ${String(code)}, expected ` +
            String(scene.exitCode),
        ]),
    ...(unlike
      ? [
          `"${scene.title}" sent ${sent.join(", ") || "nothing"}, expected ` +
            (scene.sends.join(", ") || "nothing"),
        ]
      : []),
  ];
}

/**
 * Plays the scenes, up to one that does not end as it has to: what follows builds on it. Exit code
 * 1 when there is one.
 *
 * @throws {ProviderError} `unsupported` when there is no engine, or it cannot make the stack.
 */
export async function tourCommand(terminal: Terminal): Promise<number> {
  const startedAt = systemClock.now();
  const say = (line: string): void => {
    terminal.out(`${line}\n`);
  };
  const engine = await ensureEngine({ env: terminal.env, clock: systemClock, say });
  say(
    `Pulumi ${engine.version} (${engine.source}). BizTalk services on the ` +
      "embedded emulator, in a folder that is removed at the end.",
  );
  const project = makeTourProject(engine, terminal.env);
  try {
    await prepare(project, ["stack", "init", "tour"]);
    const found: string[] = [];
    for (const [index, scene] of SCENES.entries()) {
      found.push(...(await play(terminal, project, scene, index + 1)));
      if (found.length > 0) break;
    }
    const log = await project.log();
    const wrong = illegal(log);
    found.push(...wrong.map((each) => `illegal operation on the wire: ${each}`));
    const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(0);
    const count = log.filter(isOperation).length;
    const verdict =
      wrong.length === 0
        ? "none that the chart does not allow"
        : `${String(wrong.length)} that the chart does not allow`;
    const sum = `${String(count)} operations were sent, ${verdict}, in ${seconds} s.`;
    if (found.length > 0) {
      say(`\nThe tour was ended early. ${sum}`);
      for (const problem of found) terminal.error(`The tour did not go as it should: ${problem}.`);
      return EXIT_CODES.refused;
    }
    say(`\nDone. ${sum}`);
    say("Next: README.md, examples/orders, `npx biztalk --help`.");
    return EXIT_CODES.done;
  } finally {
    await project.close();
  }
}
