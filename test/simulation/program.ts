/** Programs as the model of the engine reads them, and what it records of each resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that a preview does not know yet (Pulumi SDK, runtime/rpc). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An input that follows from an output of another resource: a prefix, and the value behind it. */
export interface Follows {
  readonly from: string;
  readonly output: string;
  readonly prefix: string;
}

/**
 * A resource of the program: its arguments, and Pulumi's options as the class passes them along.
 */
export interface Declared {
  readonly args: Properties;
  readonly ignoreChanges?: readonly string[];
  readonly protect?: boolean;
  /** Logical names that it had before. */
  readonly aliases?: readonly string[];
  /** Inputs that follow from resources which come before it. */
  readonly follows?: Readonly<Record<string, Follows>>;
  /** The provider process that it has: the stack's own unless named. */
  readonly provider?: string;
}

/** Resources by their logical name, in the order in which they are registered. */
export type Program = Readonly<Record<string, Declared>>;

/** A resource in the state file. */
export interface Recorded {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly initErrors: readonly string[];
  readonly protect: boolean;
  readonly provider: string;
  readonly follows: Readonly<Record<string, Follows>>;
}

/** The arguments with what follows from outputs; an output that is not there is not known yet. */
export function resolved(
  { args, follows = {} }: Declared,
  outputs: ReadonlyMap<string, Properties>,
): Properties {
  const following = Object.entries(follows).map(([input, { from, output, prefix }]) => {
    const value = outputs.get(from)?.[output] as string | number | null | undefined;
    const isKnown = value !== undefined && value !== null && value !== UNKNOWN;
    return [input, isKnown ? prefix + String(value) : UNKNOWN] as const;
  });
  return { ...args, ...Object.fromEntries(following) };
}

/** What is kept of a resource beside its properties. */
export function optionsOf({
  protect = false,
  provider = "",
  follows = {},
}: Declared): Pick<Recorded, "protect" | "provider" | "follows"> {
  return { protect, provider, follows };
}
