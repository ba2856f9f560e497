/** The tour as tables: what changes, which command runs, and how it has to end. */

/** A request to the emulator's control plane. */
export interface Told {
  readonly method: "POST" | "PUT";
  /** Below `/_emulator/`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A scene. */
export interface Scene {
  readonly title: string;
  /** A sentence on what to look at. */
  readonly look: string;
  /** Configuration of the example's program that changes first. */
  readonly set?: Readonly<Record<string, string>>;
  /** What the emulator's control plane is told first. */
  readonly tell?: Told;
  readonly command: "up" | "preview" | "destroy";
  readonly exitCode: number;
  /** Operations that the emulator must have been sent in this scene, in any order. */
  readonly sends: readonly string[];
}

/** An example, and what is done with its stack. */
export interface Act {
  /** The example's folder below `examples`. */
  readonly example: "orders" | "instances";
  readonly scenes: readonly Scene[];
}

const ORDERS: readonly Scene[] = [
  {
    title: "Create three services",
    look: "ordersout shall be Suspended: it is created, then suspended.",
    command: "up",
    exitCode: 0,
    sends: ["Create ordersin", "Create orderswork", "Create ordersout", "Suspend ordersout"],
  },
  {
    title: "Scale, configure, resume",
    look:
      "Three services change at once, " +
      "each by the operation that the chart allows in its state.",
    set: { intakeUnits: "3", domain: "shop.example.com", dispatchState: "Active" },
    command: "up",
    exitCode: 0,
    sends: ["Scale ordersin", "Update Configuration orderswork", "Resume ordersout"],
  },
  {
    title: "Stop one, suspend another",
    look: "Both interrupt message processing; the preview of a real run says so.",
    set: { intakeState: "Stopped", dispatchState: "Suspended" },
    command: "up",
    exitCode: 0,
    sends: ["Stop ordersin", "Suspend ordersout"],
  },
  {
    title: "Ask for something illegal",
    look:
      "Scale is not legal in Stopped. The preview refuses it, says what is " +
      "legal, and the way out. Nothing is sent.",
    set: { intakeUnits: "5" },
    command: "preview",
    exitCode: 1,
    sends: [],
  },
  {
    title: "Start again, and let the Scale fail",
    look:
      "The program asks for Active, so Start and Scale are both legal now. The " +
      "emulator was told to fail the Scale.",
    set: { intakeState: "Active" },
    tell: {
      method: "POST",
      path: "faults",
      body: { operation: "Scale", service: "ordersin", effect: "fail" },
    },
    command: "up",
    exitCode: 1,
    sends: ["Start ordersin", "Scale ordersin"],
  },
  {
    title: "See the recovery",
    look:
      "ordersin is in ScaleFailed. The chart allows Scale there, so the plan is " +
      "to send it again.",
    command: "preview",
    exitCode: 0,
    sends: [],
  },
  {
    title: "Recover",
    look: "The plan that the preview showed is carried out.",
    command: "up",
    exitCode: 0,
    sends: ["Scale ordersin"],
  },
  {
    title: "Delete everything",
    look: "Delete is legal in every state of the chart.",
    command: "destroy",
    exitCode: 0,
    sends: ["Delete ordersin", "Delete orderswork", "Delete ordersout"],
  },
];

const OF_ORDERS = { application: "Orders", host: "Processing", class: "Orchestration" };
const FORTY_DAYS_MS = 40 * 86_400_000;

/** What a bad day left behind in a BizTalk Server. */
const POPULATION = {
  instances: [
    { ...OF_ORDERS, count: 3, state: "Suspended (resumable)", errorCode: "0xC0C01B4C" },
    { ...OF_ORDERS, count: 2, state: "Suspended (not-resumable)", ageMs: FORTY_DAYS_MS },
    { ...OF_ORDERS, count: 4, state: "Active" },
  ],
};

const INSTANCES: readonly Scene[] = [
  {
    title: "See what two policies would do in a BizTalk Server",
    look:
      "Three instances are suspended and can be resumed; two can only be ended, and their " +
      "messages are lost with them. The preview lists each.",
    set: { "biztalk:serverEndpoint": "emulator:./biztalk.db" },
    tell: { method: "PUT", path: "instances", body: POPULATION },
    command: "preview",
    exitCode: 0,
    sends: [],
  },
  {
    title: "Resume and terminate them",
    look: "What terminates names its consent in the program. Those at work are left alone.",
    command: "up",
    exitCode: 0,
    sends: [
      "Resume Instance",
      "Resume Instance",
      "Resume Instance",
      "Terminate Instance",
      "Terminate Instance",
    ],
  },
];

/** Both examples, in order; their scenes are numbered through. */
export const ACTS: readonly Act[] = [
  { example: "orders", scenes: ORDERS },
  { example: "instances", scenes: INSTANCES },
];
