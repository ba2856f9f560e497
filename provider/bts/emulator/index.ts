/** BizTalk Server as a product that plugs into the emulator. */
export { emulatedServer, type EmulatedServerOptions } from "./emulated-server.js";
