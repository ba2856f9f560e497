/**
 * Lines for the person who watches `pulumi up`: ephemeral ones, on the resource, through the
 * engine's log service.
 */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { Log } from "../../pulumi/call.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

/** The engine starts the provider's host as `node SCRIPT ... ADDRESS`. */
const ADDRESS = /^(127\.0\.0\.1|localhost):\d+$/;

let client: EngineClient | undefined;

function engine(): EngineClient | undefined {
  const address = process.argv.at(-1) ?? "";
  if (client === undefined && ADDRESS.test(address))
    client = new EngineClient(address, credentials.createInsecure());
  return client;
}

function log(severity: LogSeverity, message: string, urn: string, ephemeral: boolean): void {
  const request = new LogRequest();
  request.setSeverity(severity);
  request.setMessage(message);
  request.setUrn(urn);
  request.setEphemeral(ephemeral);
  // A line that cannot be shown is no reason to fail: without an engine there is nobody to see it.
  engine()?.log(request, () => undefined);
}

/** Lines on resources, through the engine. */
export const engineLog: Log = {
  info: (urn, message) => {
    log(LogSeverity.INFO, message, urn, false);
  },
  warn: (urn, message) => {
    log(LogSeverity.WARNING, message, urn, false);
  },
  progress: (urn) => (line) => {
    log(LogSeverity.INFO, line, urn, true);
  },
};
