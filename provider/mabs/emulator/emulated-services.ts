/**
 * BizTalk Services as a product of the emulator: its management API, and its part of the control
 * plane.
 */
import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { defined } from "../../defined.js";
import { ProviderError } from "../../errors.js";
import type { Product } from "../../emulator/product.js";
import { FOUNDING_OPERATIONS, OPERATIONS, type Profile } from "../chart/index.js";
import { API_VERSION_MIN, HEADERS, writeError } from "../protocol/index.js";
import { addManagementApi } from "./mabs-api.js";
import { addServiceControl } from "./mabs-control.js";
import { addPage } from "./page-routes.js";
import { OPERATION_MS_DEFAULT } from "./operation-ms.js";
import { addPlatformEvents } from "./platform-events.js";
import { QUESTIONS, READS, serviceRecordsOf } from "./records.js";
import { rejected } from "./reply.js";
import { settle } from "./settle.js";
import { worldOf, type Durations, type EmulatorRules, type Subscription } from "./world.js";

/** How BizTalk Services are emulated; all of it has a default. */
export interface EmulatedServicesOptions {
  /** Which of two contradicting documents holds, `chart` unless given. */
  readonly profile?: Profile;
  /** How long an operation takes in milliseconds, 200 unless given. */
  readonly operationMs?: number;
  /** How long some operations take, where it is not that; in milliseconds. */
  readonly durations?: Durations;
  /** How long the name of a deleted service stays unavailable in milliseconds, 0 unless given. */
  readonly nameHeldMs?: number;
  /** The oldest `x-ms-version` that is taken, `2012-08-01` unless given. */
  readonly apiVersionMin?: string;
  /** The subscriptions that are known; any unless given. */
  readonly subscriptions?: readonly { readonly id: string; readonly certificate?: string }[];
}

/** A certificate is read once, not with each request. */
const knownSubscription = ({
  id,
  certificate,
}: {
  readonly id: string;
  readonly certificate?: string;
}): Subscription => ({
  id,
  ...(certificate === undefined
    ? {}
    : { fingerprint: new X509Certificate(certificate).fingerprint256 }),
});

/** BizTalk Services, to be plugged into an emulator. */
export function emulatedServices(options: EmulatedServicesOptions = {}): Product {
  const {
    profile = "chart",
    operationMs = OPERATION_MS_DEFAULT,
    durations,
    nameHeldMs = 0,
    apiVersionMin = API_VERSION_MIN,
    subscriptions,
  } = options;
  if (!z.iso.date().safeParse(apiVersionMin).success) {
    throw new ProviderError(
      "invalid-input",
      `the oldest x-ms-version is a date, as 2010-10-28; "${apiVersionMin}" is not`,
    );
  }
  const rules: EmulatorRules = {
    ...{ profile, operationMs, nameHeldMs, apiVersionMin },
    ...defined({ durations, subscriptions: subscriptions?.map(knownSubscription) }),
  };
  return {
    addApi: (app, shell) => {
      addManagementApi(app, shell, rules);
    },
    addControl: (app, shell) => {
      addServiceControl(app, shell, rules);
      addPlatformEvents(app, shell, rules);
      addPage(app, shell, rules);
    },
    // The front end has its host for itself: every path is a request to it.
    answerError: ({ id, status, message }) => ({
      headers: { "content-type": "application/xml; charset=utf-8", [HEADERS.requestId]: id },
      // ResourceNotFound is said of services, containers and operations alone (D-52).
      body: status === 404 ? writeError("BadRequest", message) : rejected(status, message).body,
    }),
    settle: (records, now) => {
      settle(worldOf(records, rules, now));
    },
    requestNames: {
      operations: [...OPERATIONS, ...FOUNDING_OPERATIONS],
      reads: [...READS, ...QUESTIONS],
    },
    health: (records) => ({
      profile,
      operationMs,
      services: serviceRecordsOf(records).services.all().length,
    }),
  };
}
