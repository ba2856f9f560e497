/**
 * Which Node this package needs, and what is said under an older one. An older Node must be able to
 * load this file: it imports nothing.
 */

/**
 * `node:sqlite`, which journal and emulator are kept in, needs no flag since then. `engines` in
 * package.json says the same.
 */
const NODE_VERSION_MIN = [22, 13] as const;

/** A Node: its version without a `v`, and the path of its executable. */
export interface FoundNode {
  readonly version: string;
  readonly path: string;
}

/** The Node that runs this process. */
export const thisNode = (): FoundNode => ({
  version: process.versions.node,
  path: process.execPath,
});

/**
 * What is wrong with a Node, in a sentence that says what to do; `undefined` when it is new enough.
 */
export function nodeProblem({ version, path }: FoundNode): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [majorMin, minorMin] = NODE_VERSION_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return undefined;
  const needed = NODE_VERSION_MIN.join(".");
  return (
    `pulumi-biztalk needs Node ${needed} or newer, and this is Node ` +
    `${version} (${path}). Install a newer Node, or put one first on the ` +
    "PATH."
  );
}
