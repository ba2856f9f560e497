/**
 * What a product is to the shell: its routes, and what only the product can say of what the shell
 * does.
 */
import type { FastifyInstance } from "fastify";
import type { Clock } from "../clock.js";
import type { Records, Store } from "./store.js";

/** What a product's routes work on. Each request is one transaction of the store. */
export interface Shell {
  readonly store: Store;
  readonly clock: Clock;
  /** Aborted when the emulator closes: nothing is held back any longer. */
  readonly closing: AbortSignal;
}

/**
 * Names of requests that a scripted fault can be set for; read without regard to blanks, hyphens
 * and letter case.
 */
export interface RequestNames {
  /** Those that are accepted and then under way: they can fail, or never end. */
  readonly operations: readonly string[];
  /** Those that change nothing. */
  readonly reads: readonly string[];
}

/** What went wrong with a request before or beside its route. */
export interface RequestError {
  /** Path and query. */
  readonly url: string;
  /** The request's own id. */
  readonly id: string;
  /** The HTTP status that says it, 400 or more. */
  readonly status: number;
  readonly message: string;
}

/** The answer to a request that went wrong. */
export interface ErrorAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A product whose other side is emulated. */
export interface Product {
  /**
   * Adds the routes of its API. None begins with `/_emulator`. A body arrives as text, and
   * `undefined` where there is none.
   */
  addApi(app: FastifyInstance, shell: Shell): void;

  /**
   * Adds what tests and demonstrations do to it, under paths that begin with `/_emulator/` and are
   * not the shell's, and a page at `/` where it has one. A body arrives as JSON that was read; a `ZodError` that a route throws is
   * answered 400, with what is wrong.
   */
  addControl(app: FastifyInstance, shell: Shell): void;

  /**
   * How an error on a path of its API is answered, under the error's status; `undefined` where the
   * path is not its.
   */
  answerError(error: RequestError): ErrorAnswer | undefined;

  /** Applies what has become due, inside a transaction; `now` in milliseconds since the epoch. */
  settle(records: Records, now: number): void;

  readonly requestNames: RequestNames;

  /**
   * Its part of `GET /_emulator/health`, inside a transaction, after `settle`; beside `status` and
   * `now`.
   */
  health(records: Records): Readonly<Record<string, unknown>>;
}
