/**
 * The dynamic providers of BizTalk Server's resources: one for each kind, over one session for each
 * process.
 */
import {
  applyServer,
  checkServer,
  compareServer,
  KINDS,
  leaveServer,
  observeServer,
  type Kind,
  type ResourceOutputs,
  type ServerApplyRequest,
} from "../../bts/lifecycle/index.js";
import { openServerSession, type ServerSession } from "../../bts/judge/server-session.js";
import type { Log } from "../../pulumi/call.js";
import { PartialFailure } from "../../pulumi/partial-failure.js";
import type { Properties } from "../../pulumi/unknown.js";
import { engineLog } from "./engine-log.js";
import { PROVIDER } from "./hidden-names.js";
import type { ConfigureRequest, DynamicProvider, ProviderOptions } from "./provider-methods.js";
import { programInputs, readCall } from "./read-call.js";
import {
  readCheckedServer,
  readServerOutputs,
  writeCheckedServer,
  writeServerOutputs,
} from "./server-properties.js";
import { partialFailure, toPlainError } from "./wire-values.js";

/** What the providers are made of. */
export type ServerProviderOptions = Pick<ProviderOptions, "env" | "clock" | "signal" | "log">;

/** What all kinds of one process share. */
interface Shared {
  readonly configure: (request: ConfigureRequest) => void;
  readonly session: () => Promise<ServerSession>;
  readonly log: Log;
}

function toHost(reason: unknown, provider: unknown): Error {
  if (!(reason instanceof PartialFailure)) return toPlainError(reason);
  const { id, outputs, message } = reason as PartialFailure<ResourceOutputs>;
  return partialFailure(id, writeServerOutputs(outputs), provider, message);
}

function providerOf(kind: Kind, { configure, session, log }: Shared): DynamicProvider {
  const plainly = async <T>(given: Properties, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (reason) {
      throw toHost(reason, given[PROVIDER]);
    }
  };
  const apply = (news: Properties, recorded: ServerApplyRequest["recorded"]) =>
    plainly(news, async () => {
      const checked = readCheckedServer(kind, news);
      const { id, outputs } = await applyServer(kind, await session(), { checked, recorded, log });
      return { id, outs: writeServerOutputs(outputs) };
    });
  return {
    configure,
    check: async (olds, news) => {
      const isNew = Object.keys(olds).length === 0;
      const { checked, failures } = await checkServer(kind, session(), {
        call: readCall(news, log),
        given: programInputs(news),
        recorded: isNew ? undefined : readCheckedServer(kind, olds),
      });
      if (failures.length > 0) return { inputs: { ...news }, failures };
      return { inputs: writeCheckedServer(checked), failures: [] };
    },
    diff: async (_, olds, news) => {
      const ready = await session().catch(() => undefined);
      const recorded = readServerOutputs(kind, olds);
      const { changes, replaces } = compareServer(
        kind,
        ready,
        recorded,
        readCheckedServer(kind, news),
      );
      return { changes, replaces: [...replaces], deleteBeforeReplace: true };
    },
    create: (news) => apply(news, undefined),
    update: async (_, olds, news) => {
      const { outs } = await apply(news, readServerOutputs(kind, olds));
      return { outs };
    },
    read: (id, props) =>
      plainly(props, async () => {
        const outputs = readServerOutputs(kind, props);
        const seen = await observeServer(kind, await session(), outputs);
        return seen === null ? {} : { id, props: writeServerOutputs(seen) };
      }),
    delete: (_, props) =>
      plainly(props, async () => {
        const ready = await session().catch(() => undefined);
        leaveServer(kind, ready, readServerOutputs(kind, props), log);
      }),
  };
}

/** Makes the providers. Nothing is opened before the first method that needs it. */
export function createServerProviders(
  options: ServerProviderOptions,
): Readonly<Record<keyof typeof KINDS, DynamicProvider>> {
  const { log = engineLog } = options;
  let configuration: (key: string) => string | undefined = () => undefined;
  let opened: Promise<ServerSession> | undefined;
  const shared: Shared = {
    configure: ({ config }) => {
      configuration = (key) => config.get(`biztalk:${key}`) ?? config.rawConfig?.[key];
    },
    session: () => {
      opened ??= openServerSession({ ...options, configuration });
      // Whoever awaits it reports the failure; unobserved it must not end the process.
      opened.catch(() => undefined);
      return opened;
    },
    log,
  };
  return {
    InstancePolicy: providerOf(KINDS.InstancePolicy, shared),
    Application: providerOf(KINDS.Application, shared),
    HostInstance: providerOf(KINDS.HostInstance, shared),
  };
}
