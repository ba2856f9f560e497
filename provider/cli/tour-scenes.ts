/** The tour as a table: what changes, which command runs, and how it has to end. */

/** A scene. */
export interface Scene {
  readonly title: string;
  /** A sentence on what to look at. */
  readonly look: string;
  /** Configuration of the example's program that changes first. */
  readonly set?: Readonly<Record<string, string>>;
  /** A fault that the emulator is told of first. */
  readonly fault?: Readonly<Record<string, unknown>>;
  readonly command: "up" | "preview" | "destroy";
  readonly exitCode: number;
  /** Operations that the emulator must have been sent in this scene, in any order. */
  readonly sends: readonly string[];
}

/** The scenes, in order. */
export const SCENES: readonly Scene[] = [
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
    fault: { operation: "Scale", service: "ordersin", effect: "fail" },
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
