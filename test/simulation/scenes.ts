import type { Program } from "./engine-model.js";
import { STORE } from "./history.js";

/** Inputs beside those that every scene has. */
export type Inputs = Readonly<Record<string, unknown>>;

const ORDERS = {
  serviceName: "orders",
  cloudService: "integration",
  region: "West Europe",
  edition: "Standard",
};

/** A backup as a program asks for it. */
export const BACKUP = { name: "nightly-1", store: STORE };

/** A program with one service. */
export const program = (differs: Inputs = {}): Program => ({
  orders: { args: { ...ORDERS, ...differs } },
});
