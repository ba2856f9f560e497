/**
 * How long an operation of the emulator takes unless its options say otherwise, in milliseconds.
 */
export const OPERATION_MS_DEFAULT = 200;
