import assert from "node:assert/strict";
import { call } from "./support/terminal.js";

const CSV = `message state,part of,of an instance that is,means
Consumed,,Active; Dehydrated (Orchestration),"held in the state of its instance, which is processing it"
In Process,,Active,"delivered to the engine, in memory"
Queued,,,any of the three Queued states
Queued (awaiting processing),Queued,Ready to run; Dehydrated (Orchestration),behind an earlier message of an ordered send port
Queued (scheduled for later delivery),Queued,Scheduled,waits for the send port's service window
Queued (waiting to retry),Queued,Dehydrated (other classes),its destination is unavailable and is tried again
Suspended,,,either of the two Suspended states
Suspended (resumable),Suspended,Suspended (resumable),its instance is suspended and can be resumed
Suspended (not-resumable),Suspended,Suspended (not-resumable); Completed with discarded messages,its instance is suspended and cannot be resumed
`;

interface MessageJson {
  readonly states: readonly {
    state: string;
    partOf: string | null;
    encompasses: readonly string[];
    instances: readonly string[];
  }[];
  readonly messagesOfInstances: readonly {
    base: readonly string[];
    states: readonly string[];
    mark: string;
  }[];
}

async function chart(...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(["chart", "message", ...options]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

describe("biztalk chart message", () => {
  it("writes the states of a message as CSV", async () => {
    assert.equal(await chart("--format", "csv"), CSV);
  });

  it("writes them for people, in the page's order", async () => {
    const lines = (await chart()).trimEnd().split("\n");
    const states = lines.map((line) => line.split(/ {2,}/)[0]);
    assert.deepEqual(states, [
      "message state",
      "Consumed",
      "In Process",
      "Queued",
      "Queued (awaiting processing)",
      "Queued (scheduled for later delivery)",
      "Queued (waiting to retry)",
      "Suspended",
      "Suspended (resumable)",
      "Suspended (not-resumable)",
    ]);
    assert.match(lines[4] ?? "", / {2}Queued {2,}Ready to run; Dehydrated \(Orchestration\) {2}/);
  });

  it("writes them as JSON, with the rows by which they follow from instances", async () => {
    const { states, messagesOfInstances } = JSON.parse(
      await chart("--format", "json"),
    ) as MessageJson;
    assert.equal(states.length, 9);
    const queued = states.find(({ state }) => state === "Queued");
    assert.equal(queued?.encompasses.length, 3);
    assert.deepEqual([queued.partOf, queued.instances], [null, []]);
    assert.equal(
      states.find(({ state }) => state === "Suspended (resumable)")?.partOf,
      "Suspended",
    );
    const scheduled = messagesOfInstances.find(({ base }) => base.includes("Scheduled"));
    assert.deepEqual(
      [scheduled?.states, scheduled?.mark],
      [["Queued (scheduled for later delivery)"], "documented"],
    );
  });

  it("writes a Mermaid diagram in which Queued and Suspended encompass others", async () => {
    const diagram = await chart("--format", "mermaid");
    assert.match(diagram, /^stateDiagram-v2\n/);
    assert.match(
      diagram,
      /^ {2}state "Queued" as Queued \{\n(?: {4}state "Queued \([\w ]+\)" as \w+\n){3} {2}\}$/m,
    );
    assert.match(
      diagram,
      /^ {2}state "Suspended" as Suspended \{\n(?: {4}state "Suspended \([\w -]+\)" as \w+\n){2} {2}\}$/m,
    );
    assert.match(
      diagram,
      /^ {2}QueuedScheduledForLaterDelivery --> InProcess: Service window starts$/m,
    );
    assert.match(diagram, /^ {2}SuspendedNotResumable --> GoneWithItsInstance: Terminate$/m);
    assert.doesNotMatch(diagram, /^ {2}(Queued|Suspended) -->/m);
  });

  it("writes a DOT graph in which Queued and Suspended are clusters", async () => {
    const graph = await chart("--format", "dot");
    assert.match(graph, /^digraph message \{\n/);
    assert.match(
      graph,
      /^ {2}subgraph cluster_Queued \{\n {4}label="Queued";\n(?: {4}\w+ \[label="[^"]+"\];\n){3} {2}\}$/m,
    );
    assert.match(graph, /^ {2}subgraph cluster_Suspended \{$/m);
    assert.match(
      graph,
      /^ {2}QueuedWaitingToRetry -> InProcess \[label="Runtime picks up instance"\];$/m,
    );
    assert.ok(graph.endsWith("}\n"));
  });
});
