/** Pulumi's own options, as far as they mean something else to a dynamic provider. */
import * as pulumi from "@pulumi/pulumi";
import type { ServiceCall } from "../doors/dynamic/read-call.js";
import type { RegisteredType } from "./registered-types.js";

type Properties = Readonly<Record<string, unknown>>;

/** Options that cannot work, and why; nothing where one can. */
const REFUSED: Readonly<Record<string, (rules: RegisteredType) => string | undefined>> = {
  replaceOnChanges: ({ identity }) =>
    "The provider's diff does not name keys to Pulumi" +
    (identity.length === 0
      ? "; a change updates the resource."
      : `; a change of ${identity.join(" or ")} replaces by itself.`),
  replaceWith: ({ identity: [name] }) =>
    "It would delete a live service before anything is asked about it." +
    (name === undefined ? "" : ` Give the resource another ${name}.`),
  customTimeouts: ({ takesCustomTimeouts }) =>
    takesCustomTimeouts ? undefined : "Give the input timeouts.",
};

const isEmpty = (given: unknown): boolean =>
  given === undefined || (Array.isArray(given) && given.length === 0);

/**
 * Refuses options that cannot work, in preview and update alike.
 *
 * @throws {pulumi.ResourceError} for the first of them.
 */
export function refuseOptions(
  rules: RegisteredType,
  name: string,
  options: pulumi.CustomResourceOptions,
): void {
  for (const [option, whyOf] of Object.entries(REFUSED)) {
    const why = whyOf(rules);
    if (why === undefined || isEmpty((options as Properties)[option])) continue;
    throw new pulumi.ResourceError(
      `${rules.label} ${name}: ${option} cannot work here. ${why}`,
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
