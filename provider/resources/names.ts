/**
 * The names that inputs accept, as the public surface states them. They are written out, so that an
 * editor shows them and a change is one of this file; test/resources/typings.spec.ts holds them to
 * what the chart and the planner know.
 *
 * An input's type is `Name | (string & {})`: an editor offers the names, and a text whose value no
 * compiler knows, such as that of `config.get()`, is taken and judged by the provider.
 */

/** A power state: what a program may ask for. */
export type Power = "Active" | "Stopped" | "Suspended";

/** An edition, lowest first. */
export type Edition = "Free" | "Developer" | "Basic" | "Standard" | "Premium";

/** How a failed state is left. */
export type Recovery = "inPlace" | "replace" | "none";

/** Whose documents are followed where they contradict each other. */
export type Profile = "chart" | "rest-2016";

/** What a policy does to instances of BizTalk Server. */
export type PolicyAction = "resume" | "suspend" | "terminate";

/** What an application of BizTalk Server shall be. */
export type ApplicationPower = "Started" | "Stopped";

/** What a host instance of BizTalk Server shall be. */
export type HostInstancePower = "Running" | "Stopped";

/** How instances are got out of an application or a host instance. */
export type DrainAction = "wait" | "suspend" | "terminate";

/** What happens when a drain has not ended in time. */
export type OnDeadline = "refuse" | "proceed";
