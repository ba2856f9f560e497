/** The client of the management API. */
export { createManagementClient, type ManagementClient } from "./management-client.js";
export type { InProcessTransport } from "./http.js";
