import assert from "node:assert/strict";
import { rejection } from "../support/scripted-endpoint.js";
import { acceptors } from "./support/acceptor.js";
import { clientOf, OPERATOR } from "./support/client.js";

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("the lanes of NTLM", () => {
  const start = acceptors();

  it("are as many as are allowed, each with one connection that is signed in once", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url, { lanes: 3 });
    await client.get();
    await client.get();
    const full = acceptor.hold(3);
    const answers = times(12).map((index) => client.put(`body ${index}`));
    // Three are under way at a time and no fourth: it resolves when three wait for their answer.
    (await full)();
    await Promise.all(answers);
    assert.deepEqual(
      [...new Set(acceptor.arrivals.map(({ connection }) => connection))],
      [1, 2, 3],
    );
    assert.equal(acceptor.arrivals.filter(({ leg }) => leg === "first").length, 3);
    const bodies = acceptor.arrivals.map(({ body }) => body).filter((body) => body !== "");
    assert.deepEqual(
      bodies.toSorted(),
      times(12)
        .map((index) => `body ${index}`)
        .toSorted(),
    );
  });

  it("are four unless it is said otherwise", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url);
    await client.get();
    const full = acceptor.hold(4);
    const answers = times(20).map(() => client.get());
    (await full)();
    await Promise.all(answers);
    assert.equal(Math.max(...acceptor.arrivals.map(({ connection }) => connection)), 4);
  });

  it("keep the order of what they were given where there is one", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url, { lanes: 1 });
    await Promise.all(times(5).map((index) => client.put(`${index}`)));
    const bodies = acceptor.arrivals.map(({ body }) => body).filter((body) => body !== "");
    assert.deepEqual(bodies, ["0", "1", "2", "3", "4"]);
  });

  it("serve the others when one request fails", async () => {
    const acceptor = await start({ answer: (count) => (count === 2 ? 500 : 200) });
    const client = clientOf(acceptor.url, { lanes: 1 });
    const results = await Promise.allSettled(times(4).map((index) => client.put(`${index}`)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "fulfilled"],
    );
  });

  it("wait for the first sign-in, so that a wrong password is tried on one of them only", async () => {
    const acceptor = await start();
    const client = clientOf(acceptor.url, {
      lanes: 8,
      signIn: { ...OPERATOR, password: "another" },
    });
    const codes = await Promise.all(
      times(8).map(async () => (await rejection(client.put("body"))).code),
    );
    assert.deepEqual(codes, Array<string>(8).fill("unauthenticated"));
    assert.equal(acceptor.arrivals.filter(({ leg }) => leg === "third").length, 1);
  });
});
