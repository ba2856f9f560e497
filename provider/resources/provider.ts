/** `biztalk.Provider`: one of several endpoints in one stack. Each is a process of its own. */
import * as pulumi from "@pulumi/pulumi";
import type { Profile } from "./names.js";

/**
 * What a provider is given; what is left out comes from the environment (`BIZTALK_...`), never from
 * the stack.
 */
export interface ProviderArgs {
  /** `https://HOST`, `http://127.0.0.1:PORT` or `emulator:PATH`. */
  readonly endpoint: pulumi.Input<string>;
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
}

/** A provider with an endpoint of its own, for the resource option `provider`. */
export class Provider extends pulumi.ProviderResource {
  /**
   * Whether everything that it is given is known: where something is not, a preview asks this
   * provider nothing.
   * @internal
   */
  readonly isKnown: Promise<boolean>;

  constructor(name: string, args: ProviderArgs, options?: pulumi.ResourceOptions) {
    const { privateKey, ...open } = args;
    const secret = privateKey === undefined ? {} : { privateKey: pulumi.secret(privateKey) };
    // The package of every dynamic resource; configuration arrives without the `biztalk:` prefix.
    super("pulumi-nodejs", name, { ...open, ...secret }, options);
    this.isKnown = (
      pulumi.output(args) as unknown as { readonly isKnown: Promise<boolean> }
    ).isKnown;
  }
}
