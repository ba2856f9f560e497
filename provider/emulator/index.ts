/** The emulator's shell, in process and as a server; products plug into it. */
export {
  createEmulator,
  type Emulator,
  type InProcessResponse,
  type TlsOptions,
} from "./emulator.js";
export { VirtualClock } from "./virtual-clock.js";
export { openStore, type Store } from "./store.js";
export type { LogEntry } from "./log-entry.js";
export type { Product } from "./product.js";
