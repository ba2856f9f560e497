import * as pulumi from "@pulumi/pulumi";
import * as biztalk from "pulumi-biztalk";

const config = new pulumi.Config();
const patching = config.getBoolean("patching") ?? false;

/** Emptied of what runs before it stops: on the deadline its intake is opened again instead. */
const orders = new biztalk.Application("orders", {
  applicationName: "Orders",
  state: patching ? "Stopped" : "Started",
  drain: { action: "wait", deadline: config.get("deadline") ?? "30m" },
});

/** The two machines, one after the other: the second only when the first has done what it should. */
const first = new biztalk.HostInstance(
  "bts01",
  {
    hostName: "Processing",
    machine: "BTS01",
    state: patching ? "Stopped" : "Running",
  },
  { dependsOn: orders },
);

const second = new biztalk.HostInstance(
  "bts02",
  {
    hostName: "Processing",
    machine: "BTS02",
    state: patching ? "Stopped" : "Running",
  },
  { dependsOn: first },
);

export const states = [orders.state, first.state, second.state];
