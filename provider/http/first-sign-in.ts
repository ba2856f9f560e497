/**
 * Credentials are tried once: many requests at a time with a wrong password would lock an account.
 */
import { SignInRefusal, type Authenticator } from "./authentication.js";

/**
 * An authenticator that sends one request at a time until a first one is let in, and none after its
 * credentials were judged and refused: the others get that refusal. Windows locks an account after
 * a few wrong passwords.
 */
export function tryOnce(inner: Authenticator): Authenticator {
  let isLetIn = false;
  let refusal: SignInRefusal | undefined;
  let trial: Promise<unknown> | undefined;
  const send: Authenticator["send"] = async (request, sendLeg) => {
    try {
      const answer = await inner.send(request, sendLeg);
      isLetIn = true;
      return answer;
    } catch (reason) {
      if (reason instanceof SignInRefusal && reason.judged) refusal = reason;
      throw reason;
    }
  };
  return {
    send: async (request, sendLeg) => {
      for (;;) {
        if (refusal !== undefined) throw new SignInRefusal(refusal.message, refusal);
        if (isLetIn) return send(request, sendLeg);
        if (trial === undefined) {
          const mine = send(request, sendLeg);
          const ended = mine.then(
            () => (trial = undefined),
            () => (trial = undefined),
          );
          trial = ended;
          return mine;
        }
        await trial;
      }
    },
  };
}
