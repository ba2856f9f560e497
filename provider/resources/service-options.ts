/** Pulumi's own options, as far as they mean something else to a dynamic provider. */
import * as pulumi from "@pulumi/pulumi";
import type { ServiceCall } from "../doors/dynamic/read-call.js";

type Properties = Readonly<Record<string, unknown>>;

/** Options that cannot work, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  replaceOnChanges:
    "The provider's diff does not name keys to Pulumi; a change of " +
    "serviceName or cloudService replaces by itself.",
  replaceWith:
    "It would delete a live service before anything is asked about it. Give " +
    "the service another serviceName.",
};

/**
 * Refuses options that cannot work, in preview and update alike.
 *
 * @throws {pulumi.ResourceError} for the first of them.
 */
export function refuseOptions(name: string, options: pulumi.CustomResourceOptions): void {
  for (const [option, why] of Object.entries(REFUSED)) {
    const given = (options as Properties)[option];
    if (!Array.isArray(given) || given.length === 0) continue;
    throw new pulumi.ResourceError(
      `biztalk.Service ${name}: ${option} cannot work here. ${why}`,
      undefined,
      true,
    );
  }
}

/**
 * Inputs with Pulumi's `customTimeouts`, which it hands to no dynamic provider; what `timeouts`
 * says wins.
 */
export function withCustomTimeouts(
  props: Properties,
  custom: pulumi.CustomResourceOptions["customTimeouts"],
): Properties {
  const { create, update, delete: remove } = custom ?? {};
  const durations = { create, update, delete: remove };
  const given = Object.fromEntries(
    Object.entries(durations).filter(([, duration]) => duration !== undefined && duration !== ""),
  );
  if (Object.keys(given).length === 0) return props;
  const own = pulumi.output(props["timeouts"] as pulumi.Input<object | undefined>);
  return { ...props, timeouts: own.apply((timeouts) => ({ ...given, ...timeouts })) };
}

/**
 * The option that forbids every plan with Delete; `protect` is inherited from the parent, as the
 * SDK does it.
 */
export function keepOf({
  protect,
  retainOnDelete,
}: pulumi.CustomResourceOptions): ServiceCall["keep"] {
  if (protect === true) return "protect";
  return retainOnDelete === true ? "retainOnDelete" : undefined;
}
