/**
 * Every effect of a provider, seen as it happens: what the crash points are enumerated by, and
 * where it is killed.
 */

/** Where a provider stands: before or after one effect, for instance `client.send Scale, after`. */
export type Point = string;

/** Called at each point; a promise that never settles is the end of the process. */
export type AtPoint = (point: Point) => Promise<void>;

/** What an argument says of a call, for the point's name. */
function nameOf(argument: unknown): string {
  if (typeof argument !== "object" || argument === null) return "";
  const { operation, phase } = argument as { operation?: unknown; phase?: unknown };
  return [operation, phase].filter((each) => typeof each === "string").join(" ");
}

/** Methods that answer at once: all others return promises. */
const SYNCHRONOUS = ["read", "all", "gaveUp", "isTakenBy", "claimantOf", "close"].map(
  (name) => `journal.${name}`,
);

/**
 * Wraps everything asynchronous that an object does: whatever is added to it is a point by itself.
 *
 * What answers at once (a read of the journal) has no effect and is left alone.
 */
export function observed<T extends object>(name: string, target: T, atPoint: AtPoint): T {
  return new Proxy(target, {
    get: (object, key) => {
      const member: unknown = Reflect.get(object, key);
      if (typeof member !== "function" || SYNCHRONOUS.includes(`${name}.${String(key)}`))
        return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const called = `${name}.${String(key)} ${args.map(nameOf).join("")}`.trim();
        await atPoint(`${called}, before`);
        const result: unknown = await (member.apply(object, args) as Promise<unknown>);
        await atPoint(`${called}, after`);
        return result;
      };
    },
  });
}

/** A process that is killed at its n-th point, counted from 0; never, when `at` is undefined. */
export class Killer {
  readonly points: Point[] = [];
  readonly killed: Promise<"killed">;
  #end: () => void = () => undefined;

  readonly #at: number | undefined;

  constructor(at: number | undefined) {
    this.#at = at;
    this.killed = new Promise((resolve) => {
      this.#end = () => {
        resolve("killed");
      };
    });
  }

  readonly atPoint: AtPoint = (point) => {
    this.points.push(point);
    if (this.points.length - 1 !== this.#at) return Promise.resolve();
    this.#end();
    return new Promise(() => undefined);
  };
}
