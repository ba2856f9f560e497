import assert from "node:assert/strict";
import { rejection } from "../support/scripted-endpoint.js";
import { acceptors, type Acceptor, type Habits } from "./support/acceptor.js";
import { clientOf, OPERATOR, type ClientOptions } from "./support/client.js";

/** What arrived, as `METHOD leg status`, with the connection's number behind a sharp. */
const legs = ({ arrivals }: Acceptor): string[] =>
  arrivals.map(
    ({ method, leg, status, connection }) => `${method} ${leg} ${status} #${connection}`,
  );

/** The bodies that arrived, without the empty ones. */
const bodies = ({ arrivals }: Acceptor): string[] =>
  arrivals.map(({ body }) => body).filter((body) => body !== "");

describe("a sign-in by NTLM", () => {
  const start = acceptors();

  describe("with the right password", () => {
    it("takes two messages, and holds for the connection", async () => {
      const acceptor = await start();
      const client = clientOf(acceptor.url);
      assert.equal((await client.get()).body, "let in");
      await client.get();
      assert.deepEqual(legs(acceptor), ["GET first 401 #1", "GET third 200 #1", "GET none 200 #1"]);
    });

    it("sends the body of a PUT with the third message and not before", async () => {
      const acceptor = await start();
      await clientOf(acceptor.url).put("body");
      assert.deepEqual(legs(acceptor), ["PUT first 401 #1", "PUT third 200 #1"]);
      // A length is asked for with every PUT, even of nothing (IIS: 411).
      assert.deepEqual(
        acceptor.arrivals.map(({ body, length }) => [body, length]),
        [
          ["", "0"],
          ["body", "4"],
        ],
      );
    });

    it("is made again for a PUT until a GET has shown that it holds", async () => {
      const acceptor = await start();
      const client = clientOf(acceptor.url);
      await client.put("1");
      await client.put("2");
      await client.get();
      await client.put("3");
      assert.deepEqual(legs(acceptor), [
        "PUT first 401 #1",
        "PUT third 200 #1",
        "PUT first 401 #1",
        "PUT third 200 #1",
        "GET none 200 #1",
        "PUT none 200 #1",
      ]);
      assert.deepEqual(bodies(acceptor), ["1", "2", "3"]);
    });

    for (const user of ["contoso\\OPERATOR", "CONTOSO\\operator"]) {
      it(`takes ${user} whatever its letter case`, async () => {
        const acceptor = await start();
        await clientOf(acceptor.url, { signIn: { ...OPERATOR, user } }).get();
        assert.equal(acceptor.arrivals.at(-1)?.status, 200);
      });
    }

    it("takes a user without a domain and one in the form user@domain", async () => {
      for (const user of ["operator", "operator@contoso.example"]) {
        const hash = "6b3e106e94aa4d55de1df7ce6604f539";
        const acceptor = await start({ member: { user, domain: "", hash } });
        await clientOf(acceptor.url, { signIn: { ...OPERATOR, user } }).get();
        assert.equal(acceptor.arrivals.at(-1)?.status, 200);
      }
    });

    it("is what an answer that is no success comes after: it is the request's own", async () => {
      const acceptor = await start({ answer: () => 403 });
      const { message } = await rejection(clientOf(acceptor.url).put("body"));
      assert.equal(message, "status 403");
      assert.deepEqual(legs(acceptor), ["PUT first 401 #1", "PUT third 403 #1"]);
    });

    it("is made once for all tries of a GET", async () => {
      const acceptor = await start({ answer: (count) => (count < 3 ? 503 : 200) });
      const client = clientOf(acceptor.url, { toCode: "unavailable" });
      await client.get();
      assert.deepEqual(client.clock.sleeps, [200, 400]);
      assert.deepEqual(legs(acceptor), [
        "GET first 401 #1",
        "GET third 503 #1",
        "GET none 503 #1",
        "GET none 200 #1",
      ]);
    });
  });

  describe("works with a server that", () => {
    const cases: readonly { title: string; habits: Habits; gets: string[]; puts: string[] }[] = [
      {
        title: "ends the connection after each answer",
        habits: { ends: "answers" },
        gets: ["GET first 401 #1", "GET third 200 #1", "GET first 401 #2", "GET third 200 #2"],
        puts: ["PUT first 401 #3", "PUT third 200 #3", "PUT first 401 #4", "PUT third 200 #4"],
      },
      {
        title: "ends the connection after each bare 401",
        habits: { ends: "bare refusals", signInHolds: "request" },
        gets: [
          "GET first 401 #1",
          "GET third 200 #1",
          "GET none 401 #1",
          "GET first 401 #2",
          "GET third 200 #2",
        ],
        puts: ["PUT first 401 #2", "PUT third 200 #2", "PUT first 401 #2", "PUT third 200 #2"],
      },
      {
        title: "wants a sign-in for each request",
        habits: { signInHolds: "request" },
        gets: [
          "GET first 401 #1",
          "GET third 200 #1",
          "GET none 401 #1",
          "GET first 401 #2",
          "GET third 200 #2",
        ],
        puts: ["PUT first 401 #2", "PUT third 200 #2", "PUT first 401 #2", "PUT third 200 #2"],
      },
      {
        title: "takes a first message on a new connection only",
        habits: { refusesFirst: "on a used connection", signInHolds: "request" },
        gets: [
          "GET first 401 #1",
          "GET third 200 #1",
          "GET none 401 #1",
          "GET first 401 #2",
          "GET third 200 #2",
        ],
        puts: [
          "PUT first 401 #2",
          "PUT first 401 #3",
          "PUT third 200 #3",
          "PUT first 401 #3",
          "PUT first 401 #4",
          "PUT third 200 #4",
        ],
      },
    ];
    for (const { title, habits, gets, puts } of cases) {
      it(`${title}, and no body is sent twice`, async () => {
        const acceptor = await start(habits);
        const client = clientOf(acceptor.url);
        await client.get();
        await client.get();
        await client.put("1");
        await client.put("2");
        assert.deepEqual(legs(acceptor), [...gets, ...puts]);
        assert.deepEqual(bodies(acceptor), ["1", "2"]);
      });
    }

    it("ends the connection after each answer without saying so, and no body is sent twice", async () => {
      const acceptor = await start({ ends: "answers, silently" });
      const client = clientOf(acceptor.url);
      await client.get();
      await client.get();
      await client.put("1");
      await client.put("2");
      // How many messages the second GET takes depends on when the end of its connection is
      // noticed.
      assert.deepEqual(legs(acceptor).slice(0, 2), ["GET first 401 #1", "GET third 200 #1"]);
      assert.deepEqual(bodies(acceptor), ["1", "2"]);
    });
  });

  describe("that is refused", () => {
    const refused = async (acceptor: Acceptor, options: ClientOptions = {}): Promise<string> => {
      const client = clientOf(acceptor.url, options);
      const { code, message } = await rejection(client.put("body"));
      assert.equal(code, "unauthenticated");
      assert.ok(message.includes(acceptor.url), message);
      assert.ok(acceptor.arrivals.length <= 3, legs(acceptor).join(", "));
      assert.ok(bodies(acceptor).length <= 1);
      assert.deepEqual(client.clock.sleeps, []);
      return message;
    };

    for (const [what, signIn] of [
      ["a wrong password", { ...OPERATOR, password: "another" }],
      ["a wrong domain", { ...OPERATOR, user: "FABRIKAM\\operator" }],
      ["an unknown user", { ...OPERATOR, user: "CONTOSO\\nobody" }],
    ] as const) {
      it(`for ${what} ends after two messages, says what to check and what is offered`, async () => {
        const acceptor = await start();
        const message = await refused(acceptor, { signIn });
        assert.deepEqual(legs(acceptor), ["PUT first 401 #1", "PUT third 401 #1"]);
        assert.ok(message.includes(signIn.user), message);
        assert.match(message, /Check the user \(DOMAIN\\user or user@domain\) and the password/);
        assert.match(message, /It offers Negotiate, NTLM\./);
      });
    }

    it("is not tried again: Windows locks an account after some wrong passwords", async () => {
      const acceptor = await start();
      const client = clientOf(acceptor.url, { signIn: { ...OPERATOR, password: "another" } });
      const codes = await Promise.all(
        [1, 2, 3, 4, 5].map(async () => (await rejection(client.get())).code),
      );
      assert.deepEqual(codes, Array<string>(5).fill("unauthenticated"));
      assert.equal((await rejection(client.put("body"))).code, "unauthenticated");
      assert.deepEqual(legs(acceptor), ["GET first 401 #1", "GET third 401 #1"]);
    });

    it("with a bare 401 to the first message ends after one", async () => {
      const acceptor = await start({ refusesFirst: "always" });
      assert.match(
        await refused(acceptor),
        /a 401 to the first message.*It offers Negotiate, NTLM\./,
      );
      assert.deepEqual(legs(acceptor), ["PUT first 401 #1"]);
    });

    it("with a bare 401 to the first message, in the middle of a run, tries no connection twice", async () => {
      const acceptor = await start({ signInHolds: "request" });
      const client = clientOf(acceptor.url);
      await client.get();
      acceptor.arrivals.length = 0;
      acceptor.change({ refusesFirst: "always" });
      await rejection(client.get());
      assert.deepEqual(legs(acceptor), ["GET none 401 #1", "GET first 401 #2"]);
      acceptor.arrivals.length = 0;
      await rejection(client.put("body"));
      assert.deepEqual(legs(acceptor), ["PUT first 401 #3"]);
    });

    it("because the connection ends after each 401 says so", async () => {
      const acceptor = await start({ ends: "refusals" });
      assert.match(await refused(acceptor), /It ended the connection in the middle of the sign-in/);
      assert.deepEqual(legs(acceptor), ["PUT first 401 #1", "PUT third 401 #2"]);
    });

    it("because only Kerberos is offered says that it is not supported, and the ways round it", async () => {
      const acceptor = await start({ refusesFirst: "always", offers: ["Negotiate"] });
      const message = await refused(acceptor);
      assert.match(
        message,
        /It offers Negotiate\. Kerberos is not supported: .*NTLM.*gateway.*the header/,
      );
    });

    it("because no way to sign in is offered says so", async () => {
      const acceptor = await start({ refusesFirst: "always", offers: [] });
      assert.match(await refused(acceptor), /It offers no way to sign in\./);
    });

    for (const [what, flags] of [
      ["no extended session security", 0x0080_8205],
      ["no target information", 0x0008_8205],
      ["no Unicode", 0x0088_8206],
    ] as const) {
      it(`by us: a challenge with ${what} would have an NTLMv1 response, and gets none`, async () => {
        const acceptor = await start({ flags });
        assert.match(
          await refused(acceptor),
          new RegExp(`NTLMv1, which is not sent \\(its challenge has ${what}\\)`),
        );
        assert.deepEqual(legs(acceptor), ["PUT first 401 #1"]);
      });
    }
  });

  it("that a server forgets is not made again for a PUT that was sent in full", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url);
    await client.get();
    await client.get();
    acceptor.forget();
    const { code, message } = await rejection(client.put("body"));
    assert.equal(code, "unavailable");
    assert.match(message, /asked to sign in again.*It was not sent again/);
    assert.deepEqual(bodies(acceptor), ["body"]);
    await client.put("next");
    assert.deepEqual(legs(acceptor).slice(-2), ["PUT first 401 #2", "PUT third 200 #2"]);
  });

  it("is made again, at once, for a GET whose connection had ended in the meantime", async () => {
    const acceptor = await start({ cuts: "none" });
    const client = clientOf(acceptor.url);
    await client.get();
    await client.get();
    const seen = [
      "GET first 401 #1",
      "GET third 200 #1",
      "GET none 200 #1",
      "GET first 401 #2",
      "GET third 200 #2",
    ];
    assert.deepEqual(legs(acceptor), seen);
    assert.deepEqual(client.clock.sleeps, []);
  });

  it("is not made again for a PUT whose connection ended before its answer", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url);
    await client.get();
    await client.get();
    acceptor.change({ cuts: "none" });
    const { code, message } = await rejection(client.put("body"));
    assert.equal(code, "unavailable");
    assert.match(message, /the connection was cut/);
    assert.deepEqual(bodies(acceptor), ["body"]);
  });

  it("whose first message is cut off is not begun anew where nobody has asked for one", async () => {
    const acceptor = await start({ signInHolds: "none", answer: () => 404 });
    const client = clientOf(acceptor.url);
    await rejection(client.get());
    acceptor.change({ cuts: "first" });
    assert.equal((await rejection(client.put())).code, "unavailable");
    assert.deepEqual(legs(acceptor), ["GET first 404 #1", "PUT first 404 #1"]);
  });

  it("is made for each request where some are answered without one and some are not", async () => {
    const acceptor = await start({ signInHolds: "none" });
    const client = clientOf(acceptor.url);
    await client.get();
    acceptor.change({ signInHolds: "connection" });
    assert.equal((await rejection(client.put("1"))).code, "unavailable");
    acceptor.change({ signInHolds: "none" });
    await client.get();
    acceptor.change({ signInHolds: "connection" });
    await client.put("2");
    assert.deepEqual(bodies(acceptor), ["1", "2"]);
    assert.equal(acceptor.arrivals.at(-1)?.status, 200);
  });

  it("is left out where a GET was answered without one", async () => {
    const acceptor = await start({ signInHolds: "none" });
    const client = clientOf(acceptor.url);
    await client.get();
    await client.put("body");
    assert.deepEqual(legs(acceptor), ["GET first 200 #1", "PUT none 200 #1"]);
  });

  it("is not wanted by who answers a PUT before its body has come: that is an error", async () => {
    const acceptor = await start({ signInHolds: "none" });
    const { code, message } = await rejection(clientOf(acceptor.url).put("body"));
    assert.equal(code, "bad-response");
    assert.match(message, /Give no the user for it/);
    assert.deepEqual(bodies(acceptor), []);
  });
});
