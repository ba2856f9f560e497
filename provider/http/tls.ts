/** TLS as texts, and as Node's agents take it. */
import type { AgentOptions } from "node:https";

/** Texts in PEM form; `ca` replaces the public authorities. */
export interface TlsCredentials {
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly ca?: string;
}

/** The options of an agent whose connections use these. */
export function tlsOptions({ certificate, privateKey, ca }: TlsCredentials = {}): AgentOptions {
  return {
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(privateKey === undefined ? {} : { key: privateKey }),
    ...(ca === undefined ? {} : { ca }),
  };
}
