/**
 * What the shell keeps beside a product's records: the log, and the scripted faults. All of it
 * plain JSON.
 */

/** What a fault does to an operation that was accepted: it fails, or never ends. */
export const OPERATION_EFFECTS = ["fail", "stall"] as const;

/**
 * What a fault does to a request: turned away, cut before or after it took effect, answered late,
 * taken twice.
 */
export const REQUEST_EFFECTS = ["reject", "drop-before", "drop-after", "delay", "repeat"] as const;

/** What a fault does. */
export type Effect = (typeof OPERATION_EFFECTS)[number] | (typeof REQUEST_EFFECTS)[number];

/**
 * A scripted fault: fires at the given occurrence of an operation, counted from when it was set,
 * once; with a `rate`, by chance from that occurrence on.
 */
export interface FaultRecord {
  readonly id: number;
  /** The request's name, one of those that the products declare, or `any`. */
  readonly operation: string;
  /**
   * The name of the thing that the request is about, as the product calls it; any when left out.
   */
  readonly service?: string;
  readonly occurrence: number;
  readonly effect: Effect;
  /** For `reject`: the HTTP status, 500 unless given. */
  readonly status?: number;
  /** For `reject`: seconds in a Retry-After header. */
  readonly retryAfter?: number;
  /**
   * For `delay`: how long the answer is held back. For `repeat`: how long after the first the
   * second copy arrives.
   */
  readonly delayMs?: number;
  /** How often it fires, more than 0 and up to 1; given with the `seed` of its chance. */
  readonly rate?: number;
  readonly seed?: number;
  readonly seen: number;
  readonly fired: boolean;
}

/** A line of the log. Secrets are masked before it is written. */
export type LogEntry =
  | {
      readonly kind: "request";
      readonly at: string;
      readonly method: string;
      readonly path: string;
      /** The request's name; `null` where it asks for nothing that is done. */
      readonly operation: string | null;
      /** The name of the thing that the request is about. */
      readonly service: string | null;
      /** The state in which the request found the thing; `absent` when there is none. */
      readonly state: string | null;
      /** 0 where the connection was cut before the request took effect. */
      readonly status: number;
      /** What a scripted fault did to the request. */
      readonly fault: Effect | null;
      /**
       * The second copy of a request that a `repeat` fault made arrive twice: the caller sent it
       * once.
       */
      readonly repeated?: true;
      /** Size of the answer's body. */
      readonly responseBytes: number;
      readonly operationId: string | null;
      readonly clientRequestId: string | null;
      readonly ifMatch: string | null;
    }
  | {
      readonly kind: "transition";
      readonly at: string;
      readonly service: string;
      readonly operation: string;
      readonly from: string;
      readonly to: string;
    };
