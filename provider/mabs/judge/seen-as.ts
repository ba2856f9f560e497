/** A live service as the planner sees it. */
import { defined } from "../../defined.js";
import { parseEdition, type Edition } from "../chart/index.js";
import type { Observed } from "../planner/index.js";
import type { Service } from "../protocol/index.js";

/** Stands for an edition that nobody knows: in no state of the chart nothing is judged by it. */
const NOT_JUDGED_BY: Edition = "Free";

/** What keeps a service from being judged at all, though it is there; empty for most. */
function oddities({ edition, etag }: Service): string[] {
  return [
    ...(parseEdition(edition) === undefined ? [`edition ${edition || "not said"}`] : []),
    ...(etag === "" ? ["no ETag"] : []),
  ];
}

/**
 * A service without what is known of it beside what the endpoint shows. One with an edition that
 * nobody knows, or without an ETag, is in no state of the chart: nothing of it can be judged, and
 * nothing is sent to it.
 */
export function seenAs(service: Service): Observed {
  const { state, edition, units, configuration, etag, version, lastBackup } = service;
  const odd = oddities(service);
  return {
    state: odd.length === 0 ? state : `${state} (${odd.join(", ")})`,
    edition: parseEdition(edition) ?? NOT_JUDGED_BY,
    ...{ units, configuration, etag },
    ...(version === "" ? {} : { version }),
    ...defined({ lastBackup }),
  };
}
