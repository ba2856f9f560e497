/** An input that is not accepted. */
export interface InputFailure {
  /** Dotted path, `configuration.trackingStore`; empty where it is about several. */
  readonly property: string;
  /** What was given and what is accepted; it names the input, too. */
  readonly reason: string;
}

/** A failure from its text, which begins with the path of the input that it is about. */
export const failureOf = (reason: string): InputFailure => ({
  property: /^([\w.]+):/.exec(reason)?.[1] ?? "",
  reason,
});
