/**
 * A policy that matches very many instances: how much longer a preview of it is than one of a
 * resource that does nothing, and what its state takes.
 */
import type { Engine } from "../../provider/engine/index.js";
import { milliseconds, type Figure } from "./figure.js";
import { makeFleet, type Fleet } from "./fleet.js";
import { INSTANCES, populationOf, serveEmulator } from "./served-emulator.js";

const RUNS = 5;

/** The shortest of some previews: what else the machine does makes one longer only. */
async function shortestPreview(fleet: Fleet): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const startedAt = milliseconds();
    await fleet.spend("preview");
    times.push(milliseconds() - startedAt);
  }
  return Math.min(...times);
}

async function previewBeyond(engine: Engine, policies: Fleet): Promise<Figure> {
  const waiting = await makeFleet(engine, 1, "waiting");
  const alone = await shortestPreview(waiting);
  waiting.close();
  const ours = await shortestPreview(policies);
  return {
    name: `preview of a policy over ${INSTANCES}, beyond the engine`,
    value: ours - alone,
    unit: "ms",
    bound: 3_000,
    note: `${Math.round(ours)} to ${Math.round(alone)} ms`,
  };
}

/** Measures the preview, and the state once the policy has resumed all of them. */
export async function measurePolicyPreview(engine: Engine): Promise<Figure[]> {
  const served = await serveEmulator();
  await served.control("PUT", "instances", populationOf(INSTANCES, "Suspended (resumable)"));
  const policies = await makeFleet(engine, 1, "policies", { BIZTALK_SERVER_ENDPOINT: served.url });
  try {
    const preview = await previewBeyond(engine, policies);
    await policies.spend("up");
    const [state] = await policies.state();
    const name = `state of a policy that has resumed ${INSTANCES}`;
    return [preview, { name, value: state?.text.length ?? NaN, unit: "bytes", bound: 4_096 }];
  } finally {
    policies.close();
    await served.close();
  }
}
