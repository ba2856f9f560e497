/**
 * One run of the real engine over a stack, and what it showed: for `biztalk preview`, `drift` and
 * `up`.
 */
import { defined } from "../defined.js";
import { delimiter, dirname } from "node:path";
import { systemClock } from "../clock.js";
import { ProviderError } from "../errors.js";
import { findEngine, runEngine, type Engine } from "../engine/index.js";
import { isProperties } from "../pulumi/unknown.js";
import type { Report } from "../report/index.js";
import type { Watcher } from "./watcher.js";
import { findProject, type PulumiProject } from "./pulumi-project.js";
import { noEvents, takeEvent, type Said, type StackEvents } from "./stack-events.js";

/** Which stack, and how. */
export interface StackOptions {
  /** The project's folder, or one below it. */
  readonly cwd: string;
  readonly stack?: string;
  readonly deadlineMs?: number;
  /** Further options for `pulumi`. */
  readonly passed: readonly string[];
}

/** A stack, ready to be run. */
export interface Stack extends StackOptions {
  readonly engine: Engine;
  readonly project: PulumiProject;
  readonly env: NodeJS.ProcessEnv;
}

/** What a run showed. */
export interface StackRun {
  readonly code: number;
  readonly ended: Report["ended"];
  readonly events: StackEvents;
  /** Source positions by URN. */
  readonly positions: ReadonlyMap<string, string>;
}

/** `--stack S`, where one was given. */
export const stackOption = ({ stack }: StackOptions): string[] =>
  stack === undefined ? [] : ["--stack", stack];

/**
 * Finds project and engine.
 *
 * @throws {ProviderError} when there is no project, or no engine.
 */
export async function openStack(watcher: Watcher, options: StackOptions): Promise<Stack> {
  const project = findProject(options.cwd);
  const say = (line: string): void => {
    watcher.error(line);
  };
  const engine = await findEngine({ env: watcher.env, clock: systemClock, say });
  if (engine === undefined) {
    throw new ProviderError(
      "unsupported",
      "there is no Pulumi engine: install Pulumi, or run `biztalk engine --ensure`.",
    );
  }
  // Programs that come with the engine, the language host among them, are beside it.
  const path = [dirname(engine.path), dirname(process.execPath), watcher.env["PATH"] ?? ""].join(
    delimiter,
  );
  return { ...options, engine, project, env: { ...watcher.env, PATH: path } };
}

/** A preview sends nothing, so nothing is lost when it is killed. */
const PREVIEW_GRACE_MS = 20_000;

/**
 * What the engine does to a resource, in words for the progress lines; reads and what stays say
 * nothing.
 */
const SIGNS: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
};

/** Shows what the engine does, as it comes: every resource of every provider. */
function progressOf(watcher: Watcher): (event: Readonly<Record<string, unknown>>) => void {
  return ({ resourcePreEvent }) => {
    const metadata = isProperties(resourcePreEvent) ? resourcePreEvent["metadata"] : undefined;
    if (!isProperties(metadata)) return;
    const { op, urn, type } = metadata;
    const sign = SIGNS[String(op)];
    if (sign !== undefined)
      watcher.error(
        `${sign} ${String(type)} ${String(urn).split("::").at(-1) ?? ""}: ${String(op)}`,
      );
  };
}

/**
 * `newState` and `oldState` of each step of `preview --json` hold where the resource is declared.
 */
function positionsIn(stdout: string): Map<string, string> {
  const positions = new Map<string, string>();
  let document: unknown;
  try {
    document = JSON.parse(stdout);
  } catch {
    return positions; // The engine was ended before it wrote it.
  }
  const steps: unknown = isProperties(document) ? document["steps"] : undefined;
  for (const step of Array.isArray(steps) ? (steps as unknown[]) : []) {
    if (!isProperties(step)) continue;
    const state = isProperties(step["newState"]) ? step["newState"] : step["oldState"];
    const position = isProperties(state) ? state["sourcePosition"] : undefined;
    if (typeof position === "string") positions.set(String(step["urn"]), position);
  }
  return positions;
}

/** Errors among the diagnostics of `preview --json`; another text as it is. */
function errorsIn(stdout: string): string[] {
  try {
    const document: unknown = JSON.parse(stdout);
    const diagnostics: unknown = isProperties(document) ? document["diagnostics"] : undefined;
    const listed = Array.isArray(diagnostics) ? diagnostics.filter(isProperties) : [];
    return listed
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => String(message));
  } catch {
    return [stdout];
  }
}

/** Lines with which the class and the engine end a run whose findings have been shown. */
const CLOSING_LINE =
  /nothing has been changed|^(preview|update) failed$|^(preview|update) canceled$/;

/** Errors that are nobody's finding: the program's own, or the engine's. */
export function otherErrors({ said }: StackEvents, isFinding: (said: Said) => boolean): Said[] {
  return said.filter(
    (each) => each.severity === "error" && !CLOSING_LINE.test(each.message) && !isFinding(each),
  );
}

/**
 * Runs `pulumi preview` or `pulumi up`.
 *
 * @throws {ProviderError} `invalid-input` when the engine did not even begin: no such stack, no
 * passphrase, a wrong option.
 */
export async function runStack(
  watcher: Watcher,
  { engine, project, env, passed, deadlineMs, ...stack }: Stack,
  args: readonly string[],
  signal: AbortSignal,
): Promise<StackRun> {
  const isPreview = args[0] === "preview";
  const events = noEvents();
  const texts: string[] = [];
  const progress = progressOf(watcher);
  const { code, ended, stdout } = await runEngine({
    path: engine.path,
    args: [
      ...args,
      ...stackOption({ ...stack, passed }),
      "--non-interactive",
      // Positions of what stays as it is are wanted, too.
      ...(isPreview ? ["--json", "--show-sames"] : []),
      ...passed,
    ],
    ...{ cwd: project.folder, env, clock: systemClock, signal },
    ...defined({ deadlineMs }),
    ...(isPreview ? { graceMs: PREVIEW_GRACE_MS } : {}),
    event: (event) => {
      takeEvent(events, event);
      if (isPreview) progress(event);
    },
    said: (text) => {
      texts.push(text);
      if (!isPreview && text.trim() !== "") watcher.error(text.trimEnd());
    },
    show: isPreview ? "errors" : "all",
  });
  if (!events.begun && ended === "done") {
    const why = [...errorsIn(stdout), ...texts].join("").trim();
    throw new ProviderError(
      "invalid-input",
      `pulumi ${args[0] ?? ""} did not begin (exit code ${String(code)}):\n${why}`,
    );
  }
  return { code, ended, events, positions: positionsIn(stdout) };
}
