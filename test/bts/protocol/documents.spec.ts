import assert from "node:assert/strict";
import { ProviderError } from "../../../provider/errors.js";
import {
  readApplications,
  readHosts,
  readInstances,
  readMessages,
  readOptions,
  readReceiveLocations,
  readReceivePorts,
  readSendPortGroups,
  readSubscriptions,
  readTrackedInstances,
  START_OPTIONS,
  STOP_OPTIONS,
  toChart,
  writeOptions,
} from "../../../provider/bts/protocol/index.js";

const ID = "522B325C-2677-4D17-9E6D-CD49B9B9F8DE";

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (reason) {
    assert.ok(reason instanceof ProviderError);
    assert.equal(reason.code, "bad-response");
    return reason.message;
  }
  return assert.fail("it was read");
};

/** The only element of a list that was read. */
function only<T>(list: readonly T[]): T {
  const [first] = list;
  assert.ok(first !== undefined && list.length === 1);
  return first;
}

const one = (row: object): string => JSON.stringify([row]);

describe("the list of instances", () => {
  const row = {
    Id: ID,
    Class: "Orchestration",
    CreationTime: "2017-04-18T18:16:14.733+00:00",
    InstanceStatus: "SuspendedNotResumable",
    ErrorCode: "0xC0C01B4C",
    ErrorDescription: "",
    Application: "Billing",
    PendingOperation: "None",
    SuspendTime: "0001-01-01T00:00:00",
    PendingJobSubmitTime: null,
  };

  it("is read with nulls where texts are typed", () => {
    const instance = only(readInstances(one(row)));
    assert.equal(instance.id, "522b325c-2677-4d17-9e6d-cd49b9b9f8de");
    assert.deepEqual(instance.state, {
      base: "Completed with discarded messages",
      breakpoint: false,
    });
    assert.equal(instance.errorCode, 0xc0c01b4c);
    assert.equal(instance.errorText, null);
    assert.equal(instance.host, null);
    assert.equal(instance.suspendedAt, null);
    assert.equal(instance.pendingSince, null);
    assert.equal(instance.createdAt?.text, "2017-04-18T18:16:14.733+00:00");
  });

  it("keeps words that are not known, which the rules of the chart never see", () => {
    const known = only(readInstances(one(row)));
    assert.equal(toChart(known)?.base, "Completed with discarded messages");
    const strange = [
      { InstanceStatus: "Hibernated" },
      { Class: "Robot" },
      { PendingOperation: "Migrate" },
      { PendingOperation: "Resume" },
      { InstanceStatus: null },
    ];
    for (const more of strange) {
      const instance = only(readInstances(one({ ...row, ...more })));
      assert.equal(toChart(instance), null, JSON.stringify(more));
    }
    const hibernated = only(readInstances(one({ ...row, ...strange[0] })));
    assert.equal(hibernated.state, null);
    assert.equal(hibernated.stateText, "Hibernated");
  });

  it("says where it cannot be read, and what arrived instead", () => {
    assert.match(
      refusal(() => readInstances(one({ Class: "Messaging" }))),
      /^list of instances, element 1: it has no Id$/,
    );
    assert.match(
      refusal(() => readInstances(`[${JSON.stringify(row)}, 7]`)),
      /^list of instances, element 2: it is not an object$/,
    );
    assert.match(
      refusal(() => readInstances("{}")),
      /^list of instances: what arrived is not a list$/,
    );
    assert.match(
      refusal(() => readInstances("oops")),
      /^list of instances: what arrived is no JSON$/,
    );
    assert.match(
      refusal(() => readInstances("<!DOCTYPE html><html>")),
      /^list of instances: a page or XML arrived .* end with \/BizTalkManagementService\?$/,
    );
  });
});

describe("lists as an endpoint was seen to answer them", () => {
  it("have applications without description, system ones among them", () => {
    const body = JSON.stringify([
      {
        Name: "BizTalk.System",
        IsSystem: true,
        Status: "NotApplicable",
        ApplicationReferences: [],
      },
      {
        Name: "OldOrdersReceive",
        Description: null,
        IsSystem: false,
        Status: "PartiallyStarted",
        ApplicationReferences: ["BizTalk.System"],
      },
    ]);
    assert.deepEqual(
      readApplications(body).map(({ name, state, isSystem, references }) => [
        name,
        state,
        isSystem,
        references,
      ]),
      [
        ["BizTalk.System", "NotApplicable", true, []],
        ["OldOrdersReceive", "PartiallyStarted", false, ["BizTalk.System"]],
      ],
    );
  });

  it("have receive locations without an application, and ports that know it", () => {
    const location = {
      Name: "In file",
      ReceivePortName: "In",
      Enable: true,
      Address: "C:\\In\\*.xml",
      TransportType: "FILE",
      ReceiveHandler: "ReceiveHost",
      CustomData: null,
    };
    assert.deepEqual(readReceiveLocations(one(location)), [
      {
        name: "In file",
        receivePort: "In",
        enabled: true,
        host: "ReceiveHost",
        adapter: "FILE",
        address: "C:\\In\\*.xml",
      },
    ]);
    const port = { Name: "In", ApplicationName: "Billing", ReceiveLocations: ["In file"] };
    assert.deepEqual(readReceivePorts(one(port)), [
      { name: "In", application: "Billing", receiveLocations: ["In file"] },
    ]);
  });

  it("have a send port group that is bound, hosts of both types, and a cache that waits", () => {
    const group = { Name: "SendPortGroup1", Status: "Bound", ApplicationName: "OldOrdersReceive" };
    assert.equal(readSendPortGroups(one(group))[0]?.state, "Bound");
    const host = { Name: "BizTalkServerIsolatedHost", IsDefault: false, Type: "Isolated" };
    assert.deepEqual(readHosts(one(host)), [
      { name: "BizTalkServerIsolatedHost", type: "Isolated", isDefault: false },
    ]);
    const cache = {
      Id: "000cdb4b-6979-45e9-8d92-efdd46341c1b",
      Name: "Cache: BIZTALKFP1",
      ServiceClass: "CachingService",
      SubscriptionType: "InstanceSubs",
      ServiceInstanceId: ID,
      OrderedDelivery: "True",
      StartWindow: "1899-12-30T00:00:00",
    };
    const subscription = only(readSubscriptions(one(cache)));
    assert.equal(subscription.class, "Internal");
    assert.equal(subscription.ordered, true);
    const activation = { ...cache, ServiceInstanceId: "00000000-0000-0000-0000-000000000000" };
    assert.equal(readSubscriptions(one(activation))[0]?.instanceId, null);
  });

  it("have tracked instances with times that say no offset", () => {
    const tracked = only(
      readTrackedInstances(
        one({
          ServiceInstanceId: ID,
          ServiceClass: "Pipeline",
          State: "Terminated",
          ErrorCode: 3233816069,
          StartTime: "2017-04-20T06:10:11.507",
          DeploymentTime: "0001-01-01T00:00:00",
        }),
      ),
    );
    assert.equal(tracked.class, "Messaging");
    assert.equal(tracked.state, "Terminated");
    assert.equal(tracked.errorCode, 0xc0c01e05);
    assert.equal(tracked.startedAt?.hasOffset, false);
  });

  it("have messages with the state of their own and that of their instance", () => {
    const message = only(
      readMessages(
        one({
          MessageID: ID,
          ServiceInstanceID: ID,
          Status: "Suspended",
          ServiceStatus: "Suspended",
          ServiceClass: "Messaging",
          URI: "FILE://C:\\Out",
          RetryCount: 3,
        }),
      ),
    );
    assert.equal(message.state, "Suspended (resumable)");
    assert.equal(message.instanceState?.base, "Suspended (resumable)");
    assert.equal(message.uri, "FILE://C:\\Out");
    assert.equal(message.retryCount, 3);
  });
});

describe("options of an application", () => {
  it("are all written, and read as off where they are left out", () => {
    const start = readOptions(START_OPTIONS, '{"StartAllSendPorts":true}');
    assert.ok(start);
    assert.deepEqual(JSON.parse(writeOptions(START_OPTIONS, start)), {
      StartAllOrchestrations: false,
      StartAllSendPorts: true,
      StartAllSendPortGroups: false,
      EnableAllReceiveLocations: false,
      DeployAllPolicies: false,
      StartReferencedApplications: false,
    });
    assert.equal(STOP_OPTIONS.length, 7);
    assert.equal(readOptions(STOP_OPTIONS, ""), undefined);
    assert.equal(readOptions(STOP_OPTIONS, "[]"), undefined);
  });
});
