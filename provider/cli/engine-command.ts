/** `biztalk engine`: where the Pulumi engine is; gets one on request. */
import { systemClock } from "../clock.js";
import { ensureEngine, findEngine } from "../engine/index.js";
import { EXIT_CODES } from "./exit-codes.js";
import { writeJson, type Terminal } from "./terminal.js";

/** Writes the engine's path; exit code 1 when there is none and none was to be got. */
export async function engineCommand(
  terminal: Terminal,
  options: { readonly ensure: boolean; readonly format: "text" | "json" },
): Promise<number> {
  const say = (line: string): void => {
    terminal.error(line);
  };
  const parts = { env: terminal.env, clock: systemClock, say };
  const engine = options.ensure ? await ensureEngine(parts) : await findEngine(parts);
  if (options.format === "json") writeJson(terminal, engine ?? null);
  else if (engine !== undefined)
    terminal.out(`${engine.path}\nPulumi ${engine.version}, from ${engine.source}\n`);
  if (engine !== undefined) return EXIT_CODES.done;
  terminal.error("There is no Pulumi engine yet. `biztalk engine --ensure` gets one.");
  return EXIT_CODES.refused;
}
