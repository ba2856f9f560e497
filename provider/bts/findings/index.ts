/** Findings about the resources of BizTalk Server in a stack. Pure. */
export { reportResources } from "./report-resources.js";
export type { ReviewedResource } from "./reviewed-resource.js";
