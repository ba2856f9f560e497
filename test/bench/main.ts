/**
 * `npm run bench`: the figures of the project, as ratios where a machine's speed would tell, each
 * against its bound.
 *
 * `--services N` sets the size of the fleet (300 unless given; 2000 is the large one). Exit code 0
 * whatever the figures: machines are noisy, and a person reads them.
 */
import { systemClock } from "../../provider/clock.js";
import { ensureEngine } from "../../provider/engine/index.js";
import { measureEmulatorReady } from "./emulator-ready.js";
import { measureEngine } from "./engine-ratios.js";
import { describeFigure, type Figure } from "./figure.js";
import { measurePolicyPreview } from "./policy-preview.js";
import { measureReview } from "./review-ratio.js";
import { measurePlanning } from "./planning.js";
import { measureServerEmulator } from "./server-emulator.js";
import { measureServicesEmulator } from "./services-emulator.js";

const SERVICES_DEFAULT = 300;

function servicesOption(args: readonly string[]): number {
  const at = args.indexOf("--services");
  return at === -1 ? SERVICES_DEFAULT : Number(args[at + 1]);
}

async function main(): Promise<void> {
  const show = (figures: readonly Figure[]): void => {
    for (const figure of figures) console.log(describeFigure(figure));
  };
  show(measurePlanning());
  show(await measureEmulatorReady());
  show(await measureServicesEmulator());
  show(await measureServerEmulator());
  const say = (line: string): void => {
    console.error(line);
  };
  const engine = await ensureEngine({ env: process.env, clock: systemClock, say });
  show(await measurePolicyPreview(engine));
  show(await measureReview(engine));
  show(await measureEngine(engine, servicesOption(process.argv)));
}

void main();
