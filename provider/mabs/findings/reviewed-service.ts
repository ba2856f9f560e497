/** What a preview saw of one service: what findings are made from. */
import type { Profile } from "../chart/index.js";
import type { Plan } from "../planner/index.js";
import type { Finding, ReportedResource, Subject } from "../../report/report-document.js";

/** A plan as `check` leaves it. */
export interface JudgedPlan extends Plan {
  /** Inputs that are not accepted. */
  readonly invalid?: readonly { readonly property: string; readonly reason: string }[];
  readonly uncertain?: readonly string[];
  readonly endpointError?: { readonly endpoint: string; readonly message: string };
  /** The service that goes when Pulumi replaces the resource, and the plan for it. */
  readonly replaced?: {
    readonly cloudService: string;
    readonly serviceName: string;
    readonly plan: Plan;
  };
}

/** A service at one moment, as far as it can be compared: no secret is ever read back. */
export interface Snapshot {
  readonly state: string;
  readonly units: number;
  readonly edition: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** A service by its name. */
interface Named {
  readonly service: string;
  readonly cloudService: string;
}

/** What a service is in reports. */
export const subjectOf = ({ service, cloudService }: Named): Subject => ({
  type: "biztalk.Service",
  name: service,
  container: cloudService,
});

/**
 * What the program asks for as far as it is known; of settings those that are no secret, by dotted
 * names.
 */
export interface Wanted extends Partial<Omit<Snapshot, "configuration">> {
  readonly configuration: Snapshot["configuration"];
}

/** One resource of the stack. */
export interface ReviewedService
  extends Named, Pick<ReportedResource, "urn" | "name" | "endpoint" | "change"> {
  /** Whose documents are followed at its endpoint. */
  readonly profile: Profile;
  /** What the program asks for, in words. */
  readonly asked: string;
  readonly wanted: Wanted;
  /** Of a resource that Pulumi replaces: the service that goes; `null` otherwise. */
  readonly replaces: Named | null;
  /**
   * Of the service that goes so, where the provider has planned for it: the one that comes; `null`
   * otherwise.
   */
  readonly replacedBy: Named | null;
  /**
   * `null` where nothing could be judged: inputs that are not known yet, or an endpoint that could
   * not be asked.
   */
  readonly plan: JudgedPlan | null;
  /** As the stack knew it after the last update; `null` for a resource that is new. */
  readonly lastKnown: Snapshot | null;
  /** As it is: `null` when there is none, `undefined` when the endpoint could not be asked. */
  readonly live: Snapshot | null | undefined;
  /** Why the endpoint could not be asked; `null` where it was. */
  readonly problem: string | null;
  /**
   * Where the state says that the service is, when that is not where its provider looks now; `null`
   * otherwise.
   */
  readonly elsewhere: { readonly recorded: string; readonly now: string } | null;
  /** Settings that the program keeps secret: they are in no snapshot. */
  readonly hidden: readonly string[];
  readonly backup: Finding["backup"];
  /** Whether the last backup is older than the report's bound. */
  readonly backupIsOld: boolean;
  readonly location: Finding["location"];
}
