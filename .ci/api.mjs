// The public surface, as the declarations in dist/ state it, against the reports in etc/: a change
// of it is seen in review. `npm run api` writes the reports anew; without --write
// (`npm run api:check`) a difference is a failure.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const REPORTS = path.join(ROOT, "etc");
const FRESH = path.join(ROOT, "build", ".cache", "api");

/**
 * What programs import by name. `pulumi-biztalk/dynamic` is fetched by Pulumi alone, and frozen by
 * its own tests.
 */
const ENTRIES = {
  "pulumi-biztalk": "dist/index.d.ts",
  "pulumi-biztalk.emulator": "dist/start-emulator.d.ts",
  "pulumi-biztalk.policy": "dist/policy/index.d.ts",
};

const mayWrite = process.argv.includes("--write");
for (const folder of [REPORTS, FRESH]) mkdirSync(folder, { recursive: true });
const changed = Object.entries(ENTRIES).filter(([name, entry]) => hasChanged(name, entry));
for (const [name] of changed) {
  if (mayWrite) process.stdout.write(`etc/${name}.api.md is written\n`);
  else showDifference(`${name}.api.md`);
}
if (changed.length > 0 && !mayWrite) {
  process.stderr.write(
    "the public surface has changed: `npm run api` writes its report, which is part of the change\n",
  );
  process.exit(1);
}

function hasChanged(name, entry) {
  const none = { default: { logLevel: "none" } };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: path.join(ROOT, entry),
      compiler: { tsconfigFilePath: path.join(ROOT, "tsconfig.build.json") },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: name,
        reportFolder: REPORTS,
        reportTempFolder: FRESH,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: none,
        tsdocMessageReporting: none,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(ROOT, "package.json"),
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: mayWrite,
    messageCallback: (message) => {
      message.handled = message.logLevel !== "error";
    },
  });
  if (errorCount > 0) process.exit(1);
  return apiReportChanged;
}

function showDifference(report) {
  const files = [path.join(REPORTS, report), path.join(FRESH, report)].map((file) =>
    path.relative(ROOT, file),
  );
  const command = ["--no-pager", "diff", "--no-index", "--no-color", ...files];
  if (existsSync(path.join(REPORTS, report)))
    spawnSync("git", command, { cwd: ROOT, stdio: "inherit" });
}
