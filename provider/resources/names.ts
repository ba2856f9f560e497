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
