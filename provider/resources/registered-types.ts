/** What is registered for each type of resource: a row each. */
import {
  APPLICATION_TYPE,
  HOST_INSTANCE_TYPE,
  INSTANCE_POLICY_TYPE,
  SERVICE_TYPE,
} from "../resource-types.js";

/** A type of resource, as registration goes by it. */
export interface RegisteredType {
  /** The token that states have. */
  readonly type: string;
  /** The class, for messages. */
  readonly label: string;
  /** What every state holds in place of a serialised provider: byte for byte, for ever. */
  readonly provider: string;
  /** Every output must be named, or it cannot be read. */
  readonly outputs: readonly string[];
  /** What `check` writes although the program does not give it. */
  readonly written: readonly string[];
  /** Inputs whose change is another thing. */
  readonly identity: readonly string[];
  /** Whether Pulumi's `customTimeouts` are an input's parts. */
  readonly takesCustomTimeouts: boolean;
}

const providerText = (name: string): string =>
  `exports.handler=()=>require("pulumi-biztalk/dynamic").${name};`;

/** `biztalk.Service`. */
export const SERVICE: RegisteredType = {
  type: SERVICE_TYPE,
  label: "biztalk.Service",
  provider: providerText("provider"),
  outputs: [
    ...["cloudService", "units", "state", "power", "url", "etag", "version", "endpoint"],
    ...["lastOperation", "lastBackup", "plan", "recoveryPlan"],
  ],
  written: ["cloudService", "url", "endpoint", "plan"],
  identity: ["serviceName", "cloudService"],
  takesCustomTimeouts: true,
};

const ofServer = (
  type: string,
  handler: string,
  outputs: readonly string[],
  identity: readonly string[],
): RegisteredType => ({
  type,
  label: `biztalk.${type.split(":").at(-1) ?? ""}`,
  provider: providerText(handler),
  outputs: [...outputs, "endpoint", "plan"],
  written: ["endpoint", "plan"],
  identity,
  takesCustomTimeouts: false,
});

/** `biztalk.InstancePolicy`. */
export const INSTANCE_POLICY = ofServer(
  INSTANCE_POLICY_TYPE,
  "instancePolicy",
  ["outcome", "notDone"],
  [],
);

/** `biztalk.Application`. */
export const APPLICATION = ofServer(APPLICATION_TYPE, "application", [], ["applicationName"]);

/** `biztalk.HostInstance`. */
export const HOST_INSTANCE = ofServer(
  HOST_INSTANCE_TYPE,
  "hostInstance",
  ["state", "disabled"],
  ["hostName", "machine"],
);

const ALL = [SERVICE, INSTANCE_POLICY, APPLICATION, HOST_INSTANCE];

/** The row of a type; `undefined` for one that is not ours. */
export const registeredType = (type: string): RegisteredType | undefined =>
  ALL.find((each) => each.type === type);
