/**
 * The type tokens of this package's resources, as they stand in states: for policies, aliases and
 * reports.
 */

/** `biztalk.Service`. */
export const SERVICE_TYPE = "pulumi-nodejs:dynamic/biztalk:Service";

/** `biztalk.InstancePolicy`. */
export const INSTANCE_POLICY_TYPE = "pulumi-nodejs:dynamic/biztalk:InstancePolicy";

/** `biztalk.Application`. */
export const APPLICATION_TYPE = "pulumi-nodejs:dynamic/biztalk:Application";

/** `biztalk.HostInstance`. */
export const HOST_INSTANCE_TYPE = "pulumi-nodejs:dynamic/biztalk:HostInstance";
