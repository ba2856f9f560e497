/**
 * NTLM over HTTP (MS-NTHT): who signs in sends a first message, gets a challenge with a 401, and
 * answers it with a third message on the same connection. The first two carry no body, so that a
 * 401 never has a request repeated.
 */
import { messageOf, ProviderError } from "../errors.js";
import {
  offeredBy,
  sayOffered,
  SignInRefusal,
  tokenFor,
  UNAUTHORIZED,
  type Authenticator,
  type Leg,
  type SendLeg,
  type SignInContext,
} from "./authentication.js";
import { channelBinding } from "./channel-binding.js";
import { createLanes, Lane } from "./lane.js";
import type { HttpRequest, ReceivedAnswer } from "./message.js";
import {
  authenticateHeader,
  negotiateHeader,
  readChallenge,
  type NtlmAccount,
} from "./ntlm-messages.js";
import type { TlsCredentials } from "./tls.js";
import { isCut } from "./transport-error.js";

/**
 * How many connections are used at a time unless it is said otherwise; each costs the server a
 * sign-in.
 */
const LANES_MAX = 4;

/** Where to sign in, and over how many connections. */
export interface NtlmOptions extends SignInContext {
  readonly tls?: TlsCredentials;
  readonly lanes?: number;
}

/**
 * What the endpoint has shown of how long a sign-in holds: for the connection, for one request, or
 * that it needs none. A request that changes something goes out without a new sign-in only where
 * that is known.
 */
type Habit = "unknown" | "open" | "connection" | "request";

/** A leg over the lane that a request has. */
type LaneLeg = (leg: Omit<Leg, "agent">) => Promise<ReceivedAnswer>;

const isSuccess = ({ status }: ReceivedAnswer): boolean => status >= 200 && status < 300;

/** Signs in by NTLM. One that was refused is out after three legs at most. */
export function ntlmAuthenticator(account: NtlmAccount, options: NtlmOptions): Authenticator {
  const { endpoint, settings, tls, lanes = LANES_MAX } = options;
  const onLane = createLanes(lanes, () => new Lane(endpoint, tls));
  let habit: Habit = "unknown";

  const refusal = (why: string, answer: ReceivedAnswer, judged: boolean): SignInRefusal => {
    const offered = offeredBy(answer);
    return new SignInRefusal(`endpoint ${endpoint} ${why} ${sayOffered(offered)}`, {
      offered,
      judged,
    });
  };

  /** Without credentials, where they may be needless. `undefined`: sign in. */
  const sendBare = async (
    lane: Lane,
    leg: LaneLeg,
    isRead: boolean,
  ): Promise<ReceivedAnswer | undefined> => {
    const isUsable = lane.isSignedIn && (habit === "connection" || (habit === "unknown" && isRead));
    if (!isUsable && habit !== "open") return undefined;
    const answer = await leg({ authorization: undefined, withBody: true }).catch(
      (reason: unknown) => {
        lane.drop();
        // A connection that the other side has ended in the meantime: who only reads asks again.
        if (isRead && isUsable && isCut(reason)) return undefined;
        throw reason;
      },
    );
    if (answer === undefined) return undefined;
    if (answer.status !== UNAUTHORIZED) {
      if (isUsable) habit = "connection";
      return answer;
    }
    habit = "request";
    lane.drop();
    if (isRead) return undefined;
    const why =
      "asked to sign in again in answer to a request that was sent in full, " +
      "which it did not carry out (401).";
    throw new ProviderError(
      "unavailable",
      `endpoint ${endpoint} ${why} It was not sent again; the next run does.`,
    );
  };

  /** The first message, once more where a connection that was used before does not take it. */
  const begin = async (lane: Lane, leg: LaneLeg): Promise<ReceivedAnswer> => {
    const first = (): Promise<ReceivedAnswer> =>
      leg({ authorization: negotiateHeader(), withBody: false });
    if (!lane.isConnected) return first();
    const { isSignedIn } = lane;
    const answer = await first().catch((reason: unknown) => {
      // Who wants a sign-in has not acted on a first message; who has not asked for one may have.
      if (isSignedIn && isCut(reason)) return undefined;
      throw reason;
    });
    const isTaken =
      answer !== undefined &&
      (answer.status !== UNAUTHORIZED || tokenFor("NTLM", answer) !== undefined);
    if (isTaken) return answer;
    lane.drop();
    return first();
  };

  const signIn = async (
    lane: Lane,
    leg: LaneLeg,
    request: HttpRequest,
  ): Promise<ReceivedAnswer> => {
    const asked = await begin(lane, leg);
    if (asked.status !== UNAUTHORIZED) return withoutSignIn(asked, request);
    const token = tokenFor("NTLM", asked);
    if (token === undefined) {
      lane.drop();
      throw refusal("takes no sign-in by NTLM (a 401 to the first message).", asked, false);
    }
    const { connection } = lane;
    const answer = await leg({ authorization: answerTo(token, asked, lane), withBody: true });
    if (answer.status !== UNAUTHORIZED) {
      lane.noteSignIn();
      return answer;
    }
    const isBroken = lane.connection !== connection;
    lane.drop();
    const what = `refuses the sign-in of ${account.shown} by NTLM (401).`;
    const check = `Check ${settings.user} (DOMAIN\\user or user@domain) and ${settings.password}.`;
    const once = "They are not tried again in this run, so that the account is not locked.";
    throw refusal(
      `${what} ${check} ${once}${isBroken ? BROKEN : ""}${tlsHint(lane)}`,
      answer,
      true,
    );
  };

  const answerTo = (token: string, asked: ReceivedAnswer, lane: Lane): string => {
    const { certificate } = lane;
    try {
      return authenticateHeader(
        readChallenge(token),
        account,
        certificate === undefined ? undefined : channelBinding(certificate),
      );
    } catch (reason) {
      lane.drop();
      throw refusal(
        `begins a sign-in by NTLM that cannot go on: ${messageOf(reason)}.`,
        asked,
        false,
      );
    }
  };

  /** The first message got an answer: the endpoint lets anybody in, or fails before it asks. */
  const withoutSignIn = (answer: ReceivedAnswer, { method, body }: HttpRequest): ReceivedAnswer => {
    if (!isSuccess(answer)) return answer;
    if (habit === "unknown") habit = "open";
    if (method === "GET" || body === undefined) return answer;
    const why =
      `answered ${answer.status} to a ${method} whose body it had not got, ` + "without a sign-in.";
    throw new ProviderError(
      "bad-response",
      `endpoint ${endpoint} ${why} Give no ${settings.user} for it.`,
    );
  };

  return {
    send: (request, sendLeg: SendLeg) =>
      onLane(async (lane) => {
        const leg: LaneLeg = (message) => sendLeg({ ...message, agent: lane.agent });
        return (await sendBare(lane, leg, request.method === "GET")) ?? signIn(lane, leg, request);
      }),
  };
}

const BROKEN =
  " It ended the connection in the middle of the sign-in, which NTLM needs: " +
  "see what is in between (a proxy, a balancer).";

const tlsHint = ({ certificate }: Lane): string =>
  certificate === undefined
    ? ""
    : " Where it requires channel binding, nothing in between may end TLS: the " +
      "certificate must be its own.";
