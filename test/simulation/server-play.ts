/**
 * Plays a history of a BizTalk Server with the engine's part in it (old inputs, outputs, partial
 * failures) and says what went against the promises; nothing, if all is well.
 */
import {
  applyServer,
  checkServer,
  compareServer,
  KINDS,
  type CheckedResource,
  type Kind,
  type ResourceOutputs,
} from "../../provider/bts/lifecycle/index.js";
import type { ServerSession } from "../../provider/bts/judge/server-session.js";
import { ProviderError } from "../../provider/errors.js";
import { PartialFailure } from "../../provider/pulumi/partial-failure.js";
import type { Properties } from "../../provider/pulumi/unknown.js";
import type { ServerHistory, ServerRun } from "./server-history.js";
import { Killed, type Arriving, type ServerMachine } from "./server-machine.js";

const LOG = { info: () => undefined, warn: () => undefined, progress: () => () => undefined };

interface Recorded {
  readonly checked: CheckedResource;
  readonly outputs: ResourceOutputs;
}

type KindName = keyof typeof KINDS;

/** How a run on one resource ended. */
interface End {
  readonly end: "succeeded" | "refused" | "failed" | "killed";
  readonly text: string;
}

/** The resources of a run, in their order. */
function resourcesOf({ policy, application, host }: ServerRun): [KindName, Properties][] {
  const consentTo = (name: string, consents: boolean): Properties =>
    consents ? { acceptDataLoss: `${name}/terminate` } : {};
  const resources: [KindName, Properties][] = [];
  if (policy !== undefined) {
    const { states, consents, ...rest } = policy;
    const match = { application: "Orders", states };
    resources.push([
      "InstancePolicy",
      { ...rest, match, ...consentTo("InstancePolicy", consents) },
    ]);
  }
  if (application !== undefined) {
    const { consents, ...rest } = application;
    const consent = consentTo("Orders", consents);
    resources.push(["Application", { applicationName: "Orders", ...rest, ...consent }]);
  }
  if (host !== undefined) {
    const drain = host.drains ? { drain: { deadline: "20s" } } : {};
    const { state } = host;
    resources.push(["HostInstance", { hostName: "Processing", machine: "BTS01", state, ...drain }]);
  }
  return resources;
}

/** How what is there is called where it has stopped for good. */
const isSuspended = (shown: string): boolean => /^Suspended|discarded/.test(shown);

class Player {
  readonly violations: string[] = [];
  readonly machine: ServerMachine;
  /** Receive locations that are enabled where no drain is under way. */
  resting: readonly string[] = [];
  readonly #recorded = new Map<KindName, Recorded>();

  constructor(machine: ServerMachine) {
    this.machine = machine;
  }

  /** What must not arrive, whatever was planned: looked at before it does. */
  async #arrives(run: ServerRun, { path, body }: Arriving): Promise<void> {
    const all = await this.machine.instances();
    const id = /^\/OperationalData\/Instances\/(\w+)\/(.+)$/.exec(path);
    if (id !== null) {
      const [, operation, instanceId] = id;
      const instance = all.find((each) => each.id === instanceId);
      if (instance?.application === "Billing")
        this.violations.push(`${operation ?? ""} of another's`);
      const drains = run.application?.drain?.action === "terminate" && run.application.consents;
      const ends = run.policy?.action === "terminate" && run.policy.consents;
      if (operation === "Terminate" && !drains && !ends)
        this.violations.push("an instance is terminated without consent");
    }
    const isStop = path.endsWith("/Orders/Stop") && /"Unenlist\w+":true/.test(body);
    const own = all.filter(({ application }) => application === "Orders");
    if (isStop && own.length > 0 && run.application?.consents !== true)
      this.violations.push(`a stop unenlists with ${String(own.length)} left, without consent`);
  }

  async #resource(session: ServerSession, name: KindName, args: Properties): Promise<End> {
    const kind: Kind = KINDS[name];
    const recorded = this.#recorded.get(name);
    const call = {
      ...{ urn: `urn:pulumi:dev::simulation::type::${name}`, dryRun: false, ignore: [] },
      ...{ origins: [], log: LOG },
    };
    const opened = Promise.resolve(session);
    const request = { call, given: args, recorded: recorded?.checked };
    const { checked, failures } = await checkServer(kind, opened, request);
    if (failures.length > 0) return { end: "refused", text: failures[0]?.reason ?? "" };
    if (recorded !== undefined) {
      const { changes } = compareServer(kind, session, recorded.outputs, checked);
      if (!changes) {
        this.#recorded.set(name, { ...recorded, checked });
        return { end: "succeeded", text: "" };
      }
    }
    try {
      const made = { checked, recorded: recorded?.outputs, log: LOG };
      const { outputs } = await applyServer(kind, session, made);
      this.#recorded.set(name, { checked, outputs });
      return { end: "succeeded", text: "" };
    } catch (reason) {
      if (!(reason instanceof ProviderError)) throw reason;
      if (reason instanceof PartialFailure) {
        const outputs = reason.outputs as ResourceOutputs;
        this.#recorded.set(name, { checked: recorded?.checked ?? checked, outputs });
      }
      return { end: "failed", text: reason.message };
    }
  }

  /** What is left in Orders, and not suspended. */
  async #left(): Promise<number> {
    const all = await this.machine.instances();
    return all.filter((each) => each.application === "Orders" && !isSuspended(each.shown)).length;
  }

  async #judge(run: ServerRun, { text, end }: End): Promise<void> {
    const [, told] = /not drained: (\d+) left/.exec(text) ?? [];
    const blocks = run.application?.drain?.suspended === "block";
    if (told !== undefined && !blocks && Number(told) !== (await this.#left()))
      this.violations.push(`the report says ${told} left, there are ${String(await this.#left())}`);
    const isOver = /not drained|is not stopped|answered 403/.test(text);
    const after = await this.machine.enabled();
    const [is, was] = [after.join(), this.resting.join()];
    if (end === "failed" && isOver && run.mishap === null && is !== was)
      this.violations.push(`a refused drain leaves ${is} enabled, ${was} before`);
    if (end === "succeeded") this.resting = after;
  }

  /** One run; what its resources came to. */
  async up(run: ServerRun): Promise<readonly End[]> {
    const session = this.machine.session(run.mishap);
    this.machine.onChange = (arriving) => this.#arrives(run, arriving);
    const ends: End[] = [];
    try {
      for (const [name, args] of resourcesOf(run)) {
        const end = await this.#resource(session, name, args);
        if (name === "Application") await this.#judge(run, end);
        ends.push(end);
        if (end.end !== "succeeded") break;
      }
    } catch (reason) {
      if (!(reason instanceof Killed)) throw reason;
      ends.push({ end: "killed", text: "" });
    } finally {
      await session.close();
    }
    return ends;
  }

  /** Nothing was sent twice without a look between, and nothing that the chart refuses. */
  async audit(): Promise<void> {
    const log = await this.machine.log();
    const since = new Set<string>();
    for (const { method, path, status, operation } of log) {
      if (method === "GET") since.clear();
      else {
        if (since.has(path)) this.violations.push(`${String(operation)} twice without a look`);
        since.add(path);
        if (status >= 400) this.violations.push(`${String(operation)} is answered ${status}`);
      }
    }
  }

  /** The program of a morning: everything runs. What was closed is open, and it stays at rest. */
  async rest(original: readonly string[]): Promise<void> {
    this.machine.clock.advance(60_000);
    const run: ServerRun = { application: { state: "Started", consents: false }, mishap: null };
    const first = await this.up(run);
    const log = await this.machine.log();
    const started = log.some(({ operation }) => operation === "Start Application");
    const enabled = await this.machine.enabled();
    if (first.every(({ end }) => end === "succeeded") && !started)
      if (enabled.join() !== original.join())
        this.violations.push(`${enabled.join()} enabled in the end, ${original.join()} before`);
    await this.up(run);
    const changes = (await this.machine.log()).slice(log.length);
    if (changes.some(({ method }) => method === "PUT"))
      this.violations.push("operations are sent although nothing has changed");
  }
}

/** Plays a history on a machine whose world is made for it. */
export async function playServer(
  machine: ServerMachine,
  history: ServerHistory,
): Promise<readonly string[]> {
  await machine.reset(history);
  const player = new Player(machine);
  const original = await machine.enabled();
  player.resting = original;
  for (const run of history.runs) await player.up(run);
  await player.rest(original);
  await player.audit();
  return player.violations;
}
