/** `biztalk chart message`: the states of a message, and of which instances they follow. */
import {
  encompassing,
  INSTANCE_OPERATIONS,
  INSTANCES,
  MESSAGE_STATE_NAMES,
  MESSAGE_STATES,
  MESSAGES_OF_INSTANCES,
  messageStatesOf,
  stepInstance,
  SYSTEM_EVENT_NAMES,
  type Instance,
  type MessageStateName,
} from "../bts/chart/index.js";
import type { ChartFormat } from "./chart-formats.js";
import { mergeArrows, writeChart, type Arrow, type ChartView } from "./chart-view.js";
import type { Terminal } from "./terminal.js";

/** Where a message is once its instance has ended. */
const GONE = "gone with its instance";

/** A state of instances, with their class where the state alone does not tell. */
function instancesLabel(base: string, classes: readonly string[] | undefined): string {
  if (classes !== undefined) return `${base} (${classes.join(", ")})`;
  const others = MESSAGES_OF_INSTANCES.some(
    (row) => row.class !== undefined && row.base.some((each) => each === base),
  );
  return others ? `${base} (other classes)` : base;
}

/** The instances whose messages can be in a state. */
const instancesOf = (state: MessageStateName): string[] =>
  MESSAGES_OF_INSTANCES.filter(({ states }) => states.some((each) => each === state)).flatMap(
    (row) => row.base.map((base) => instancesLabel(base, row.class)),
  );

/** Instances as they come, and those of ports, which have no breakpoints. */
const BOTH_KINDS: readonly Instance[] = [
  ...INSTANCES,
  ...INSTANCES.filter(({ breakpoint }) => !breakpoint).map((each) => ({
    ...each,
    class: "Messaging" as const,
  })),
];

/** What leads a message from the usual state of its instance's messages to that of the next. */
const arrows = (): Arrow[] =>
  BOTH_KINDS.flatMap((instance) =>
    [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES].flatMap((event) => {
      const outcome = stepInstance(instance, event);
      if (outcome.answer === "refused") return [];
      const [from = GONE] = messageStatesOf(instance);
      const [to = GONE] = messageStatesOf(outcome.instance);
      return from === to ? [] : [{ from, to, label: event }];
    }),
  );

function view(): ChartView {
  const states = MESSAGE_STATE_NAMES.map((state) => ({
    state,
    partOf: encompassing(state) ?? null,
    instances: instancesOf(state),
    ...MESSAGE_STATES[state],
  }));
  return {
    name: "message",
    head: ["message state", "part of", "of an instance that is", "means"],
    rows: states.map(({ state, partOf, instances, meaning }) => [
      state,
      partOf ?? "",
      instances.join("; "),
      meaning,
    ]),
    states: [...MESSAGE_STATE_NAMES, GONE],
    groups: new Map(
      states.flatMap(({ state, encompasses }) =>
        encompasses.length > 0 ? [[state, encompasses] as const] : [],
      ),
    ),
    arrows: mergeArrows(arrows()),
    json: { states, messagesOfInstances: MESSAGES_OF_INSTANCES },
  };
}

/** Writes the chart of messages. */
export function chartMessage(terminal: Terminal, format: ChartFormat): void {
  writeChart(terminal, format, view());
}
