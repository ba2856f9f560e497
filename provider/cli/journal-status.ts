/** What became of the operation that the journal holds last, by the service as it is now. */
import {
  parseState,
  parseTransitionalState,
  RESULTS,
  type Operation,
} from "../mabs/chart/index.js";
import type { JournalEntry } from "../mabs/executor/index.js";
import type { Service } from "../mabs/protocol/index.js";

/**
 * `Scale failed`, `Scale under way`, `Scale ended, result not known`: the phase that was written
 * when the operation was sent says nothing beside a service that tells more.
 */
export function journalStatus({ operation, phase, etag }: JournalEntry, service: Service): string {
  const result = RESULTS[operation as Operation] as (typeof RESULTS)[Operation] | undefined;
  const state = parseState(service.state);
  if (result !== undefined && state === result.onFailure) return `${operation} failed`;
  const isUnchanged = etag !== null && service.etag === etag;
  // The ETag is the one before the operation until it is done, and after that the one that it left.
  if (phase === "done")
    return isUnchanged ? `${operation} done` : `${operation} done, changed since`;
  if (phase === "sending" && isUnchanged) return `${operation} not taken`;
  if (result !== undefined && parseTransitionalState(service.state) === result.during)
    return `${operation} under way`;
  return `${operation} ended, result not known`;
}
