/** The client of the management API. */
export { createManagementClient, type ManagementClient, type ManagementClientOptions } from "./management-client.js";
export type { InProcessTransport, TlsCredentials } from "./http.js";
