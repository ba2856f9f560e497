/** The SDK's own dynamic-provider host as a process, spoken to over gRPC as the engine does. */
import { credentials, type Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, openStore } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { controlOf, type Control } from "../../engine/support/control.js";
import { linkPackages } from "../../support/linked-package.js";

/** What stands for the provider in every state file, byte for byte (docs/decisions/0001). */
export const PROVIDER = 'exports.handler=()=>require("pulumi-biztalk/dynamic").provider;';

/** Pulumi's sentinel for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Readonly<Record<string, unknown>>;

type Struct = Parameters<messages.CheckRequest["setOlds"]>[0] & object;

// The SDK's copies of the protocol's own messages; they are no dependency of this package.
const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const { Struct: StructMessage } = fromSdk("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: Properties): Struct };
};
const { Status } = fromSdk("@pulumi/pulumi/proto/status_pb.js") as {
  Status: {
    deserializeBinary(bytes: Uint8Array): { getDetailsList(): { getValue_asU8(): Uint8Array }[] };
  };
};

const struct = (value: Properties): Struct => StructMessage.fromJavaScript(value);
const plain = (value: Struct | undefined): Record<string, unknown> => value?.toJavaScript() ?? {};

/** What `check` answers. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly string[];
}

/** A partial failure, as the engine unpacks it. */
export interface Partial {
  readonly id: string;
  readonly properties: Record<string, unknown>;
  readonly reasons: readonly string[];
}

/** A running host, and the emulator in a file that its provider uses. */
export interface Host {
  readonly control: Control;
  check(olds: Properties, news: Properties): Promise<Checked>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces: readonly string[] }>;
  create(inputs: Properties): Promise<{ id: string; outputs: Record<string, unknown> }>;
  update(id: string, olds: Properties, news: Properties): Promise<Record<string, unknown>>;
  read(
    id: string,
    outputs: Properties,
  ): Promise<{ id: string; outputs: Properties; inputs: Properties }>;
  delete(id: string, outputs: Properties): Promise<void>;
  stop(): Promise<void>;
}

/** The partial failure in a gRPC error; `undefined` for a plain one. */
export function partialOf(error: unknown): Partial | undefined {
  const [bytes] = (error as { metadata: Metadata }).metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Buffer)) return undefined;
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  if (detail === undefined) return undefined;
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failed.getId(),
    properties: plain(failed.getProperties()),
    reasons: failed.getReasonsList(),
  };
}

type Method<Request, Response> = (
  request: Request,
  done: (error: ServiceError | null, answer: Response) => void,
) => unknown;

function call<Request, Response>(
  method: Method<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((answered, failed) => {
    method(request, (error, answer) => {
      if (error === null) answered(answer);
      else failed(error);
    });
  });
}

function makeFixture(): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-host-"));
  linkPackages(folder, "pulumi-biztalk", "@pulumi/pulumi");
  writeFileSync(join(folder, "package.json"), "{}");
  return folder;
}

/** Starts a host in a folder of its own; the endpoint is an emulator in a file. */
async function startHost(): Promise<Host> {
  const folder = makeFixture();
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const env = {
    ...process.env,
    PULUMI_NODEJS_PROJECT: "integration",
    BIZTALK_JOURNAL: join(folder, "journal"),
  };
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const port = await new Promise<string>((found, failed) => {
    child.once("exit", () => {
      failed(new Error("the host ended before it listened"));
    });
    child.stdout.once("data", (data: Buffer) => {
      found(data.toString().trim());
    });
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const configure = new messages.ConfigureRequest();
  configure.setArgs(struct({ "biztalk:endpoint": "emulator:./biztalk.db?operationMs=20" }));
  await call<messages.ConfigureRequest, messages.ConfigureResponse>(
    client.configure.bind(client),
    configure,
  );
  const emulator = createEmulator({
    store: openStore(join(folder, "biztalk.db")),
    products: [emulatedServices()],
  });
  return {
    control: controlOf(() => emulator),
    check: async (olds, news) => {
      const request = new messages.CheckRequest();
      request.setOlds(struct(olds));
      request.setNews(struct({ ...news, __provider: PROVIDER }));
      const answer = await call<messages.CheckRequest, messages.CheckResponse>(
        client.check.bind(client),
        request,
      );
      return {
        inputs: plain(answer.getInputs()),
        failures: answer.getFailuresList().map((each) => each.getReason()),
      };
    },
    diff: async (id, olds, news) => {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const answer = await call<messages.DiffRequest, messages.DiffResponse>(
        client.diff.bind(client),
        request,
      );
      const changes = answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME;
      return { changes, replaces: answer.getReplacesList() };
    },
    create: async (inputs) => {
      const request = new messages.CreateRequest();
      request.setProperties(struct(inputs));
      const answer = await call<messages.CreateRequest, messages.CreateResponse>(
        client.create.bind(client),
        request,
      );
      return { id: answer.getId(), outputs: plain(answer.getProperties()) };
    },
    update: async (id, olds, news) => {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const answer = await call<messages.UpdateRequest, messages.UpdateResponse>(
        client.update.bind(client),
        request,
      );
      return plain(answer.getProperties());
    },
    read: async (id, outputs) => {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(struct(outputs));
      const answer = await call<messages.ReadRequest, messages.ReadResponse>(
        client.read.bind(client),
        request,
      );
      return {
        id: answer.getId(),
        outputs: plain(answer.getProperties()),
        inputs: plain(answer.getInputs()),
      };
    },
    delete: async (id, outputs) => {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(struct(outputs));
      await call(client.delete.bind(client) as Method<messages.DeleteRequest, unknown>, request);
    },
    stop: async () => {
      client.close();
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A host for the tests of one `describe`. */
export function hostFor(): () => Host {
  let host: Host | undefined;
  before(async () => {
    host = await startHost();
  });
  after(() => host?.stop());
  return () => {
    if (host === undefined) throw new Error("the host was not started");
    return host;
  };
}

/** A resource's raw inputs as the class sends them: in an update, and in a dry run. */
export function newsFor(serviceName: string, differs: Properties = {}): Record<string, unknown> {
  const urn = `urn:pulumi:dev::integration::pulumi-nodejs:dynamic/biztalk:Service::${serviceName}`;
  return {
    serviceName,
    cloudService: "integration",
    region: "West Europe",
    edition: "Premium",
    __call: { urn, dryRun: false },
    ...differs,
  };
}

export const inDryRun = (news: Properties): Record<string, unknown> => ({
  ...news,
  __call: { ...(news["__call"] as Properties), dryRun: true },
});
