/**
 * The command line: commands, options and help. Each action is a file of its own, loaded when it is
 * called.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { RELEASES } from "../bts/protocol/index.js";
import { OPERATION_MS_DEFAULT } from "../mabs/emulator/operation-ms.js";
import { addCharts } from "./chart-commands.js";
import { profileOption, withConnection, withServer } from "./connection-options.js";
import { addInstances } from "./instances-commands.js";
import { addReviewing } from "./review-commands.js";
import { wholeNumber } from "./whole-number.js";
import type { ApplyOptions } from "./apply-command.js";
import type { EmulatorCommandOptions } from "./emulator-command.js";
import type { PlanOptions } from "./plan-command.js";
import type { StatusOptions } from "./status-command.js";
import type { ProgramParts } from "./program-parts.js";

/** The emulator's port unless another is given. */
const PORT_DEFAULT = 8391;

const formatOption = (): Option =>
  new Option("--format <format>", "how to print").choices(["text", "json"]).default("text");

const portNumber = (text: string): number => {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError("a port, 0 to 65535.");
  return port;
};

function addOffline(program: Command, { terminal, exit }: ProgramParts): void {
  addCharts(program, terminal, profileOption());
  program
    .command("plan")
    .description("the planner offline: from a service as observed to a service as desired")
    .requiredOption(
      "--observed <file>",
      "the service as it is, JSON or YAML; null when there is none; - is standard input",
    )
    .requiredOption("--desired <file>", "the service as it shall be; null to delete it")
    .option("--policy <file>", "profile, detours, recovery")
    .addOption(formatOption())
    .addHelpText(
      "after",
      "\nExit codes: 0 legal or nothing to do, 1 refused, or what is known is " +
        "not enough to judge it.",
    )
    .action(async (options: PlanOptions) => {
      const { planCommand } = await import("./plan-command.js");
      exit(await planCommand(terminal, options));
    });
}

function addConnected(program: Command, { terminal, exit, signal }: ProgramParts): void {
  withServer(withConnection(program.command("status")))
    .description(
      "services as they are, the way out of a failed state, and what the journal holds of them; " +
        "applications and host instances of a BizTalk Server",
    )
    .addOption(formatOption())
    .action(async (options: StatusOptions) => {
      const { statusCommand } = await import("./status-command.js");
      await statusCommand(terminal, options);
    });
  withConnection(program.command("apply"))
    .description("a service file applied without Pulumi: same inputs, same planner, same executor")
    .argument("<file>", "YAML or JSON: one service, or services: with a list; - is standard input")
    .option("--preview", "show the plans and send nothing", false)
    .addOption(formatOption())
    .addHelpText(
      "after",
      "\nExit codes: 1 refused (nothing is sent to any service), 4 a step " +
        "failed, 8 cancelled, 9 deadline.\nThe first Ctrl-C stops waiting; what " +
        "was sent goes on, and the next apply goes on from there.",
    )
    .action(async (file: string, options: ApplyOptions) => {
      const { applyCommand } = await import("./apply-command.js");
      exit(await applyCommand(terminal, file, options, signal));
    });
}

function addServing(program: Command, { terminal, exit, signal }: ProgramParts): void {
  program
    .command("emulator")
    .description("the emulator of both products' management APIs as a server")
    .addOption(
      new Option("--port <port>", "port; 0 picks a free one")
        .argParser(portNumber)
        .default(PORT_DEFAULT),
    )
    .option(
      "--host <host...>",
      "address to listen on, then names under which it may be asked besides",
      ["127.0.0.1"],
    )
    .option("--data <file>", "SQLite file that keeps what is there; in memory without it")
    .addOption(profileOption())
    .addOption(
      new Option(
        "--server-release <release>",
        "release of BizTalk Server, whose REST service it is",
      )
        .choices(RELEASES)
        .default("2020"),
    )
    .addOption(
      new Option("--operation-ms <ms>", "how long an operation takes")
        .argParser(wholeNumber)
        .default(OPERATION_MS_DEFAULT),
    )
    .option(
      "--duration <operation=ms...>",
      "how long one operation on BizTalk Services takes instead, as Backup=3600000",
    )
    .addOption(
      new Option("--name-held-ms <ms>", "how long the name of a deleted service stays unavailable")
        .argParser(wholeNumber)
        .default(0),
    )
    .option(
      "--api-version-min <date>",
      "the oldest x-ms-version that BizTalk Services take, 2012-08-01 without it",
    )
    .addOption(
      new Option("--clock <clock>", "virtual: time stands still but for POST /_emulator/clock")
        .choices(["real", "virtual"])
        .default("real"),
    )
    .option(
      "--subscription <id...>",
      "a subscription that is known, any without it; ID=FILE: with its management certificate, " +
        "which is shown over TLS (--tls-ca)",
    )
    .option("--log", "a line of JSON on standard error for each request")
    .option("--tls-cert <file>", "serve https with this certificate")
    .option("--tls-key <file>", "and this key")
    .option("--tls-ca <file>", "and ask for client certificates that this authority signed")
    .addHelpText(
      "after",
      "\nPrints one line with its URL when it is ready. SIGTERM ends it. " +
        "Control plane: GET URL/_emulator/health",
    )
    .action(async (options: EmulatorCommandOptions) => {
      const { emulatorCommand } = await import("./emulator-command.js");
      await emulatorCommand(terminal, options, signal);
    });
  program
    .command("engine")
    .description("where the Pulumi engine is")
    .option(
      "--ensure",
      "get one where there is none: the vendor's installer, else a build with Go",
      false,
    )
    .addOption(formatOption())
    .action(async (options: { ensure: boolean; format: "text" | "json" }) => {
      const { engineCommand } = await import("./engine-command.js");
      exit(await engineCommand(terminal, options));
    });
  program
    .command("tour")
    .description(
      "a tour with the real engine on the emulator: create, scale, refuse, fail, recover",
    )
    .action(async () => {
      const { tourCommand } = await import("./tour-command.js");
      exit(await tourCommand(terminal));
    });
}

/** Makes the program. Errors of use throw commander's errors; nothing here ends the process. */
export function createProgram(parts: ProgramParts): Command {
  const { terminal, version } = parts;
  const program = new Command("biztalk")
    .description("BizTalk services: the state chart, plans, services as they are, and the emulator")
    .version(version)
    .showHelpAfterError("(add --help for the options)")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.error(text.trimEnd());
      },
    });
  addOffline(program, parts);
  addConnected(program, parts);
  addInstances(program, parts);
  addReviewing(program, parts);
  addServing(program, parts);
  return program;
}
