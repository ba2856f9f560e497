/**
 * A part of a connection string, by any of its names (`|` between them), letter case ignored;
 * `undefined` where there is none.
 */
export const connectionPart = (text: string, names: string): string | undefined =>
  new RegExp(`(?:^|;)\\s*(?:${names})\\s*=\\s*([^;]+)`, "i").exec(text)?.[1]?.trim();
