/** Planted bugs: each behaves as if one mend were taken out, seen from outside. */
import type { ManagementClient } from "../../provider/mabs/connection/index.js";
import { ProviderError } from "../../provider/errors.js";
import type { ServiceJournal, JournalEntry } from "../../provider/mabs/executor/index.js";
import type { DynamicProvider } from "../../provider/doors/dynamic/provider-methods.js";
import type { Plant } from "./machine.js";
import { UNKNOWN, type Properties } from "./program.js";

/** A journal that knows less of each service. */
const forgetting = (field: keyof JournalEntry): Plant => ({
  journal: (journal) => {
    const less = (entry: JournalEntry): JournalEntry =>
      Object.fromEntries(
        Object.entries(entry).filter(([name]) => name !== field),
      ) as unknown as JournalEntry;
    return {
      ...journal,
      read: (service) => {
        const entry = journal.read(service);
        return entry === undefined ? undefined : less(entry);
      },
      write: (service, entry) => journal.write(service, less(entry)),
    };
  },
});

/** A connection that does something else. */
const connected = (change: (client: ManagementClient) => Partial<ManagementClient>): Plant => ({
  client: (client) => ({ ...client, ...change(client) }),
});

/** A provider that does something else. */
const provided = (change: (provider: DynamicProvider) => Partial<DynamicProvider>): Plant => ({
  provider: (provider) => ({ ...provider, ...change(provider) }),
});

/** A provider that is told less, or more, by the program. */
const told = (change: (olds: Properties, news: Properties) => Properties): Plant =>
  provided((provider) => ({ check: (olds, news) => provider.check(olds, change(olds, news)) }));

const callWithout = (field: string): Plant =>
  told((_, news) => {
    const call = news["__call"] as Properties;
    return {
      ...news,
      __call: Object.fromEntries(Object.entries(call).filter(([name]) => name !== field)),
    };
  });

/** Sends again what got no answer. */
export const sendsTwice = connected((client) => ({
  send: async (request) => {
    try {
      return await client.send(request);
    } catch {
      return client.send(request);
    }
  },
}));

const asActive = <T extends { readonly state: string }>(service: T): T =>
  service.state === "Stopped" ? { ...service, state: "Active" } : service;

/**
 * Takes a stopped service for an active one, so that it does what the chart does not allow there.
 */
export const ignoresTheChart = connected((client) => ({
  read: async (service) => {
    const seen = await client.read(service);
    return seen === null ? null : asActive(seen);
  },
  list: async () =>
    (await client.list()).map((container) => ({
      ...container,
      services: container.services.map(asActive),
    })),
}));

/** Takes a one-shot for served as soon as it is about to be sent. */
export const losesOneShots: Plant = {
  journal: (journal: ServiceJournal) => ({
    ...journal,
    write: (service, entry) =>
      journal.write(service, { ...entry, served: { ...entry.served, ...entry.serves } }),
  }),
};

/** Does not hear that the program protects the service. */
export const hearsNoProtection = callWithout("keep");

/** Does not hear what the program ignores. */
export const hearsNothingIgnored = callWithout("ignore");

/** Does not hear what a name follows from (point 2). */
export const hearsNoOrigins = callWithout("origins");

/** Takes an identity that is not known for another one (point 2). */
export const replacesOnUnknown = provided((provider) => ({
  diff: async (id, olds, news) => {
    const found = await provider.diff(id, olds, news);
    const unknown = ["serviceName", "cloudService"].filter((name) => news[name] === UNKNOWN);
    return { ...found, replaces: [...found.replaces, ...unknown] };
  },
}));

/**
 * Takes every name for a free one, so that a new name is found taken only after the Delete (point
 * 3).
 */
export const findsEveryNameFree = connected(() => ({
  isNameAvailable: () => Promise.resolve(true),
}));

/** Takes every replacement for one that is consented to (point 5). */
export const asksForNoConsent = told((olds, news) => {
  const before = olds["serviceName"];
  return typeof before === "string" && before !== news["serviceName"]
    ? { acceptDataLoss: `${before}/replace`, ...news }
    : news;
});

/** Takes every vanished service for one that may be made anew (point 8a). */
export const makesAnew = told((_, news) => ({
  acceptDataLoss: `${news["serviceName"] as string}/absent`,
  ...news,
}));

/** Finds no backup in any store (point 8a). */
export const findsNoBackup = connected(() => ({ findBackup: () => Promise.resolve(null) }));

/** Believes what the journal says of a service that was made anew (point 6). */
export const forgetsLives = forgetting("life");

/** Does not see what another provider process of the run claims or has made its own. */
export const forgetsOtherClaims: Plant = {
  journal: (journal) => ({
    ...(forgetting("taken").journal?.(journal) ?? journal),
    claimantOf: () => undefined,
  }),
};

/** Takes what a clone has begun for its own (point 6). */
export const forgetsOrigins: Plant = {
  place: ({ run }) => ({ run, origin: { folder: "anywhere", backend: "" } }),
};

/** Carries out the plan although a policy has changed the inputs since (point 6). */
export const obeysPolicies: Plant = {
  provider: (provider) => {
    const checked = new Map<unknown, Properties>();
    const keyOf = (inputs: Properties): unknown => inputs["serviceName"];
    const before = (news: Properties): Properties => ({ ...news, ...checked.get(keyOf(news)) });
    return {
      ...provider,
      check: async (olds, news) => {
        const result = await provider.check(olds, news);
        checked.set(keyOf(result.inputs), result.inputs);
        return result;
      },
      create: (news) => provider.create(before(news)),
      update: (id, olds, news) => provider.update(id, olds, before(news)),
    };
  },
};

/** Believes a refusal, although a copy of the request was taken before (point 8). */
export const believesRefusals = connected((client) => ({
  send: (request) =>
    client.send(request).catch((reason: unknown) => {
      const codes = ["operation-not-allowed", "diverged", "not-found", "request-refused"];
      if (!(reason instanceof ProviderError) || !codes.includes(reason.code)) throw reason;
      throw new ProviderError("busy", reason.message, { cause: reason });
    }),
}));
