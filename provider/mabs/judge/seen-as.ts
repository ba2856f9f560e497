/** A live service as the planner sees it. */
import { defined } from "../../defined.js";
import { parseEdition, type Edition } from "../chart/index.js";
import type { Observed } from "../planner/index.js";
import type { Service } from "../protocol/index.js";

/** Stands for an edition that nobody knows: never used, such a service is in no state of the chart. */
const UNUSED: Edition = "Free";

/** A service without what is known of it beside what the endpoint shows. */
export function seenAs(service: Service): Observed {
  const { state, edition, units, configuration, etag, version, lastBackup } = service;
  return {
    ...{ state, edition: parseEdition(edition) ?? UNUSED, units, configuration, etag },
    ...(version === "" ? {} : { version }),
    ...defined({ lastBackup }),
  };
}
