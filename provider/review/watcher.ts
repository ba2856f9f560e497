/**
 * Who watches a review: the surroundings that the engine runs in, and where results and diagnostics
 * go.
 */
export interface Watcher {
  readonly env: NodeJS.ProcessEnv;
  /** Results; one call, one text with its line ends. */
  out(text: string): void;
  /** Diagnostics. */
  error(line: string): void;
}
