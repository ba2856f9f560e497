/**
 * BizTalk Server as a product of the emulator: its management REST service, and its part of the
 * control plane.
 */
import type { Product } from "../../emulator/product.js";
import { API_PATH, type Release } from "../protocol/index.js";
import { rejected } from "./reply.js";
import { serverRecordsOf } from "./records.js";
import { addServerApi } from "./server-api.js";
import { addServerControl } from "./server-control.js";
import { FAULT_NAMES } from "./server-routes.js";
import { settle } from "./settle.js";
import type { SignIn } from "./sign-in.js";
import { controlOf, worldOf, type ServerRules } from "./world.js";

/** How a BizTalk Server group is emulated; all of it has a default. */
export interface EmulatedServerOptions {
  /** 2020 unless given. */
  readonly release?: Release;
  /**
   * How long it takes in milliseconds until an instance picks a request up, and until a host
   * instance has started or stopped; 200 unless given.
   */
  readonly operationMs?: number;
  /** What an instance's operation is answered, `status` unless given (docs/bts.md, B-34). */
  readonly answers?: ServerRules["answers"];
  /** Who may ask; anybody unless given. The control plane can require Basic besides. */
  readonly signIn?: SignIn;
}

const OPERATION_MS_DEFAULT = 200;

/** BizTalk Server, to be plugged into an emulator. */
export function emulatedServer(options: EmulatedServerOptions = {}): Product {
  const {
    release = "2020",
    operationMs = OPERATION_MS_DEFAULT,
    answers = "status",
    signIn,
  } = options;
  const rules: ServerRules = { release, operationMs, answers };
  return {
    addApi: (app, shell) => {
      addServerApi(app, { ...shell, rules, signIn });
    },
    addControl: (app, shell) => {
      addServerControl(app, shell, rules);
    },
    answerError: ({ url, status, message }) => {
      if (!url.toLowerCase().startsWith(API_PATH.toLowerCase())) return undefined;
      const { body, contentType = "application/json; charset=utf-8" } = rejected(status, message);
      return { headers: { "content-type": contentType }, body };
    },
    settle: (records, now) => {
      settle(worldOf(records, rules, now));
    },
    requestNames: FAULT_NAMES,
    health: (records) => ({
      serverRelease: release,
      pickup: controlOf(worldOf(records, rules, 0)).hold ? "held" : "free",
      applications: serverRecordsOf(records).applications.all().length,
    }),
  };
}
