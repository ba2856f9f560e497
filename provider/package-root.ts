/** Where this package is: what it ships that is not compiled lies beside its sources. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder above this file whose package.json is ours. */
export function packageRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, "utf8")) as { name?: unknown }).name === "pulumi-biztalk"
    )
      return folder;
  }
  throw new Error("pulumi-biztalk: package.json is missing above the compiled code");
}
