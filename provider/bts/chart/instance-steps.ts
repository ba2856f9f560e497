/**
 * The step relation: what each event does to an instance. For an event the first row that fits
 * decides.
 *
 * The two tables of Microsoft's page "Service Instance States" are projections of the rows that are
 * printed there (printed-tables.ts). Where they disagree or are silent, a row names the decision
 * that it follows, `B-n` of docs/bts.md.
 */
import type { InstanceStep } from "./instance-step.js";
import { OPERATION_STEPS } from "./operation-steps.js";
import { SYSTEM_STEPS } from "./system-steps.js";

/** All rows, in the order in which they are tried. */
export const INSTANCE_STEPS: readonly InstanceStep[] = [...OPERATION_STEPS, ...SYSTEM_STEPS];
