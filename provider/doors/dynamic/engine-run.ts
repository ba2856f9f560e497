/**
 * What tells one run of the engine from another, and is the same in each of its provider processes:
 * the addresses at which the engine listens, to them and, where it does so, to their logs. A port
 * is given to another engine in time, and would make it believe in what the run before has claimed.
 *
 * @param argv - of the process: the engine starts it as `node SCRIPT ... ADDRESS`.
 */
export function engineRun(argv: readonly string[], env: NodeJS.ProcessEnv): string {
  const addresses = [argv.at(-1), env["PULUMI_LOG_OTLP_ENDPOINT"]];
  return addresses.filter((address) => address !== undefined).join(" ");
}
