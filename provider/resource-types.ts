/**
 * The type tokens of this package's resources, as they stand in states: for policies, aliases and
 * reports.
 */

/** `biztalk.Service`. */
export const SERVICE_TYPE = "pulumi-nodejs:dynamic/biztalk:Service";
