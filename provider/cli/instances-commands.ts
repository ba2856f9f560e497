/** `biztalk instances` and `biztalk messages`: BizTalk Server at its management REST service. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { parseDuration } from "../pulumi/duration.js";
import { withServer } from "./connection-options.js";
import type { ActOptions } from "./instances-act.js";
import type { DrainOptions } from "./instances-drain.js";
import { withInstanceFilter } from "./instance-filter.js";
import type { ListOptions } from "./instances-list.js";
import type { ProgramParts } from "./program-parts.js";
import { wholeNumber } from "./whole-number.js";

const format = (): Option =>
  new Option("--format <format>", "how to print").choices(["text", "json"]).default("text");

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError("a duration such as 90s, 10m or 1h30m.");
  return ms;
}

const limit = (text: string): Option => new Option("--limit <count>", text).argParser(wholeNumber);

const ACTIONS = [
  ["resume", "resumes instances that match"],
  ["suspend", "suspends instances that match"],
  ["terminate", "terminates instances that match: what they hold is lost"],
] as const;

/** Adds the two commands. */
export function addInstances(program: Command, { terminal, exit, signal }: ProgramParts): void {
  const instances = program
    .command("instances")
    .description("instances of BizTalk Server: list, show, resume, suspend, terminate, drain");
  withServer(withInstanceFilter(instances.command("list")))
    .description("instances that match: how many of which state and application, then the first")
    .addOption(limit("how many are listed"))
    .addOption(format())
    .action(async (options: ListOptions) => {
      await (await import("./instances-list.js")).listInstances(terminal, options);
    });
  withServer(instances.command("show"))
    .description("one instance: its messages, what is legal now, and why the rest is not")
    .argument("<id>", "its id")
    .addOption(format())
    .action(async (id: string, options: ListOptions) => {
      await (await import("./instances-list.js")).showInstance(terminal, id, options);
    });
  for (const [action, what] of ACTIONS) {
    const command = withServer(withInstanceFilter(instances.command(action)))
      .description(what)
      .addOption(limit("the most instances that may be touched: beyond it nothing is sent"))
      .option("--dry-run", "say what would be done, and send nothing", false)
      .addOption(
        new Option("--wait <duration>", "how long what is pending is waited for")
          .argParser(duration)
          .default(30_000, "30s"),
      )
      .addOption(format());
    if (action === "terminate")
      command
        .option("--yes", "without a question: for pipelines", false)
        .option("--save-messages <file>", "write what is known of their messages there first");
    command.action(async (options: Omit<ActOptions, "action" | "waitMs" | "yes"> & ActFlags) => {
      const { wait: waitMs, yes = false, ...rest } = options;
      const { actCommand } = await import("./instances-act.js");
      exit(await actCommand(terminal, { ...rest, action, yes, waitMs }, signal));
    });
  }
  addDrain(instances, { terminal, exit, signal });
  withServer(program.command("messages").description("messages of BizTalk Server").command("list"))
    .description("messages as the service lists them: their bodies are in none of its answers")
    .option("--instance <id>", "of this instance")
    .addOption(limit("how many are listed"))
    .addOption(format())
    .action(async (options: ListOptions & { readonly instance?: string }) => {
      await (await import("./instances-list.js")).listMessages(terminal, options);
    });
}

function addDrain(
  instances: Command,
  { terminal, exit, signal }: Pick<ProgramParts, "terminal" | "exit" | "signal">,
): void {
  withServer(withInstanceFilter(instances.command("drain")))
    .description("waits until no instance that matches is left: suspended ones are left alone")
    .addOption(
      new Option("--action <action>", "what is done to each meanwhile")
        .choices(["wait", "suspend", "terminate"])
        .default("wait"),
    )
    .addOption(
      new Option("--deadline <duration>", "how long it may take: then what is left is listed")
        .argParser(duration)
        .makeOptionMandatory(),
    )
    .option("--dry-run", "say what is left now, and send nothing", false)
    .option("--yes", "terminate without a question: for pipelines", false)
    .addOption(format())
    .action(async ({ deadline: deadlineMs, ...options }: DrainFlags) => {
      const { drainCommand } = await import("./instances-drain.js");
      exit(await drainCommand(terminal, { ...options, deadlineMs }, signal));
    });
}

/** Options under the names that commander has for them. */
type DrainFlags = Omit<DrainOptions, "deadlineMs"> & { readonly deadline: number };

/** Options under the names that commander has for them. */
interface ActFlags {
  readonly wait: number;
  readonly yes?: boolean;
}
