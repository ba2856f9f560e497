import assert from "node:assert/strict";
import { parseInputs } from "../../../provider/mabs/inputs/service-inputs.js";
import { PFX, PFX_PASSWORD } from "../../support/service-certificates.js";
import { UNKNOWN } from "./host.js";

/** What stands against a certificate of a service `orders`. */
function failuresOf(
  data: string,
  password = PFX_PASSWORD,
  settings: Readonly<Record<string, unknown>> = {},
  serviceName = "orders",
): readonly string[] {
  const configuration = { certificate: { data, password }, ...settings };
  const given = { serviceName, region: "West Europe", edition: "Standard", configuration };
  return parseInputs(given).failures;
}

describe("the certificate of a service", () => {
  it("is accepted for its host name, for a domain of its own, and for either of them", () => {
    assert.deepEqual(failuresOf(PFX.own), []);
    const settings = { customDomainUrl: "orders.example.com" };
    assert.deepEqual(failuresOf(PFX.domain, PFX_PASSWORD, settings), []);
    assert.deepEqual(failuresOf(PFX.own, PFX_PASSWORD, settings), []);
  });

  it("is refused with a password that does not open it, which is not shown", () => {
    assert.deepEqual(failuresOf(PFX.own, "open-it"), [
      "configuration.certificate: the password does not open data.",
    ]);
  });

  it("is refused when its common name is another one", () => {
    assert.deepEqual(failuresOf(PFX.domain), [
      "configuration.certificate: its common name is not orders.biztalk.windows.net.",
    ]);
    const settings = { customDomainUrl: "billing.example.com" };
    assert.deepEqual(failuresOf(PFX.domain, PFX_PASSWORD, settings), [
      "configuration.certificate: its common name is not orders.biztalk.windows.net or billing.example.com.",
    ]);
  });

  it("is refused when it is not for servers, with all else that stands against it", () => {
    assert.deepEqual(failuresOf(PFX.client, PFX_PASSWORD, {}, "billing"), [
      "configuration.certificate: it is not for server authentication (extended key usage).",
      "configuration.certificate: its common name is not billing.biztalk.windows.net.",
    ]);
  });

  it("is not judged by a domain or a name that is not known yet", () => {
    assert.deepEqual(failuresOf(PFX.domain, PFX_PASSWORD, { customDomainUrl: UNKNOWN }), []);
    assert.deepEqual(failuresOf(PFX.domain, PFX_PASSWORD, {}, UNKNOWN), []);
  });

  it("is sent as it is when it cannot be opened here", () => {
    for (const data of [PFX.old, "no PFX", "MIIK", "?"]) assert.deepEqual(failuresOf(data), []);
  });
});
