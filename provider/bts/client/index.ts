/** The client of BizTalk Server's management REST service. */
export { createBtsClient, type BtsClientOptions } from "./bts-client.js";
export type { BtsApi, RestOperation } from "./bts-api.js";
