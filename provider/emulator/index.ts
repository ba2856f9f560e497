/** The emulator of the BizTalk Services management API, in process and as a server. */
export {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type InProcessRequest,
  type InProcessResponse,
  type TlsOptions,
} from "./emulator.js";
export { openStore, type Store } from "./store.js";
export type { FaultRecord, LogEntry } from "./records.js";
