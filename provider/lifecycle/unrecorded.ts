/**
 * Which of journal and engine is the newer one. Checked inputs count the runs that the engine has recorded
 * (`__generation`), and an entry of the journal says which run wrote it: the journal bridges from a run that the engine
 * has not recorded (a crash, a partial failure) to the next one, and not a moment longer. A second runner with a journal
 * of its own, or a program that goes back and forth, would be believed to have been served by it otherwise.
 */
import type { JournalEntry } from "../executor/index.js";
import type { Properties } from "./unknown.js";

/** How many runs properties have counted: checked inputs, or outputs. */
export function generationOf(properties: Properties): number {
  const count = properties["__generation"];
  return typeof count === "number" ? count : 0;
}

/** The entry, where the engine has not recorded the run that wrote it. */
export function unrecorded(entry: JournalEntry | undefined, generation: number): JournalEntry | undefined {
  return (entry?.generation ?? 0) > generation ? entry : undefined;
}
