import assert from "node:assert/strict";
import {
  errorAnswer,
  rejection,
  scriptedEndpoints,
  type ScriptedAnswer,
} from "../../support/scripted-endpoint.js";

const ORDERS = { cloudService: "integration", serviceName: "orders" };
const SETTINGS =
  "<IntrinsicSettings><ServiceSettings><Edition>standard</Edition></ServiceSettings></IntrinsicSettings>";

const resource = (name: string, more = SETTINGS): string =>
  `<Resource><Type>biztalk</Type><Name>${name}</Name><ETag>e</ETag><State>Started</State>${more}</Resource>`;

const PROPERTIES: ScriptedAnswer = { status: 200, body: resource("orders") };

const container = (...resources: readonly string[]): ScriptedAnswer => ({
  status: 200,
  body: `<CloudService><Name>integration</Name><Resources>${resources.join("")}</Resources></CloudService>`,
});

/** A read of the container: without the query it may leave out what is in a Resource. */
const CONTAINER = "integration?detailLevel=full";

const NOT_FOUND = errorAnswer(404, "ResourceNotFound", "none");

/** What an endpoint may answer that does not know Get BizTalk Service Properties. */
const WITHOUT_PROPERTIES: readonly (readonly [string, ScriptedAnswer])[] = [
  ["404 ResourceNotFound", NOT_FOUND],
  ["400 BadRequest", errorAnswer(400, "BadRequest", "no")],
  ["404 with a page", { status: 404, body: "<html></html>" }],
  ["a document of its own", { status: 200, body: "<PassthroughResponse/>" }],
  ["a Resource of something else", { status: 200, body: resource("front") }],
];

describe("a read of one service", () => {
  const endpoint = scriptedEndpoints();

  for (const [what, answer] of WITHOUT_PROPERTIES) {
    it(`finds it in its container where its properties answer ${what}, and asks them no more`, async () => {
      const { client, seen } = await endpoint(
        answer,
        container(resource("other"), resource("ORDERS")),
        container(resource("orders")),
      );
      assert.equal((await client.read(ORDERS))?.state, "Active");
      assert.equal((await client.read(ORDERS))?.state, "Active");
      const paths = seen.map(({ path }) => path.split("/").at(-1));
      assert.deepEqual(paths, ["orders", CONTAINER, CONTAINER]);
    });

    it(`says that there is none where its properties answer ${what} and the container has none`, async () => {
      const { client } = await endpoint(answer, container(resource("other")));
      assert.equal(await client.read(ORDERS), null);
    });
  }

  it("asks the properties alone where they have shown a service, and believes them then", async () => {
    const { client, seen } = await endpoint(PROPERTIES, NOT_FOUND);
    assert.equal((await client.read(ORDERS))?.state, "Active");
    assert.equal(await client.read(ORDERS), null);
    assert.equal(seen.length, 2);
  });

  it("says that there is none where there is no such container", async () => {
    const { client } = await endpoint(NOT_FOUND, NOT_FOUND);
    assert.equal(await client.read(ORDERS), null);
  });

  for (const [status, code] of [
    [403, "unauthenticated"],
    [412, "diverged"],
  ] as const) {
    it(`concludes nothing from ${status} to its properties`, async () => {
      const { client } = await endpoint(errorAnswer(status, "X", "no"), container());
      assert.equal((await rejection(client.read(ORDERS))).code, code);
    });
  }
});

describe("a list with an odd service", () => {
  const endpoint = scriptedEndpoints();
  const ODD = [
    "<Resource><Type>biztalk</Type><Name>unknown</Name><State>Unknown</State></Resource>",
    resource("enterprise", SETTINGS.replace("standard", "Enterprise")),
    resource("halted", `<SubState>Halted</SubState>${SETTINGS}`),
  ];

  for (const odd of ODD) {
    it(`shows the others, and the odd one as what it is: ${odd.slice(0, 90)}`, async () => {
      const list = `<CloudServices>${(container(odd, resource("orders")) as { body: string }).body}</CloudServices>`;
      const { client } = await endpoint({ status: 200, body: list });
      const [{ services } = assert.fail()] = await client.list();
      assert.deepEqual([services.length, services[1]?.serviceName], [2, "orders"]);
    });
  }

  it("is a bad response with one that has no name, also where another one is looked for", async () => {
    const nameless = container("<Resource><Type>biztalk</Type></Resource>", resource("orders"));
    const { client } = await endpoint(NOT_FOUND, nameless);
    assert.equal((await rejection(client.read(ORDERS))).code, "bad-response");
  });
});
