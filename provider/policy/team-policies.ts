/** Rules that teams ask for. Each is disabled until its configuration sets an enforcement level. */
import type {
  PolicyConfigSchema,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";
import type { Clock } from "../clock.js";
import { isWithin, type MaintenanceWindow } from "./maintenance-window.js";
import { isNew, plannedService, type PlannedService } from "./planned-service.js";

type Properties = NonNullable<PolicyConfigSchema["properties"]>;

interface TeamPolicy<T extends object> {
  readonly name: string;
  readonly description: string;
  readonly properties: Properties;
  /** What stands against a service, a text for each. */
  readonly against: (service: PlannedService, config: T, clock: Clock) => readonly string[];
}

/** `HH:MM`. */
const TIME = "^([01]\\d|2[0-3]):[0-5]\\d$";

/** An absolute time in a line of a plan. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

const HOUR_MS = 3_600_000;

const costing = (planned: PlannedService): string[] => [
  ...planned.plan.steps
    .filter(({ risk }) => risk !== "none" && !isNew(planned))
    .map(({ operation, risk }) => `${operation} (${risk})`),
  ...planned.replaces,
];

const maintenanceWindow: TeamPolicy<MaintenanceWindow> = {
  name: "maintenance-window",
  description: "Nothing interrupts or destroys outside of the maintenance window.",
  properties: {
    days: {
      type: "array",
      items: { type: "string", enum: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] },
      default: ["Sun"],
    },
    from: { type: "string", pattern: TIME, default: "02:00" },
    to: { type: "string", pattern: TIME, default: "06:00" },
    timeZone: { type: "string", default: "UTC" },
  },
  against: (service, window, clock) => {
    const steps = costing(service);
    if (steps.length === 0 || isWithin(window, clock.now())) return [];
    const { days, from, to, timeZone = "UTC" } = window;
    return [
      `${service.service}: ${steps.join(", ")} outside of the maintenance ` +
        `window, ${days.join(", ")} ${from} to ${to} ${timeZone}.`,
    ];
  },
};

const backupBeforeDelete: TeamPolicy<{ readonly maxAgeHours: number }> = {
  name: "backup-before-delete",
  description:
    "No plan deletes a service without a backup that is young enough, and " +
    "each service has backupBeforeDelete set: Pulumi shows no policy the " +
    "deletes of resources that left the program.",
  properties: { maxAgeHours: { type: "number", minimum: 0, default: 24 } },
  against: ({ service, plan, replaces, backupBeforeDelete: flag }, { maxAgeHours }, clock) => {
    const operations = plan.steps.map(({ operation }) => operation);
    // A plan names the backup that it restores, and when that was taken (docs/planner.md,
    // Deleting).
    const isYoung = (text: string): boolean =>
      [...text.matchAll(INSTANT)].some(
        ([instant]) => clock.now() - Date.parse(instant) <= maxAgeHours * HOUR_MS,
      );
    const deletes =
      (operations.includes("Delete") &&
        !operations.includes("Backup") &&
        !plan.steps.some(({ text }) => isYoung(text))) ||
      replaces.some((line) => !/\bBackup\b/.test(line) && !isYoung(line));
    return [
      ...(deletes
        ? [`${service}: Delete without a backup of the last ${String(maxAgeHours)} hours.`]
        : []),
      ...(flag === false
        ? [`${service}: backupBeforeDelete is false; set it to true or "ifPossible".`]
        : []),
    ];
  },
};

const noReplacement: TeamPolicy<{ readonly stacks: readonly string[] }> = {
  name: "no-replacement",
  description: "No service of these stacks is deleted to be made anew.",
  properties: { stacks: { type: "array", items: { type: "string" }, default: ["prod"] } },
  against: ({ service, plan, replaces, stack }, { stacks }) => {
    if (!stacks.includes(stack)) return [];
    const operations = plan.steps.map(({ operation }) => operation);
    const how = [...(operations.includes("Delete") ? [operations.join(", ")] : []), ...replaces];
    return how.map((way) => `${service}: it would be replaced (${way}) in stack ${stack}.`);
  },
};

const maximumUnits: TeamPolicy<{ readonly units: number }> = {
  name: "maximum-units",
  description: "No service has more units than these.",
  properties: { units: { type: "integer", minimum: 1, default: 8 } },
  against: ({ service, units: asked }, { units }) =>
    asked !== undefined && asked > units
      ? [`${service}: ${String(asked)} units; ${String(units)} at most.`]
      : [],
};

function teamPolicy<T extends object>(
  policy: TeamPolicy<T>,
  clock: Clock,
): ResourceValidationPolicy {
  const { name, description, properties, against } = policy;
  return {
    name,
    description,
    enforcementLevel: "disabled",
    // Defaults for all of it: the engine wants what is required of a policy that is disabled, too.
    configSchema: { properties },
    validateResource: (args: ResourceValidationArgs, report) => {
      const service = plannedService(args);
      if (service !== undefined)
        for (const text of against(service, args.getConfig<T>(), clock)) report(text);
    },
  };
}

/** The configurable rules, by the given clock. */
export const teamPolicies = (clock: Clock): ResourceValidationPolicy[] => [
  teamPolicy(maintenanceWindow, clock),
  teamPolicy(backupBeforeDelete, clock),
  teamPolicy(noReplacement, clock),
  teamPolicy(maximumUnits, clock),
];
