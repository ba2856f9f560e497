import * as pulumi from "@pulumi/pulumi";
import * as biztalk from "pulumi-biztalk";

const config = new pulumi.Config();
const region = "West Europe";

/** Takes orders in: the one that is scaled when there are many of them. */
const intake = new biztalk.Service("intake", {
  serviceName: "ordersin",
  region,
  edition: "Standard",
  units: config.getNumber("intakeUnits") ?? 1,
  state: config.get("intakeState") ?? "Active",
});

/** Works on them; restarted when its partners' certificates change. */
const processing = new biztalk.Service("processing", {
  serviceName: "orderswork",
  region,
  edition: "Standard",
  state: "Active",
  configuration: {
    customDomainUrl: config.get("domain") ?? "orders.example.com",
    trackingStore:
      config.getSecret("trackingStore") ?? pulumi.secret("Server=tcp:tracking.example.com"),
  },
  restartTriggers: { certificates: config.get("certificates") ?? "2026-01" },
});

/**
 * Sends them out at night: suspended by day, and left alone where the program says nothing (its
 * units).
 */
const dispatch = new biztalk.Service(
  "dispatch",
  {
    serviceName: "ordersout",
    region,
    edition: "Basic",
    state: config.get("dispatchState") ?? "Suspended",
  },
  { dependsOn: processing },
);

export const urls = [intake.url, processing.url, dispatch.url];
export const states = [intake.state, processing.state, dispatch.state];
