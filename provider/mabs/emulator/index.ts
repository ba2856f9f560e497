/** BizTalk Services as a product that plugs into the emulator. */
export { emulatedServices, type EmulatedServicesOptions } from "./emulated-services.js";
export type { Durations } from "./world.js";
