/** The program of a history of one service, from what the history has changed so far. */
import type { Program } from "./engine-model.js";
import { STORE, type Change } from "./history.js";

/** The service, and the resource's logical name. */
export const NAME = "orders";

/** What a history changes of a program. */
export interface Inputs {
  readonly edition: string;
  readonly recovery?: string;
  readonly consent?: string;
  readonly protect?: boolean;
  readonly ignore?: readonly string[];
  readonly removed?: boolean;
  readonly [name: string]: unknown;
}

/** What the program says. */
export function programOf(inputs: Inputs): Program {
  const { domain, tracking, backup, consent, protect, ignore, removed, ...rest } = inputs;
  if (removed === true) return {};
  const configuration = {
    ...(domain === undefined ? {} : { customDomainUrl: domain }),
    ...(tracking === undefined ? {} : { trackingStore: tracking }),
  };
  const args = {
    serviceName: NAME,
    cloudService: "integration",
    region: "West Europe",
    ...rest,
    configuration,
    backup: backup === undefined ? undefined : { name: backup, store: STORE },
    ...(consent === undefined ? {} : { acceptDataLoss: `${NAME}/${consent}` }),
    // Without a store that is refused, and nothing would ever come to rest.
    ...(backup === undefined ? { backupBeforeDelete: undefined } : {}),
  };
  const options = {
    ...(protect === true ? { protect } : {}),
    ...(ignore === undefined ? {} : { ignoreChanges: ignore }),
  };
  return { [NAME]: { args, ...options } };
}

/** Inputs with a change; `null` takes one away. */
export function changed(inputs: Inputs, change: Change): Inputs {
  const merged = Object.entries({ ...inputs, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as Inputs;
}

/** The changes that refusals ask for, by the inputs that they name. */
export function permitted(permits: readonly (string | null)[], freshBackup: string): Change {
  const text = permits.join(" and ");
  const consent = new RegExp(`acceptDataLoss: "${NAME}/(\\w+)"`).exec(text)?.[1];
  const recovery = /recovery: "(\w+)"/.exec(text)?.[1];
  return {
    ...(consent === undefined ? {} : { consent }),
    ...(recovery === undefined ? {} : { recovery }),
    ...(text.includes("detours: true") ? { detours: true } : {}),
    ...(text.includes("with a new name") ? { backup: freshBackup } : {}),
  };
}
