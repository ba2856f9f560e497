/** The commands that run a stack by the real engine: `preview`, `up`, `drift`. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { parseDuration } from "../pulumi/duration.js";
import { REPORT_FORMATS } from "../report/formats.js";
import type { PreviewOptions, ReviewOptions } from "./preview-command.js";
import type { ProgramParts } from "./program-parts.js";
import { parseTarget, type ReportTarget } from "../review/report-targets.js";
import type { UpOptions } from "./up-command.js";
import { wholeNumber } from "./whole-number.js";

/** Shorter than this a comment says nothing. */
const MARKDOWN_BYTES_MIN = 1_000;

function markdownBytes(text: string): number {
  const bytes = wholeNumber(text);
  if (bytes < MARKDOWN_BYTES_MIN)
    throw new InvalidArgumentError(`${String(MARKDOWN_BYTES_MIN)} or more.`);
  return bytes;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0)
    throw new InvalidArgumentError("a duration such as 90s, 10m or 1h30m.");
  return ms;
}

/** Options of the commands that run a stack by the real engine. */
function withStack(command: Command): Command {
  return command
    .option("-C, --cwd <folder>", "the Pulumi project's folder", ".")
    .option("-s, --stack <stack>", "the stack; the selected one without it")
    .addOption(
      new Option(
        "--report <format[=file]>",
        `${Object.keys(REPORT_FORMATS).join(", ")}; several times; text to ` +
          "standard output without it",
      )
        .argParser((text: string, before: readonly ReportTarget[]) => [
          ...before,
          parseTarget(text),
        ])
        .default([], "text"),
    )
    .addOption(
      new Option("--max-bytes <bytes>", "the longest markdown report").argParser(markdownBytes),
    )
    .addOption(
      new Option("--deadline <duration>", "end with what is known by then, as 10m").argParser(
        duration,
      ),
    )
    .argument(
      "[options...]",
      "after --: options for `pulumi`, as -- --config app:size=3 --policy-pack DIR",
    );
}

/** Adds the three commands. */
export function addReviewing(program: Command, { terminal, exit, signal }: ProgramParts): void {
  const codes =
    "\nExit codes: 0 done, 1 refused or an error, 4 a step failed, 5 only " +
    "policies, 7 changes, 8 cancelled, 9 deadline.";
  withStack(program.command("preview"))
    .description(
      "a Pulumi preview by the real engine, and what it found about every " +
        "BizTalk service, deletes included",
    )
    .option(
      "--save-plan <file>",
      "save the plan, bound to the services as they are now, for `biztalk up --plan`",
    )
    .option("--expect-no-changes", "exit code 7 when anything would change", false)
    .addHelpText("after", codes)
    .action(async (passed: string[], options: PreviewOptions) => {
      const { previewCommand } = await import("./preview-command.js");
      exit(await previewCommand(terminal, options, passed, signal));
    });
  withStack(program.command("up"))
    .description("applies a plan that was approved, if every service is still as it was then")
    .requiredOption("--plan <file>", "a plan of `biztalk preview --save-plan`")
    .option("--allow-unknown", "apply what could not be judged, too", false)
    .addHelpText("after", codes)
    .action(async (passed: string[], options: UpOptions) => {
      const { upCommand } = await import("./up-command.js");
      exit(await upCommand(terminal, options, passed, signal));
    });
  withStack(program.command("drift"))
    .description(
      "what differs from the stack, and which operations would bring it back; sends nothing",
    )
    .addHelpText("after", codes)
    .action(async (passed: string[], options: ReviewOptions) => {
      const { driftCommand } = await import("./preview-command.js");
      exit(await driftCommand(terminal, options, passed, signal));
    });
}
