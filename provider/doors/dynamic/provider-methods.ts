/**
 * The dynamic provider: the seven methods that Pulumi's host calls, over one session for each
 * process.
 *
 * The host may call any method before `configure` has resolved, so every method awaits the session
 * itself.
 */
import type { Clock } from "../../clock.js";
import { markAnswered } from "../../mabs/judge/own-create.js";
import { openSession, type Session, type SessionOptions } from "../../mabs/judge/session.js";
import {
  apply,
  check,
  compare,
  observe,
  remove,
  type Applied,
  type ApplyRequest,
  type ServiceOutputs,
} from "../../mabs/lifecycle/index.js";
import type { Log } from "../../pulumi/call.js";
import type { InputFailure } from "../../pulumi/input-failure.js";
import { PartialFailure } from "../../pulumi/partial-failure.js";
import type { Properties } from "../../pulumi/unknown.js";
import { readChecked, readRecorded, writeChecked } from "./checked-inputs.js";
import { engineLog } from "./engine-log.js";
import { PROVIDER } from "./hidden-names.js";
import { programInputs, readCall } from "./read-call.js";
import { readOutputs, writeOutputs } from "./service-outputs.js";
import { partialFailure, toPlainError } from "./wire-values.js";

/**
 * The host's configuration: values as text. From the stack keys come with their namespace; an
 * explicit provider's own come as they are, and `get` would put the project's name before them.
 */
export interface ConfigureRequest {
  readonly config: {
    get(key: string): string | undefined;
    readonly rawConfig?: Readonly<Record<string, string>>;
  };
}

/** What `check` answers. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly InputFailure[];
}

/** What `diff` answers: a boolean, and which inputs replace. */
export interface DiffResult {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/** What `read` answers; without an id the resource is gone. */
export interface ReadResult {
  readonly id?: string;
  readonly props?: Properties;
  readonly inputs?: Properties;
}

/** The methods that the host calls. */
export interface DynamicProvider {
  configure(request: ConfigureRequest): void;
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, props: Properties): Promise<void>;
}

/** What the provider is made of. */
export interface ProviderOptions extends Pick<SessionOptions, "connect" | "origin" | "run"> {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Where lines for the person who watches go; the engine unless given. */
  readonly log?: Log;
}

/** The provider, and what is to be done when the engine ends the process in good order. */
export interface CreatedProvider {
  readonly provider: DynamicProvider;
  /**
   * Notes in the journal which creates were answered: an engine that ends its providers in good
   * order should have written its state. After a crash the claims stay as they are, and the next
   * run takes those services for its own.
   */
  readonly end: () => Promise<void>;
}

/** Groups that hold secrets: the engine prints the value of a property that failed, as it is. */
const NOT_PRINTED: ReadonlySet<string> = new Set([
  "configuration",
  "backup",
  "restoreFrom",
  "restartTriggers",
]);

/** A failure as the engine is told of it: its text names the input in any case. */
const forEngine = ({ property, reason }: InputFailure): InputFailure => ({
  property: NOT_PRINTED.has(property) ? "" : property,
  reason,
});

/**
 * A partial failure as the host tells it to the engine; anything else reaches Pulumi as a text
 * without a stack.
 */
function toHost(reason: unknown, provider: unknown): Error {
  if (!(reason instanceof PartialFailure)) return toPlainError(reason);
  const { id, outputs, message } = reason as PartialFailure<ServiceOutputs>;
  return partialFailure(id, writeOutputs(outputs), provider, message);
}

/** Makes the provider. Nothing is opened before the first method that needs it. */
export function createProvider(options: ProviderOptions): CreatedProvider {
  const { log = engineLog } = options;
  let opened: Promise<Session> | undefined;
  const open = (configuration: (key: string) => string | undefined): Promise<Session> => {
    const session = openSession({ ...options, configuration });
    // Whoever awaits it reports the failure; unobserved it must not end the process.
    session.catch(() => undefined);
    return session;
  };
  const session = (): Promise<Session> => (opened ??= open(() => undefined));
  const plainly = async <T>(
    given: Properties,
    work: (session: Session) => Promise<T>,
  ): Promise<T> => {
    try {
      return await work(await session());
    } catch (reason) {
      throw toHost(reason, given[PROVIDER]);
    }
  };
  const applied = (news: Properties, recorded: ApplyRequest["recorded"]): Promise<Applied> =>
    plainly(news, (ready) => apply(ready, { checked: readChecked(news), recorded, log }));
  const provider: DynamicProvider = {
    configure: ({ config }) => {
      opened = open((key) => config.get(`biztalk:${key}`) ?? config.rawConfig?.[key]);
    },
    check: async (olds, news) => {
      const call = readCall(news, log);
      const given = programInputs(news);
      const { checked, failures } = await check(session(), {
        call,
        given,
        recorded: readRecorded(olds),
      });
      // Outside a dry run the engine takes no unknown value, and of inputs that failed none is
      // used.
      if (failures.length > 0) return { inputs: { ...news }, failures: failures.map(forEngine) };
      const isUnborn = call.dryRun && Object.keys(olds).length === 0;
      return { inputs: writeChecked(checked, { given, isUnborn }), failures: [] };
    },
    diff: async (_, olds, news) => {
      const ready = await session().catch(() => undefined);
      const { changes, replaces } = compare(ready, readOutputs(olds), readChecked(news));
      return { changes, replaces: [...replaces], deleteBeforeReplace: true };
    },
    create: async (news) => {
      const { id, outputs } = await applied(news, undefined);
      return { id, outs: writeOutputs(outputs) };
    },
    read: (id, props) =>
      plainly(props, async (ready) => {
        const seen = await observe(ready, readOutputs(props));
        return seen === null
          ? {}
          : { id, props: writeOutputs(seen.outputs), inputs: writeChecked(seen.checked) };
      }),
    update: async (id, olds, news) => ({
      outs: writeOutputs((await applied(news, { id, outputs: readOutputs(olds) })).outputs),
    }),
    delete: (_, props) => plainly(props, (ready) => remove(ready, readOutputs(props), log)),
  };
  const end = async (): Promise<void> => {
    const ready = await opened?.catch(() => undefined);
    if (ready === undefined) return;
    await Promise.all(ready.notes.made().map((service) => markAnswered(ready, service)));
  };
  return { provider, end };
}
