import assert from "node:assert/strict";
import {
  cloudServicePath,
  cloudServicesPath,
  operationStatusQuery,
  passThroughPath,
  checkNamePath,
  getBackupPath,
  servicePath,
} from "../../../provider/mabs/protocol/index.js";
import { ORDERS } from "../../support/orders.js";

const ID = "11111111-2222-3333-4444-555555555555";
describe("paths", () => {
  const table = [
    ["all containers", cloudServicesPath(ID), `/${ID}/cloudservices`],
    ["a container", cloudServicePath(ID, "integration"), `/${ID}/cloudservices/integration`],
    [
      "a service, for PUT and DELETE, without tilde",
      servicePath(ID, ORDERS),
      `/${ID}/cloudservices/integration/resources/biztalkservices/biztalk/orders`,
    ],
    [
      "a service, for actions and polls, with tilde",
      passThroughPath(ID, ORDERS),
      `/${ID}/cloudservices/integration/resources/biztalkservices/~/biztalk/orders`,
    ],
    [
      "a question about services that need not exist",
      getBackupPath(ID, "integration"),
      `/${ID}/cloudservices/integration/resources/biztalkservices/biztalk?op=getbackup`,
    ],
    [
      "the question whether a name is free",
      checkNamePath(ID, ORDERS),
      `/${ID}/cloudservices/integration/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=orders`,
    ],
    [
      "the query of a poll, without an equals sign",
      operationStatusQuery("124"),
      "OperationStatus/124",
    ],
  ] as const;

  for (const [what, path, expected] of table) {
    it(`of ${what}: ${expected}`, () => {
      assert.equal(path, expected);
    });
  }

  it("escape what would change the path", () => {
    assert.equal(cloudServicePath("a/b", "c?d e"), "/a%2Fb/cloudservices/c%3Fd%20e");
    assert.equal(
      servicePath(ID, { cloudService: "../x", serviceName: "y#z" }),
      `/${ID}/cloudservices/..%2Fx/resources/biztalkservices/biztalk/y%23z`,
    );
    assert.equal(
      getBackupPath(ID, "a?b"),
      `/${ID}/cloudservices/a%3Fb/resources/biztalkservices/biztalk?op=getbackup`,
    );
    assert.equal(operationStatusQuery("a&b"), "OperationStatus/a%26b");
  });
});
