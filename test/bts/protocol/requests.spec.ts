import assert from "node:assert/strict";
import {
  hasRequest,
  isInstanceId,
  pathOf,
  REQUEST_NAMES,
  REQUESTS,
} from "../../../provider/bts/protocol/index.js";

const ID = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";

describe("requests of the management REST service", () => {
  it("have the verb before the id of an instance and of a receive location", () => {
    assert.equal(
      pathOf("Suspend Instance", { instanceId: ID }),
      `/OperationalData/Instances/Suspend/${ID}`,
    );
    assert.equal(
      pathOf("Terminate Instance", { instanceId: ID }),
      `/OperationalData/Instances/Terminate/${ID}`,
    );
    const location = { receivePortName: "In", name: "In file" };
    assert.equal(
      pathOf("Disable Receive Location", location),
      "/ReceiveLocations/Disable/In/In%20file",
    );
  });

  it("have the verb behind every other name, encoded", () => {
    assert.equal(
      pathOf("Stop Application", { applicationName: "A/B" }),
      "/Applications/A%2FB/Stop",
    );
    assert.equal(
      pathOf("Unenlist Orchestration", { applicationName: "Billing", name: "Billing.Process" }),
      "/Orchestrations/Billing/Billing.Process/Unenlist",
    );
    assert.equal(pathOf("Start Send Port", { name: "Out" }), "/SendPorts/Out/Start");
    assert.equal(pathOf("Enlist Send Port Group", { name: "All" }), "/SendPortGroups/All/Enlist");
    assert.equal(
      pathOf("Stop Host Instance", { hostName: "SendHost", serverName: "BT01" }),
      "/HostInstances/SendHost/BT01/Stop",
    );
  });

  it("are the same in both releases, but for host instances, which came in 2020", () => {
    assert.deepEqual(
      REQUEST_NAMES.filter((name) => !hasRequest("2016", name)),
      ["List Host Instances", "Start Host Instance", "Stop Host Instance"],
    );
    assert.deepEqual(
      REQUEST_NAMES.filter((name) => !hasRequest("2020", name)),
      [],
    );
  });

  it("document 200 for the three of an instance, 204 for every other change", () => {
    const with200 = REQUEST_NAMES.filter(
      (name) => REQUESTS[name].method === "PUT" && REQUESTS[name].success === 200,
    );
    assert.deepEqual(with200, ["Suspend Instance", "Resume Instance", "Terminate Instance"]);
  });

  it("take an instance's id with hyphens, in any letter case, and nothing around it", () => {
    assert.equal(isInstanceId(ID), true);
    assert.equal(isInstanceId(ID.toUpperCase()), true);
    for (const text of ["{instanceId}", `{${ID}}`, ID.replaceAll("-", ""), "", `${ID}/x`]) {
      assert.equal(isInstanceId(text), false, text);
    }
  });
});
