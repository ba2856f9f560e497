/**
 * A resource as a test declares it. `{ secret: "text" }` anywhere in the arguments becomes a Pulumi
 * secret.
 */
export interface Declared {
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Resources by their logical name. */
export type Declaration = Readonly<Record<string, Declared>>;

/** The program of every project: it makes the services that `services.json` says. */
export const PROGRAM = `"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { Service } = require("pulumi-biztalk");

const valueOf = (value) => {
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.secret === "string") return pulumi.secret(value.secret);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, valueOf(each)]));
};

const declared = JSON.parse(readFileSync(join(__dirname, "services.json"), "utf8"));
for (const [name, { args, options }] of Object.entries(declared)) new Service(name, valueOf(args), options);
`;

/** The arguments of a Premium service with one unit: what a test writes is only what differs. */
export function service(
  serviceName: string,
  differs: Readonly<Record<string, unknown>> = {},
): Declared {
  const args = {
    serviceName,
    cloudService: "integration",
    region: "West Europe",
    edition: "Premium",
    ...differs,
  };
  return { args };
}

/** A declared resource with Pulumi's own options. */
export function withOptions(declared: Declared, options: Declared["options"]): Declared {
  return { ...declared, ...(options === undefined ? {} : { options }) };
}
