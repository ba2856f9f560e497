/** `Subscription` of `GET /OperationalData/Subscriptions`: what instances and services wait for. */
import type { InstanceClass } from "../chart/index.js";
import { readClass } from "./class-dialects.js";
import { flagOf, readList, requiredText, textOf, wordOf, type Row } from "./read-document.js";
import { readTime, writeTime, type ServerTime } from "./times.js";

/** An instance's id where there is none. */
const NO_INSTANCE = "00000000-0000-0000-0000-000000000000";

/** A subscription as it is listed. */
export interface ListedSubscription {
  readonly id: string;
  readonly name: string | null;
  readonly serviceType: string | null;
  /** `ActivationSubs` or `InstanceSubs`. */
  readonly kind: string;
  readonly stateText: string;
  /** `null` for one that activates instances. */
  readonly instanceId: string | null;
  /** Internal for a host's cache, whose instance no list shows (docs/bts.md, B-43). */
  readonly class: InstanceClass | null;
  readonly host: string | null;
  readonly createdAt: ServerTime | null;
  readonly ordered: boolean;
}

/** Reads the list of subscriptions. */
export const readSubscriptions = (body: string): ListedSubscription[] =>
  readList(body, "list of subscriptions", (row) => {
    const instanceId = textOf(row, "ServiceInstanceId");
    return {
      id: requiredText(row, "Id").toLowerCase(),
      name: textOf(row, "Name"),
      serviceType: textOf(row, "ServiceName"),
      kind: wordOf(row, "SubscriptionType"),
      stateText: wordOf(row, "State"),
      instanceId:
        instanceId === null || instanceId === NO_INSTANCE ? null : instanceId.toLowerCase(),
      class: readClass(wordOf(row, "ServiceClass")),
      host: textOf(row, "HostName"),
      createdAt: readTime(row["CreationTime"]),
      ordered: flagOf(row, "OrderedDelivery"),
    };
  });

/** A subscription to be written. */
export interface SubscriptionToWrite {
  readonly id: string;
  readonly name: string;
  readonly serviceType: string;
  /** As the REST service spells it: `CachingService` for a cache. */
  readonly classText: string;
  readonly instanceId: string | null;
  readonly host: string | null;
  readonly createdAt: number;
  readonly ordered: boolean;
}

/** Writes a subscription. */
export const writeSubscription = (each: SubscriptionToWrite): Row => ({
  Id: each.id,
  Name: each.name,
  ServiceName: each.serviceType,
  State: "Started",
  SubscriptionType: each.instanceId === null ? "ActivationSubs" : "InstanceSubs",
  ServiceInstanceId: each.instanceId ?? NO_INSTANCE,
  ServiceClass: each.classText,
  CreationTime: writeTime(each.createdAt),
  HostName: each.host,
  StartWindow: "1899-12-30T00:00:00",
  EndWindow: "1899-12-30T00:00:00",
  ValidTime: "1899-12-30T00:00:00+00:00",
  OrderedDelivery: each.ordered ? "True" : "False",
  RequestResponse: "False",
  Priority: 5,
});
