/** Settings as inputs have them (groups) and as planner and protocol have them (dotted names). */
import type { SettingValue, Settings } from "../protocol/index.js";
import type { ServiceInputs } from "./service-inputs.js";
import { isProperties } from "../../pulumi/unknown.js";

type Configuration = ServiceInputs["configuration"];

/** From groups to dotted names: `{ certificate: { data } }` to `certificate.data`. */
export function flattenSettings(configuration: Configuration): Settings {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([name, value]) =>
      isProperties(value)
        ? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, each] as const)
        : [[name, value] as const],
    ),
  );
}

/** From dotted names to groups. */
export function groupSettings(settings: Settings): Configuration {
  const grouped: Record<string, SettingValue | Record<string, SettingValue>> = {};
  for (const [name, value] of Object.entries(settings)) {
    const [group = "", inner] = name.split(".", 2);
    if (inner === undefined) grouped[group] = value;
    else
      grouped[group] = {
        ...(isProperties(grouped[group]) ? grouped[group] : {}),
        [inner]: value,
      };
  }
  return grouped;
}
