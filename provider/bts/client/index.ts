/** The client of BizTalk Server's management REST service. */
export { createBtsClient } from "./bts-client.js";
export type { BtsApi, RestOperation } from "./bts-api.js";
