/**
 * Which of journal and engine is the newer one, and whether they speak of the same resource.
 * Checked inputs count the runs that the engine has recorded and name the life of the resource; an
 * entry of the journal says which run of which life wrote it. The journal bridges from a run that
 * the engine has not recorded (a crash, a partial failure) to the next one, and not a moment longer
 * (docs/decisions/0012).
 */
import type { JournalEntry } from "../executor/index.js";

/** Where a resource stands: its life, and how many runs of it the engine has recorded. */
export interface Line {
  readonly life?: string;
  readonly generation: number;
}

/**
 * The entry, where it was written for this life and the engine has not recorded the run that wrote
 * it.
 */
export function unrecorded(
  entry: JournalEntry | undefined,
  { life, generation }: Line,
): JournalEntry | undefined {
  return entry !== undefined && entry.life === life && (entry.generation ?? 0) > generation
    ? entry
    : undefined;
}
