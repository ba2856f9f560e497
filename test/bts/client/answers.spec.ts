import assert from "node:assert/strict";
import { ResponseError } from "../../../provider/errors.js";
import { rejection } from "../../support/scripted-endpoint.js";
import { scriptedServers, type Scripted } from "../support/scripted-server.js";

const ID = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";
const PAGE = "<!DOCTYPE html><html><body>Server Error</body></html>";
const page = (status: number): Scripted => ({ status, body: PAGE, type: "text/html" });
const says = (status: number, message: string): Scripted => ({
  status,
  body: JSON.stringify({ Message: message }),
});

describe("what the client of BizTalk Server makes of an answer", () => {
  const serve = scriptedServers();

  /** What a Terminate that is answered so rejects with. */
  const terminate = async (answer: Scripted) => {
    const { client } = await serve("2020", answer);
    return rejection(client.operate("Terminate", ID));
  };

  it("is a refusal with its code where a message begins with one", async () => {
    const error = await terminate(says(400, "PENDING_OPERATION: suspend is pending"));
    assert.ok(error instanceof ResponseError);
    assert.equal(error.code, "operation-not-allowed");
    assert.equal(error.errorCode, "PENDING_OPERATION");
    assert.match(error.message, /answered 400 to PUT .*: PENDING_OPERATION: suspend is pending\.$/);
  });

  it("is that there is none only where the service says so", async () => {
    assert.equal((await terminate(says(404, "NOT_FOUND: no such instance"))).code, "not-found");
    const { client } = await serve(
      "2020",
      says(404, "Application with name X does not exists."),
      page(404),
    );
    assert.equal(await client.application("X"), null);
    const error = await rejection(client.application("X"));
    assert.equal(error.code, "bad-response");
    assert.match(
      error.message,
      /without a message\. It is a page: does biztalk:serverEndpoint end with/,
    );
  });

  it("is another refusal in its own words", async () => {
    const error = await terminate(says(400, "Please provide a valid instance Id"));
    assert.equal(error.code, "request-refused");
    assert.match(error.message, /: Please provide a valid instance Id\.$/);
  });

  it("is bare text of a 500, or its page, with the address to check", async () => {
    const error = await terminate({ status: 500, body: "Could not load file or assembly" });
    assert.equal(error.code, "unavailable");
    assert.match(error.message, /: Could not load file or assembly\.$/);
    const root = await terminate(page(500));
    assert.equal(root.code, "unavailable");
    assert.match(root.message, /Its bare address answers so, which is normal: does .* end with/);
  });

  it("is what is wrong with the user, page or not", async () => {
    const unknown = await terminate(page(401));
    assert.equal(unknown.code, "unauthenticated");
    assert.match(unknown.message, /Check biztalk:serverUser and biztalk:serverPassword/);
    const forbidden = await terminate(says(403, "Authorization has been denied for this request."));
    assert.equal(forbidden.code, "unauthenticated");
    assert.match(forbidden.message, /are for BizTalk Server Operators; .* for Administrators\./);
  });

  it("is no list where a page or something else arrives with 200", async () => {
    const { client } = await serve("2020", page(200), { status: 200, body: "{}" });
    const error = await rejection(client.instances());
    assert.equal(error.code, "bad-response");
    assert.match(error.message, /^endpoint http:\S+, list of instances: a page or XML arrived/);
    assert.match((await rejection(client.instances())).message, /what arrived is not a list$/);
  });

  it("is no empty list where the path is not known", async () => {
    const { client } = await serve("2020", says(404, "No HTTP resource was found"));
    const error = await rejection(client.instances());
    assert.equal(error.code, "bad-response");
    assert.match(error.message, /has no list of instances: is it the management REST service/);
  });

  it("keeps what it does not know", async () => {
    const row = { Id: ID, Class: "Robot", InstanceStatus: "Hibernated", PendingOperation: "None" };
    const { client } = await serve("2020", { status: 200, body: JSON.stringify([row]) });
    const [instance] = await client.instances();
    assert.deepEqual(
      [instance?.class, instance?.classText, instance?.state, instance?.stateText],
      [null, "Robot", null, "Hibernated"],
    );
  });
});
