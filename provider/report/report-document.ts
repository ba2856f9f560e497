/**
 * The report's shape: what every format is written from, and what `--report json` prints. Its JSON
 * Schema is published as `report.schema.json`; `version` changes when a field changes its meaning
 * or goes.
 */
import { z } from "zod";
import { RULE_IDS } from "./rules.js";

const location = z
  .strictObject({
    file: z.string().describe("Path relative to the folder in which the command ran"),
    line: z.int().min(1),
    column: z.int().min(1),
  })
  .describe("The line of the program that declares the resource, where the engine knows it");

const backup = z.strictObject({
  name: z.string(),
  takenAt: z.string().nullable().describe("ISO 8601, UTC"),
  age: z.string().nullable().describe("For a person, at the time of the report"),
});

const SUBJECT = z
  .strictObject({
    type: z.string().describe("The resource's type as programs write it: `biztalk.Service`"),
    name: z.string(),
    container: z
      .string()
      .nullable()
      .describe("What the name is unique in; null where it is so at its endpoint"),
  })
  .describe("What a resource stands for");

const risk = z.enum(["none", "interrupts", "destroys"]);

const route = z
  .strictObject({ operations: z.array(z.string()), risk })
  .describe("The shortest legal route");

const CHANGES = z
  .array(z.string())
  .optional()
  .describe("What changes, from what to what: `units 1 -> 3`; a secret by its name alone");

const FINDING = z.strictObject({
  rule: z.enum(RULE_IDS),
  severity: z.enum(["error", "warning"]),
  urn: z.string().nullable().describe("null for a finding of the whole stack"),
  subject: SUBJECT.nullable().describe("null for a finding of the whole stack"),
  endpoint: z.string().nullable(),
  state: z
    .string()
    .nullable()
    .describe("The state observed; null where there is no service or none was seen"),
  asked: z.string().describe("What the program asks for"),
  changes: CHANGES,
  operation: z.string().nullable(),
  legalHere: z
    .array(z.string())
    .describe("Operations that are legal in the observed state, in the chart's order"),
  route: route.nullable(),
  permit: z.string().nullable().describe("The input that would permit the route"),
  source: z.string().describe("Row or sentence of the authority"),
  message: z.string().describe("All of it for a person; may have several lines"),
  recovery: z.array(z.string()).describe("The way out of a failed state, a line for each step"),
  backup: backup.nullable(),
  location: location.nullable(),
});

const STEP = z.strictObject({
  operation: z.string(),
  expects: z.string(),
  yields: z.string(),
  serves: z.string(),
  risk,
  detour: z.boolean(),
});

/** A resource in a report, and in an approved plan. */
export const REPORTED_RESOURCE = z.strictObject({
  urn: z.string(),
  name: z.string().describe("The resource's logical name"),
  subject: SUBJECT,
  endpoint: z.string(),
  change: z
    .enum(["create", "update", "replace", "delete", "same"])
    .describe("What the engine does"),
  verdict: z.enum(["noop", "legal", "refused", "unknown"]),
  state: z.string().nullable(),
  steps: z.array(STEP),
  changes: CHANGES,
  findings: z.int().min(0),
});

const COUNTS = z.strictObject({ error: z.int(), warning: z.int() });

const REPORT = z
  .strictObject({
    version: z.literal(2),
    command: z.enum(["preview", "up", "drift"]),
    project: z.string(),
    projectFile: z
      .string()
      .describe("The project's file, relative to the folder in which the command ran"),
    stack: z.string(),
    ended: z
      .enum(["done", "failed", "cancelled", "deadline"])
      .describe("Anything but `done`: the report holds what was known by then"),
    counts: COUNTS,
    resources: z.array(REPORTED_RESOURCE),
    findings: z.array(FINDING),
  })
  .meta({ title: "Report of biztalk preview, biztalk up and biztalk drift" });

/** One finding. */
export type Finding = z.infer<typeof FINDING>;
/** What a resource stands for. */
export type Subject = z.infer<typeof SUBJECT>;
/** What is done to one resource. */
export type ReportedResource = z.infer<typeof REPORTED_RESOURCE>;
/** The report. */
export type Report = z.infer<typeof REPORT>;

/** The published JSON Schema. */
export const reportSchema = (): object => z.toJSONSchema(REPORT);
