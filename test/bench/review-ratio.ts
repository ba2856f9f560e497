/**
 * The cost of `biztalk preview` as a ratio to `pulumi preview` alone, on the same stack in the same
 * run.
 */
import type { Engine } from "../../provider/engine/index.js";
import { makeFleet } from "./fleet.js";
import type { Figure } from "./figure.js";

const SERVICES = 200;

/** Runs of each, one after the other: what else the machine does falls on both. */
const ROUNDS = 5;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Measures both previews of a stack of 200 services that exist. */
export async function measureReview(engine: Engine): Promise<Figure[]> {
  const fleet = await makeFleet(engine, SERVICES, "ours");
  try {
    await fleet.spend("up");
    const alone: number[] = [];
    const reviewed: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(await fleet.spend("preview"));
      reviewed.push(await fleet.spendReview());
    }
    const [ours, other] = [median(reviewed), median(alone)];
    const note = `${ours.toFixed(1)} to ${other.toFixed(1)} CPU seconds`;
    const name = `biztalk preview of ${String(SERVICES)}, ratio to pulumi preview`;
    return [{ name, value: ours / other, unit: "", bound: 1.3, note }];
  } finally {
    fleet.close();
  }
}
