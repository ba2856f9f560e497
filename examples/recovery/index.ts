import * as pulumi from "@pulumi/pulumi";
import * as biztalk from "pulumi-biztalk";

const config = new pulumi.Config();

/** What every service has in common. `recovery` is the first thing that an operator decides. */
const common = {
  region: "West Europe",
  edition: "Standard",
  units: 1,
  state: "Active",
  recovery: config.get("recovery") ?? "inPlace",
};

/** Where backups go. */
const store =
  config.getSecret("store") ?? pulumi.secret("AccountName=backups;AccountKey=not-a-real-key");

/** The second thing: to which losses the program consents, by service. Each names its incident. */
const accepted = config.getObject<Record<string, string>>("acceptDataLoss") ?? {};

/**
 * Failed states that the chart lets a service leave: the next `up` does it, and the preview says
 * how.
 */
const recoveredInPlace = [
  "startfailed",
  "stopfailed",
  "restartfailed",
  "suspendedfailed",
  "resumefailed",
  "configupdatefailed",
  "scalefailed",
].map((name) => new biztalk.Service(name, { ...common, serviceName: name }));

/** States in which only Delete is legal. What was backed up is restored. */
const restored = ["updatefailed", "restorefailed"].map(
  (name) =>
    new biztalk.Service(name, {
      ...common,
      serviceName: name,
      backup: { name: `${name}-1`, store },
    }),
);

/** The same without a backup: an empty service in its place, where the program accepts that. */
const replaced = ["createdfailed", "disabled", "disablefailed", "enablefailed"].map(
  (name) =>
    new biztalk.Service(name, { ...common, serviceName: name, acceptDataLoss: accepted[name] }),
);

const services = [...recoveredInPlace, ...restored, ...replaced];

/** Where each service is now, and what led it there. */
export const states = Object.fromEntries(
  services.map(({ serviceName, state, lastOperation }, index) => [
    String(index),
    pulumi.interpolate`${serviceName}: ${state} (${lastOperation})`,
  ]),
);
