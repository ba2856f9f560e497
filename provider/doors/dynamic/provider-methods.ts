/**
 * The dynamic provider: the seven methods that Pulumi's host calls, over one session for each process.
 *
 * The host may call any method before `configure` has resolved, so every method awaits the session itself.
 */
import type { Clock } from "../../clock.js";
import { check, type CheckResult } from "../../mabs/lifecycle/check.js";
import { remove } from "../../mabs/lifecycle/delete.js";
import { diff, type DiffResult } from "../../mabs/lifecycle/diff.js";
import { markAnswered } from "../../mabs/judge/own-create.js";
import { read, type ReadResult } from "../../mabs/lifecycle/read.js";
import { reconcile } from "../../mabs/lifecycle/reconcile.js";
import { openSession, type Session, type SessionOptions } from "../../mabs/judge/session.js";
import { toPlainError } from "../../pulumi/wire-values.js";
import type { Properties } from "../../pulumi/unknown.js";

/**
 * The host's configuration: values as text. From the stack keys come with their namespace; an explicit provider's own
 * come as they are, and `get` would put the project's name before them.
 */
export interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined; readonly rawConfig?: Readonly<Record<string, string>> };
}

/** The methods that the host calls. */
export interface DynamicProvider {
  configure(request: ConfigureRequest): void;
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(inputs: Properties): Promise<{ id: string; outs: Record<string, unknown> }>;
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Record<string, unknown> }>;
  delete(id: string, props: Properties): Promise<void>;
}

/** What the provider is made of. */
export interface ProviderOptions extends Pick<SessionOptions, "connect" | "origin" | "run"> {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** The provider, and what is to be done when the engine ends the process in good order. */
export interface CreatedProvider {
  readonly provider: DynamicProvider;
  /**
   * Notes in the journal which creates were answered: an engine that ends its providers in good order should have
   * written its state. After a crash the claims stay as they are, and the next run takes those services for its own.
   */
  readonly end: () => Promise<void>;
}

/** Makes the provider. Nothing is opened before the first method that needs it. */
export function createProvider(options: ProviderOptions): CreatedProvider {
  let opened: Promise<Session> | undefined;
  const open = (configuration: (key: string) => string | undefined): Promise<Session> => {
    const session = openSession({ ...options, configuration });
    // Whoever awaits it reports the failure; unobserved it must not end the process.
    session.catch(() => undefined);
    return session;
  };
  const session = (): Promise<Session> => (opened ??= open(() => undefined));
  /** Partial failures pass as they are; anything else reaches Pulumi as a text without a stack. */
  const plainly = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    try {
      return await work(await session());
    } catch (reason) {
      throw reason instanceof Error && "reasons" in reason ? reason : toPlainError(reason);
    }
  };
  const provider: DynamicProvider = {
    configure: ({ config }) => {
      opened = open((key) => config.get(`biztalk:${key}`) ?? config.rawConfig?.[key]);
    },
    check: (olds, news) => check(session(), olds, news),
    diff: async (_, olds, news) => diff(await session().catch(() => undefined), olds, news),
    create: (news) => plainly((ready) => reconcile(ready, { news, olds: {}, id: undefined })),
    read: (id, props) => plainly((ready) => read(ready, id, props)),
    update: (id, olds, news) => plainly((ready) => reconcile(ready, { news, olds, id })),
    delete: (_, props) => plainly((ready) => remove(ready, props)),
  };
  const end = async (): Promise<void> => {
    const ready = await opened?.catch(() => undefined);
    if (ready === undefined) return;
    await Promise.all([...ready.told.answered.values()].map((service) => markAnswered(ready, service)));
  };
  return { provider, end };
}
