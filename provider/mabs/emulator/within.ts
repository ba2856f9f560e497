/** Work on the emulator's world from beside the management API: the control plane and the page. */
import type { Shell } from "../../emulator/product.js";
import { settle } from "./settle.js";
import { worldOf, type EmulatorRules, type World } from "./world.js";

/** Does work in one transaction, after what was due has been settled. */
export type Within = <T>(work: (world: World) => T) => T;

/** Over a store and a clock. */
export const withinOf =
  ({ store, clock }: Shell, rules: EmulatorRules): Within =>
  (work) =>
    store.transaction((records) => {
      const world = worldOf(records, rules, clock.now());
      settle(world);
      return work(world);
    });
