import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";

/**
 * What a program of a test may import: the package under test as `dist/` has it, and Pulumi's own.
 */
export type LinkedPackage = "pulumi-biztalk" | "@pulumi/pulumi" | "@pulumi/policy";

const homeOf = (name: LinkedPackage): string =>
  name === "pulumi-biztalk" ? packageRoot() : dirname(require.resolve(`${name}/package.json`));

/**
 * Links packages into a folder's `node_modules`, where a program in that folder finds them by their
 * names.
 */
export function linkPackages(folder: string, ...names: readonly LinkedPackage[]): void {
  for (const name of names) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(homeOf(name), link);
  }
}
