/** A real Chromium, started without a window. `.ci/chromium` gets one where the machine has none. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where distributions put it. */
const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const found = PATHS.find((path) => existsSync(path));

/** Why there is none; `undefined` where there is one. */
export const whyNoChromium: string | undefined =
  found === undefined ? "there is no Chromium here: .ci/chromium installs it" : undefined;

/** Starts it. */
export function startChromium(): Promise<Browser> {
  if (found === undefined) throw new Error(whyNoChromium);
  // A container has no user but root, under whom Chromium's own sandbox does not start.
  return chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
}
