/**
 * What an input is when the program says nothing: the schema writes it, and no state holds what is
 * left at it.
 */
export const INPUT_DEFAULTS = {
  configuration: {},
  detours: false,
  recovery: "inPlace",
  backupBeforeDelete: false,
  forceDelete: false,
  adopt: false,
  /** The longest transition and operation that are waited for; a backup alone may need an hour. */
  timeouts: { settle: "1h", operation: "2h" },
} as const;

/** The inputs that have a default. */
export type DefaultedInput = keyof typeof INPUT_DEFAULTS;
