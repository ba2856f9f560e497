import assert from "node:assert/strict";
import { makeAuthority, type Authority, type PemPair } from "../support/certificates.js";
import { rejection } from "../support/scripted-endpoint.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { clientOf, OPERATOR } from "./support/client.js";
import { pyspnegoAcceptors, whyNoPyspnego } from "./support/pyspnego.js";

const why = whyNoPyspnego();
const where = why === undefined ? describe : describe.skip;

where(`a sign-in by NTLM to pyspnego${why === undefined ? "" : ` (${why})`}`, function () {
  // A process of Python starts first.
  this.timeout(60_000);
  const file = temporaryFolder();
  const start = pyspnegoAcceptors(file);
  let authority: Authority;
  let tls: PemPair;

  before(async () => {
    authority = await makeAuthority("Authority of the tests");
    tls = await authority.sign("bts");
  });

  it("is let in, once for a connection, and each body is sent once", async () => {
    const { url, end } = await start();
    const client = clientOf(url);
    assert.equal((await client.get()).body, "let in");
    await client.get();
    await client.put("1");
    assert.deepEqual(await end(), ["GET 401 []", "GET 200 []", "GET 200 []", "PUT 200 [1]"]);
  });

  it("is let in again on a connection that is signed in", async () => {
    const { url, end } = await start();
    const client = clientOf(url);
    await client.put("1");
    await client.put("2");
    assert.deepEqual(await end(), ["PUT 401 []", "PUT 200 [1]", "PUT 401 []", "PUT 200 [2]"]);
  });

  it("is let in over TLS with the channel binding that it requires", async () => {
    const { url, end } = await start(tls);
    await clientOf(url, { ca: authority.certificate }).put("1");
    assert.deepEqual(await end(), ["PUT 401 []", "PUT 200 [1]"]);
  });

  for (const [what, signIn, said] of [
    ["a wrong password", { ...OPERATOR, password: "another" }, "InvalidTokenError"],
    ["a wrong domain", { ...OPERATOR, user: "FABRIKAM\\operator" }, "SpnegoError"],
  ] as const) {
    it(`is refused for ${what}, once`, async () => {
      const { url, end } = await start();
      const client = clientOf(url, { signIn });
      assert.equal((await rejection(client.put("1"))).code, "unauthenticated");
      assert.equal((await rejection(client.put("2"))).code, "unauthenticated");
      assert.deepEqual(await end(), ["PUT 401 []", `PUT 401 [1] ${said}`]);
    });
  }
});
