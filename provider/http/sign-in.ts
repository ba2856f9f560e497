/** From what the configuration says to an authenticator. */
import { offers, SignInRefusal, type Authenticator, type SignInContext } from "./authentication.js";
import { tryOnce } from "./first-sign-in.js";
import { basicAuthenticator, headerAuthenticator, whyNoHeaderTo } from "./header-authenticator.js";
import { ntlmAccount } from "./ntlm-messages.js";
import { ntlmAuthenticator, type NtlmOptions } from "./ntlm.js";

/** What the configuration gives to sign in with. */
export type SignIn =
  | { readonly user: string; readonly password: string }
  /** The text of the header `Authorization`. */
  | { readonly authorization: string };

/** How a Windows server is told to take NTLM, and what else can be done. */
const wayRound = (settings: SignInContext["settings"]): string =>
  "Kerberos is not supported: let it offer NTLM too (IIS: Windows " +
  "Authentication, Providers), or use a gateway that " +
  `signs in by itself and takes a header (${settings.authorization}).`;

/**
 * Makes an authenticator: with a user and a password by NTLM, or by Basic where only that is
 * offered; else by the header as it was given. What is refused once is not tried again by it.
 *
 * @throws ProviderError `invalid-input` for what can never be sent to this endpoint.
 */
export function createAuthenticator(signIn: SignIn, options: NtlmOptions): Authenticator {
  if ("authorization" in signIn) return tryOnce(headerAuthenticator(signIn.authorization, options));
  const { user, password } = signIn;
  const byNtlm = ntlmAuthenticator(ntlmAccount(user, password, options.settings.user), options);
  let chosen = byNtlm;
  return tryOnce({
    send: async (request, sendLeg) => {
      try {
        return await chosen.send(request, sendLeg);
      } catch (reason) {
        if (!(reason instanceof SignInRefusal) || reason.judged || offers(reason.offered, "NTLM"))
          throw reason;
        if (!offers(reason.offered, "Basic")) {
          throw new SignInRefusal(`${reason.message} ${wayRound(options.settings)}`, reason);
        }
        const why = whyNoHeaderTo(options.endpoint);
        if (why !== undefined)
          throw new SignInRefusal(`${reason.message} Basic is not tried: ${why}.`, reason);
        chosen = basicAuthenticator(user, password, options);
        return chosen.send(request, sendLeg);
      }
    },
  });
}
