/** The endpoint of BizTalk Services, or of the emulator in its place. */
import { PROFILE_NAMES, type Profile } from "../chart/index.js";
import { parseEndpoint, type Endpoint } from "../../endpoint/endpoint.js";

const RULES = {
  setting: "biztalk:endpoint",
  forms:
    "https://HOST for a management endpoint, http://127.0.0.1:PORT for the " +
    "emulator as a server, or emulator:PATH for the emulator in a file",
  profiles: PROFILE_NAMES,
};

/**
 * Reads an endpoint; its identity is host and subscription, or the emulator's file.
 *
 * @param folder - what the path of an emulator's file is relative to; the working directory unless
 * given.
 * @throws {ProviderError} `invalid-input` for what is not understood, and for plain http to another
 * machine.
 */
export const parseServiceEndpoint = (
  endpoint: string,
  subscriptionId: string,
  folder?: string,
): Endpoint<Profile> => parseEndpoint(endpoint, { ...RULES, account: subscriptionId, folder });
