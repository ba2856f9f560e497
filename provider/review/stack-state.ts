/**
 * A stack's state and configuration as `pulumi` exports them: what a failed preview leaves unsaid,
 * and secret settings.
 */
import type { Engine } from "../engine/index.js";
import { runCommand } from "../engine/index.js";
import { isProperties, type Properties } from "../pulumi/unknown.js";

/** A secret setting of a provider; `undefined` where it cannot be decrypted. */
export type Secrets = (providerUrn: string, name: string) => Promise<string | undefined>;

const TIMEOUT_MS = 60_000;

/** A stack of a project. */
export interface StackPlace {
  readonly engine: Engine;
  readonly cwd: string;
  readonly stack: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

async function json(
  { engine, cwd, stack, env }: StackPlace,
  args: readonly string[],
): Promise<unknown> {
  const all = [...args, ...stack, "--non-interactive"];
  const { code, stdout } = await runCommand(engine.path, all, { cwd, env, timeoutMs: TIMEOUT_MS });
  if (code !== 0) return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

const at = (value: unknown, key: string): unknown => (isProperties(value) ? value[key] : undefined);

/** The resources of a stack's state, secrets encrypted; none where the state cannot be read. */
export async function resourcesIn(
  place: StackPlace,
  ...flags: readonly string[]
): Promise<readonly Properties[]> {
  const exported = await json(place, ["stack", "export", ...flags]);
  const resources = at(at(exported, "deployment"), "resources");
  return Array.isArray(resources) ? resources.filter(isProperties) : [];
}

/** A secret in a decrypted state is an object that holds its value as JSON text. */
function plaintext(value: unknown): string | undefined {
  const text = at(value, "plaintext");
  if (typeof value === "string") return value;
  if (typeof text !== "string") return undefined;
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "string" ? parsed : undefined;
}

/**
 * Looks secrets up, the stack's configuration first, then its state; each is decrypted at most
 * once.
 */
export function stackSecrets(place: StackPlace): Secrets {
  let configuration: Promise<unknown> | undefined;
  let state: Promise<readonly Properties[]> | undefined;
  return async (providerUrn, name) => {
    if (providerUrn.endsWith("::default")) {
      configuration ??= json(place, ["config", "--json", "--show-secrets"]);
      const value = at(at(await configuration, `biztalk:${name}`), "value");
      if (typeof value === "string") return value;
    }
    state ??= resourcesIn(place, "--show-secrets");
    const found = (await state).find((resource) => resource["urn"] === providerUrn);
    const inputs = at(found, "inputs");
    return plaintext(at(inputs, `biztalk:${name}`) ?? at(inputs, name));
  };
}
