/** `biztalk.Provider`: one of several endpoints in one stack. Each is a process of its own. */
import * as pulumi from "@pulumi/pulumi";
import type { Profile } from "./names.js";

/**
 * What a provider is given; what is left out comes from the environment (`BIZTALK_...`), never from
 * the stack.
 */
export interface ProviderArgs {
  /** Of services: `https://HOST`, `http://127.0.0.1:PORT` or `emulator:PATH`. */
  readonly endpoint?: pulumi.Input<string>;
  readonly subscriptionId?: pulumi.Input<string>;
  /** Client certificate, PEM or a file's path. */
  readonly certificate?: pulumi.Input<string>;
  /** Its key, PEM or a file's path. Secret. */
  readonly privateKey?: pulumi.Input<string>;
  /** Authority of the endpoint's certificate, PEM or a file's path. */
  readonly ca?: pulumi.Input<string>;
  /**
   * `chart` or `rest-2016`: whose documents are followed where they contradict each other. @default
   * "chart"
   */
  readonly profile?: pulumi.Input<Profile | (string & {})>;
  /** Folder of the journals. */
  readonly journal?: pulumi.Input<string>;
  /**
   * Of a BizTalk Server: its management REST service, `https://HOST`, `http://HOST` or
   * `emulator:PATH`.
   */
  readonly serverEndpoint?: pulumi.Input<string>;
  /** `DOMAIN\\user` or `user@domain`. */
  readonly serverUser?: pulumi.Input<string>;
  /** Secret. */
  readonly serverPassword?: pulumi.Input<string>;
  /** The whole `Authorization` header, instead of a user. Secret. */
  readonly serverAuthorization?: pulumi.Input<string>;
  /** Authority of the server's certificate, PEM or a file's path. */
  readonly serverCa?: pulumi.Input<string>;
}

/** What of it is secret. */
const SECRETS = ["privateKey", "serverPassword", "serverAuthorization"];

/** A provider with an endpoint of its own, for the resource option `provider`. */
export class Provider extends pulumi.ProviderResource {
  /**
   * Whether everything that it is given is known: where something is not, a preview asks this
   * provider nothing.
   * @internal
   */
  readonly isKnown: Promise<boolean>;

  constructor(name: string, args: ProviderArgs, options?: pulumi.ResourceOptions) {
    const marked = Object.entries(args).map(([key, value]) => [
      key,
      SECRETS.includes(key) && value !== undefined ? pulumi.secret(value) : (value as unknown),
    ]);
    // The package of every dynamic resource; configuration arrives without the `biztalk:` prefix.
    super("pulumi-nodejs", name, Object.fromEntries(marked) as object, options);
    this.isKnown = (
      pulumi.output(args) as unknown as { readonly isKnown: Promise<boolean> }
    ).isKnown;
  }
}
