/**
 * The text of the first element of that name, by a plain search: tests do not read XML with the
 * code under test.
 */
export function xmlText(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}
