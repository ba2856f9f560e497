/** A service as the wire shows it. */
import { defined } from "../../defined.js";
import { SECRET_SETTINGS, type WrittenService } from "../protocol/index.js";
import type { ServiceRecord } from "./records.js";
import type { World } from "./world.js";

/** Without its secrets, and with the operation that it had last. */
export function shown({ records }: World, record: ServiceRecord): WrittenService {
  const {
    name,
    configuration,
    cloudService,
    region,
    state,
    edition,
    units,
    etag,
    version,
    lastBackup,
    last,
  } = record;
  const readable = Object.entries(configuration).filter(
    ([setting]) => !SECRET_SETTINGS.has(setting),
  );
  const service = { cloudService, region, state, edition, units, etag, version, serviceName: name };
  const status = last === undefined ? undefined : records.operations.get(last.id);
  const { result, error } = status ?? {};
  const operation =
    last === undefined || result === undefined
      ? undefined
      : { type: last.type, result, ...defined({ error }) };
  return {
    ...service,
    ...defined({ lastBackup, operation }),
    configuration: Object.fromEntries(readable),
  };
}
