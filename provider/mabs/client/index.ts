/** The client of the management API. */
export { createManagementClient, type ManagementClient } from "./mabs-client.js";
export type { InProcessTransport } from "../../http/http.js";
