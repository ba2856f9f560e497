import * as pulumi from "@pulumi/pulumi";
import * as biztalk from "pulumi-biztalk";

const config = new pulumi.Config();
const application = config.get("application") ?? "Orders";

/** What has failed and can be resumed is tried again, each three times at most. */
const retry = new biztalk.InstancePolicy("retry", {
  match: { application, states: ["Suspended (resumable)"] },
  action: "resume",
  attempts: 3,
  limit: config.getNumber("limit") ?? 500,
});

/**
 * What nobody has looked at for thirty days is ended, after what is known of its messages was
 * written down. It names its consent, so that nothing else is ended by it.
 */
const zombies = new biztalk.InstancePolicy(
  "zombies",
  {
    match: {
      application,
      states: ["Suspended (not-resumable)", "Completed with discarded messages"],
      olderThan: "30d",
      countedFrom: "suspended",
    },
    action: "terminate",
    acceptDataLoss: "zombies/terminate",
    saveMessages: config.get("messages") ?? "messages.jsonl",
  },
  { dependsOn: retry },
);

export const outcomes = [retry.outcome, zombies.outcome];
