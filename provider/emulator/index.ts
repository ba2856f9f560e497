/** The emulator of the BizTalk Services management API, in process and as a server. */
export {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type InProcessResponse,
  type TlsOptions,
} from "./emulator.js";
export { VirtualClock } from "./virtual-clock.js";
export { openStore } from "./store.js";
export type { LogEntry } from "../mabs/emulator/records.js";
