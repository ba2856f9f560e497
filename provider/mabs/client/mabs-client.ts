/**
 * The client of the management API: one method for each kind of request, protocol documents in and
 * out.
 */
import { defined } from "../../defined.js";
import { randomUUID } from "node:crypto";
import { ProviderError, ResponseError } from "../../errors.js";
import {
  API_VERSION,
  checkNamePath,
  cloudServicePath,
  cloudServicesPath,
  getBackupPath,
  HEADERS,
  inDetail,
  operationStatusQuery,
  passThroughPath,
  readBackupDetails,
  readCloudService,
  readCloudServices,
  readNameAvailability,
  readOperationStatus,
  readService,
  servicePath,
  WIRE_OPERATIONS,
  writeBackupBody,
  writeContainerBody,
  writeServiceBody,
  type BackupBody,
  type BackupDetails,
  type CloudService,
  type OperationRequest,
  type OperationStatus,
  type Service,
  type ServiceRef,
  type WireOperation,
} from "../protocol/index.js";
import { createHttp, type HttpOptions, type HttpRequest } from "../../http/http.js";
import { isNotFound, isNotKnown } from "./not-known.js";
import { toResponseError } from "./response-error.js";
import { serviceReader } from "./service-reader.js";

/** What can be asked of a management endpoint. */
export interface ManagementClient {
  /** Get Cloud Services: every container with its services. */
  list(): Promise<CloudService[]>;
  /** Get Cloud Service: one container; `null` when there is none. */
  readContainer(cloudService: string): Promise<CloudService | null>;
  /**
   * One service; `null` when there is none. Get BizTalk Service Properties is a short cut whose
   * form is a guess (D-3): that there is none is believed of it only where it has shown a service
   * before; else Get Cloud Service decides.
   */
  read(service: ServiceRef): Promise<Service | null>;
  /** Makes the container of a new service where it is not there, and waits until it is. */
  prepare(request: OperationRequest): Promise<void>;
  /** Starts an operation and resolves with its id. Sent once, whatever happens. */
  send(request: OperationRequest): Promise<string>;
  /**
   * The status of an operation; rejects with `not-found` when the endpoint knows none of that id.
   */
  poll(service: ServiceRef, operationId: string): Promise<OperationStatus>;
  /** Check Name Availability; `true` where the endpoint does not know the question. */
  isNameAvailable(service: ServiceRef): Promise<boolean>;
  /**
   * What is known of a backup: `null` when there is none, `undefined` where the endpoint does not
   * know the question.
   */
  findBackup(service: ServiceRef, backup: BackupBody): Promise<BackupDetails | null | undefined>;
}

/** How long a container that was made is waited for, look by look: half a minute. */
const CONTAINER_WAITS_MS = [200, 400, 800, 1_600, 3_000, 6_000, 9_000, 9_000] as const;

/** What a message tells a person to give. */
const TLS_SETTINGS = {
  ca: "biztalk:ca",
  client: "biztalk:certificate and biztalk:privateKey",
} as const;

/** What a client is made of. */
export interface ManagementClientOptions extends Omit<HttpOptions, "settings" | "toResponseError"> {
  readonly subscriptionId: string;
}

/**
 * Turns the answer that there is none into `null`: a 404 with the code that is documented for it,
 * and no other.
 */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (reason) {
    if (isNotFound(reason)) return null;
    throw reason;
  }
}

/** Makes a client for one endpoint. */
export function createManagementClient(options: ManagementClientOptions): ManagementClient {
  const http = createHttp({ ...options, settings: TLS_SETTINGS, toResponseError });
  const { subscriptionId, endpoint } = options;
  /**
   * Containers that this process has seen or made, so that a fleet of creates asks once for each.
   */
  const containers = new Map<string, Promise<void>>();

  const headers = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    [HEADERS.version]: API_VERSION,
    [HEADERS.clientRequestId]: randomUUID(),
    ...extra,
  });

  /** Reads a document; what is wrong with it is said of this endpoint. */
  const readAs = <T>(reader: (xml: string) => T, body: string): T => {
    try {
      return reader(body);
    } catch (reason) {
      if (!(reason instanceof ProviderError)) throw reason;
      throw new ProviderError("bad-response", `endpoint ${endpoint}: ${reason.message}`, {
        cause: reason,
      });
    }
  };

  const get = async (path: string): Promise<string> =>
    (await http({ method: "GET", path, headers: headers({ "content-type": "application/xml" }) }))
      .body;

  /**
   * The containers of the subscription: one without any is an empty list, so a 404 says nothing of
   * services.
   */
  const listed = async (): Promise<string> => {
    try {
      return await get(inDetail(cloudServicesPath(subscriptionId)));
    } catch (reason) {
      if (!(reason instanceof ResponseError) || reason.code !== "not-found") throw reason;
      const { status, errorCode = "" } = reason;
      const hint = "Check biztalk:subscriptionId and the path of biztalk:endpoint.";
      throw new ResponseError(
        "bad-response",
        { status, errorCode },
        `${reason.message} It was asked for the list of cloud services. ${hint}`,
      );
    }
  };

  /** A question that is a POST; `undefined` when the endpoint says that it does not know it. */
  const ask = async (path: string, body?: string): Promise<string | undefined> => {
    try {
      const content = body === undefined ? {} : { body };
      const type = { "content-type": "application/xml; charset=utf-8" };
      return (await http({ method: "POST", path, headers: headers(type), ...content })).body;
    } catch (reason) {
      if (isNotKnown(reason)) return undefined;
      throw reason;
    }
  };

  const readContainer = async (cloudService: string): Promise<CloudService | null> => {
    const path = inDetail(cloudServicePath(subscriptionId, cloudService));
    const body = await orNull(get(path));
    return body === null ? null : readAs(readCloudService, body);
  };

  const makeContainer = async (cloudService: string, region: string): Promise<void> => {
    const path = cloudServicePath(subscriptionId, cloudService);
    if ((await orNull(get(path))) !== null) return;
    const body = writeContainerBody(cloudService, region);
    await http({
      method: "PUT",
      path,
      headers: headers({ "content-type": "application/xml" }),
      body,
    });
    // The answer may say only that it was accepted.
    for (const waitMs of [0, ...CONTAINER_WAITS_MS]) {
      if (waitMs > 0) await options.clock.sleep(waitMs);
      if ((await orNull(get(path))) !== null) return;
    }
    throw new ProviderError(
      "unavailable",
      `endpoint ${endpoint}: cloud service ${cloudService} was made and is not there after ` +
        `${String(CONTAINER_WAITS_MS.reduce((sum, ms) => sum + ms, 0) / 1_000)} s. Run again.`,
    );
  };

  const ensureContainer = async (cloudService: string, region: string): Promise<void> => {
    const key = cloudService.toLowerCase();
    const made = containers.get(key) ?? makeContainer(cloudService, region);
    containers.set(key, made);
    await made.catch((reason: unknown) => {
      containers.delete(key);
      throw reason;
    });
  };

  const prepare: ManagementClient["prepare"] = async ({ operation, service, region }) => {
    const isNew = operation === "Create" || operation === "Restore";
    if (isNew && region !== undefined) await ensureContainer(service.cloudService, region);
  };

  const toHttp = ({ operation, service, etag, body, backup }: OperationRequest): HttpRequest => {
    const wire: WireOperation = WIRE_OPERATIONS[operation];
    // The page requires it of a Restore, whose service is not there yet (D-42).
    const match = (etag === "" ? undefined : etag) ?? (operation === "Restore" ? "*" : undefined);
    const ifMatch: Record<string, string> = match === undefined ? {} : { [HEADERS.ifMatch]: match };
    const path =
      wire.comp === undefined
        ? servicePath(subscriptionId, service)
        : `${passThroughPath(subscriptionId, service)}?comp=${wire.comp}`;
    const text =
      backup === undefined
        ? body === undefined
          ? undefined
          : writeServiceBody(body)
        : writeBackupBody(backup);
    const contentType: Record<string, string> =
      text === undefined ? {} : { "content-type": "application/xml; charset=utf-8" };
    return {
      method: wire.method,
      path,
      headers: headers({ ...ifMatch, ...contentType }),
      ...defined({ body: text }),
    };
  };

  return {
    list: async () => readAs(readCloudServices, await listed()),
    readContainer,
    read: serviceReader({
      readContainer,
      readProperties: async (service) => {
        const body = await get(passThroughPath(subscriptionId, service));
        return readAs((xml) => readService(xml, service.cloudService), body);
      },
    }),
    prepare,
    send: async (request) => {
      await prepare(request);
      const answer = await http(toHttp(request));
      const operationId = answer.header(HEADERS.requestId);
      if (operationId !== undefined) return operationId;
      throw new ProviderError(
        "bad-response",
        `endpoint ${endpoint} accepted ${request.operation} without ${HEADERS.requestId}`,
      );
    },
    isNameAvailable: async (service) => {
      const body = await ask(checkNamePath(subscriptionId, service));
      return body === undefined ? true : readAs(readNameAvailability, body);
    },
    findBackup: async ({ cloudService }, backup) => {
      const body = await ask(getBackupPath(subscriptionId, cloudService), writeBackupBody(backup));
      return body === undefined ? undefined : readAs(readBackupDetails, body);
    },
    poll: async (service, operationId) => {
      const query = operationStatusQuery(operationId);
      const path = `${passThroughPath(subscriptionId, service)}?${query}`;
      return readAs(readOperationStatus, await get(path));
    },
  };
}
