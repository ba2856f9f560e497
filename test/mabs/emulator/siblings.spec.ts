import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { startEmulator, type StartedEmulator } from "../../../provider/start-emulator.js";
import { makeAuthority } from "../../support/certificates.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { nodeClient, pythonClient, whyNoSibling, type Place } from "./support/siblings.js";

const ORDERS = [["orders", "biztalk", "Started"]];

describe("clients of the vendor's for siblings, over mutual TLS", function () {
  this.timeout(60_000);
  const file = temporaryFolder();
  let emulator: StartedEmulator;
  let place: Place;

  before(async () => {
    const authority = await makeAuthority("Authority of the tests");
    const { certificate, privateKey } = await authority.sign("operator");
    const written = (name: string, text: string): string => {
      writeFileSync(file(name), text);
      return file(name);
    };
    emulator = await startEmulator({
      tls: { ...(await authority.sign("emulator")), ca: authority.certificate },
    });
    await emulator.control("PUT", "services/integration/orders", {});
    place = {
      url: emulator.url,
      certificate: written("operator.pem", certificate),
      privateKey: written("operator.key", privateKey),
      both: written("both.pem", certificate + privateKey),
      ca: written("ca.pem", authority.certificate),
    };
  });
  after(() => emulator.close());

  const row = (name: "python" | "node", title: string, test: () => Promise<void>): void => {
    const why = whyNoSibling(name);
    if (why === undefined) it(title, test);
    else it.skip(`${title} (${why})`, test);
  };

  row("python", "azure-servicemanagement-legacy creates, lists, reads and deletes", async () => {
    const { gone, ...said } = (await pythonClient(place)) as { readonly gone: string };
    assert.deepEqual(said, {
      created: "Succeeded",
      listed: [
        ["integration", "integration", "West Europe", ORDERS],
        ["python", "Python", "West US", []],
      ],
      read: ORDERS,
      deleted: "Succeeded",
      left: ["integration"],
    });
    assert.match(gone, /Not Found|ResourceNotFound/);
  });

  row("node", "azure-asm-scheduler registers, creates, lists, reads and deletes", async () => {
    assert.deepEqual(await nodeClient(place), {
      registered: 200,
      created: "Succeeded",
      listed: [
        ["integration", "integration", ORDERS],
        ["node", "Node", []],
      ],
      read: ["orders"],
      deleted: "Succeeded",
      left: ["integration"],
    });
  });
});
