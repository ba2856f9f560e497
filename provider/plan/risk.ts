/**
 * What an operation may cost: nothing, an interruption of message processing, or what it is done
 * to.
 */
export const RISKS = ["none", "interrupts", "destroys"] as const;

/** One of them. */
export type Risk = (typeof RISKS)[number];
