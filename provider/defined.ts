/**
 * What of several values is there: for objects in which a property is left out rather than
 * `undefined`.
 */

/** An object without its properties that may be `undefined`. */
type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The properties that are not `undefined`: `{ ...rest, ...defined({ units }) }`. */
export function defined<T extends object>(properties: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
