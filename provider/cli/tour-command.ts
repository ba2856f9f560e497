/**
 * `biztalk tour`, what `npm start` runs: the stacks of two examples with the real engine on the
 * embedded emulator.
 */
import colors from "picocolors";
import { OPERATIONS } from "../mabs/chart/index.js";
import { systemClock } from "../clock.js";
import type { LogEntry } from "../emulator/index.js";
import { ProviderError } from "../errors.js";
import { ensureEngine, type Engine } from "../engine/index.js";
import { EXIT_CODES } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";
import { makeTourProject, type TourProject } from "./tour-project.js";
import { ACTS, type Act, type Scene } from "./tour-scenes.js";

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

const OF_INSTANCES = ["Suspend Instance", "Resume Instance", "Terminate Instance"];
const COUNTED: readonly string[] = [...OPERATIONS, "Create", ...OF_INSTANCES];

/** An operation in the emulator's log. */
type Sent = Extract<LogEntry, { kind: "request" }>;

const isOperation = (entry: LogEntry): entry is Sent =>
  entry.kind === "request" && COUNTED.includes(entry.operation ?? "");

/** An operation by its name and that of its service; an instance has an id and no name. */
const nameOf = ({ operation, service }: Sent): string =>
  OF_INSTANCES.includes(operation ?? "")
    ? (operation ?? "")
    : `${operation ?? ""} ${service ?? ""}`;

/** Operations that the chart does not allow in the state they met: the emulator refuses those. */
const illegal = (sent: readonly Sent[]): string[] =>
  sent
    .filter(({ status }) => status >= 400)
    .map((entry) => `${nameOf(entry)} in ${entry.state ?? ""}`);

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
  if (scene.tell !== undefined) await project.tell(scene.tell);
  const before = number === 1 ? 0 : (await project.log()).length;
  terminal.out(dim(`$ pulumi ${scene.command}\n`));
  const color = terminal.color === true ? "always" : "never";
  const args = [scene.command, "--non-interactive", "--color", color, ...FLAGS[scene.command]];
  const code = await project.pulumi(args, (line) => {
    if (!NOISE.test(line)) terminal.out(`  ${line.trimEnd()}\n`);
  });
  const sent = (await project.log()).slice(before).filter(isOperation);
  const names = sent.map(nameOf);
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
 * Plays the scenes of an act, up to one that does not end as it has to: what follows builds on it.
 *
 * @param played - how many scenes there were before.
 */
async function playAct(
  terminal: Terminal,
  engine: Engine,
  { example, scenes }: Act,
  played: number,
): Promise<{ readonly found: string[]; readonly sent: Sent[] }> {
  const project = makeTourProject(example, engine, terminal.env);
  try {
    await prepare(project, ["stack", "init", "tour"]);
    const found: string[] = [];
    for (const [index, scene] of scenes.entries()) {
      found.push(...(await play(terminal, project, scene, played + index + 1)));
      if (found.length > 0) break;
    }
    return { found, sent: (await project.log()).filter(isOperation) };
  } finally {
    await project.close();
  }
}

/**
 * Plays the acts, up to a scene that does not end as it has to. Exit code 1 when there is one.
 *
 * @throws {ProviderError} `unsupported` when there is no engine, or it cannot make a stack.
 */
export async function tourCommand(terminal: Terminal): Promise<number> {
  const startedAt = systemClock.now();
  const say = (line: string): void => {
    terminal.out(`${line}\n`);
  };
  const engine = await ensureEngine({ env: terminal.env, clock: systemClock, say });
  say(
    `Pulumi ${engine.version} (${engine.source}). BizTalk services, then a BizTalk Server, on ` +
      "the embedded emulator, in folders that are removed at the end.",
  );
  const found: string[] = [];
  const sent: Sent[] = [];
  let played = 0;
  for (const act of ACTS) {
    const ended = await playAct(terminal, engine, act, played);
    found.push(...ended.found);
    sent.push(...ended.sent);
    if (found.length > 0) break;
    played += act.scenes.length;
  }
  const wrong = illegal(sent);
  found.push(...wrong.map((each) => `illegal operation on the wire: ${each}`));
  const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(0);
  const verdict =
    wrong.length === 0
      ? "none that the chart does not allow"
      : `${String(wrong.length)} that the chart does not allow`;
  const sum = `${String(sent.length)} operations were sent, ${verdict}, in ${seconds} s.`;
  if (found.length > 0) {
    say(`\nThe tour was ended early. ${sum}`);
    for (const problem of found) terminal.error(`The tour did not go as it should: ${problem}.`);
    return EXIT_CODES.refused;
  }
  say(`\nDone. ${sum}`);
  say("Next: README.md, examples/orders, examples/instances, `npx biztalk --help`.");
  return EXIT_CODES.done;
}
