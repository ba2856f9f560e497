/** The question before instances are ended. */
import { createInterface } from "node:readline";
import type { Terminal } from "./terminal.js";

/** Whether a person agrees; without one at the terminal `--yes` has to. */
export async function isAgreed(
  terminal: Terminal,
  { yes }: { readonly yes: boolean },
): Promise<boolean> {
  if (yes) return true;
  const { stdin } = terminal;
  if ((stdin as { readonly isTTY?: boolean }).isTTY !== true) return false;
  terminal.error("What they hold is lost. Terminate them? yes/no");
  for await (const line of createInterface({ input: stdin }))
    return line.trim().toLowerCase() === "yes";
  return false;
}
