import assert from "node:assert/strict";
import { startEmulator } from "../../provider/start-emulator.js";

describe("an emulator's log of requests", () => {
  it("has a line of JSON for each, with its answer, and no body", async () => {
    const lines: string[] = [];
    const emulator = await startEmulator({ logTo: { write: (line) => lines.push(line) } });
    try {
      await fetch(`${emulator.url}/s/cloudservices/west/resources/biztalkservices/biztalk/orders`, {
        method: "PUT",
        headers: { "x-ms-version": "2013-04-26", "content-type": "application/xml" },
        body:
          "<Resource><IntrinsicSettings><ServiceSettings><Edition>Premium</Edition>" +
          "<TrackingStoreConnectionString>Password=hush</TrackingStoreConnectionString>" +
          "</ServiceSettings></IntrinsicSettings></Resource>",
      });
    } finally {
      await emulator.close();
    }
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const answered = entries.find(({ msg }) => msg === "request completed");
    assert.deepEqual((answered?.["res"] as { statusCode: number }).statusCode, 202);
    assert.match(lines.join(""), /\/s\/cloudservices\/west\/resources/);
    assert.doesNotMatch(lines.join(""), /hush/);
  });
});
