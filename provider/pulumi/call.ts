/**
 * What Pulumi says of one call beside the resource's inputs and state, whichever door it comes
 * through.
 */

/** The Pulumi options that forbid a Delete. */
export type Keep = "protect" | "retainOnDelete";

/** Lines for the person who watches a run. */
export interface Log {
  /** Information on a resource; kept in the diagnostics. */
  info(urn: string, message: string): void;
  /** A warning on a resource; kept in the diagnostics. */
  warn(urn: string, message: string): void;
  /** Progress of one resource: shown while it runs, not kept. */
  progress(urn: string): (line: string) => void;
}

/** One call about a resource that a program has. */
export interface Call {
  readonly urn: string;
  /** Whether the run is a preview. */
  readonly dryRun: boolean;
  /** Paths of `ignoreChanges`, as the program writes them. */
  readonly ignore: readonly string[];
  readonly keep?: Keep;
  /** URNs of the resources that its identity follows from. */
  readonly origins: readonly string[];
  readonly log: Log;
}
