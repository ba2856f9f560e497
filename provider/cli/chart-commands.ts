/**
 * `biztalk chart`: one command for every chart, with an option that only one of them has checked by
 * hand.
 */
import { Option, type Command } from "commander";
import { PRINTED_TABLE_NAMES, type PrintedTableName } from "../bts/chart/index.js";
import type { Profile } from "../mabs/chart/index.js";
import { CHART_FORMATS, type ChartFormat } from "./chart-formats.js";
import type { Terminal } from "./terminal.js";

interface ChartOptions {
  readonly format: ChartFormat;
  readonly profile: Profile;
  readonly table?: PrintedTableName;
}

/** The charts, and the option that only one of them has. */
const CHARTS: Readonly<Record<string, string | undefined>> = {
  service: "profile",
  instance: "table",
  message: undefined,
};

/** What to say where there is no such chart, or an option was given that belongs to another one. */
function chartFailure(chart: string, command: Command): string | undefined {
  if (!Object.hasOwn(CHARTS, chart))
    return `error: there is no chart "${chart}"; accepted: ${Object.keys(CHARTS).join(", ")}`;
  for (const [home, option] of Object.entries(CHARTS)) {
    if (option === undefined || home === chart || command.getOptionValueSource(option) !== "cli")
      continue;
    return (
      `error: --${option} belongs to "biztalk chart ${home}"; "biztalk chart ` +
      `${chart}" does not take it`
    );
  }
  return undefined;
}

/** Adds the command; `profileOption` is the option that commands about BizTalk Services share. */
export function addCharts(program: Command, terminal: Terminal, profileOption: Option): void {
  program
    .command("chart")
    .description("the state charts: which operation is legal in which state")
    .argument("<chart>", "service (BizTalk Services), instance or message (BizTalk Server)")
    .addOption(
      new Option("--format <format>", "how to print").choices(CHART_FORMATS).default("table"),
    )
    .addOption(profileOption)
    .addOption(
      new Option("--table <table>", "of instance: a table as Microsoft's page prints it").choices(
        PRINTED_TABLE_NAMES,
      ),
    )
    .action(async (chart: string, options: ChartOptions, command: Command) => {
      const failure = chartFailure(chart, command);
      if (failure !== undefined) command.error(failure);
      const { format, profile, table } = options;
      if (chart === "service")
        (await import("./chart-command.js")).chartService(terminal, format, profile);
      else if (chart === "instance")
        (await import("./chart-instance-command.js")).chartInstance(terminal, format, table);
      else (await import("./chart-message-command.js")).chartMessage(terminal, format);
    });
}
