/**
 * The rules that findings go by: what each means for a reader, and where it comes from. One row for
 * each.
 */

/**
 * How much a finding weighs: an error ends `pulumi up` before anything is sent, a warning is
 * something to agree to.
 */
type Severity = "error" | "warning";

/** A rule. */
interface Rule {
  readonly severity: Severity;
  /** One line, for lists. */
  readonly title: string;
  /** What to do about it. */
  readonly help: string;
  /** Where the rule comes from. */
  readonly source: string;
}

/** Every rule by its id; ids stay as they are, since reports of other days are compared by them. */
export const RULES = {
  "operation-not-allowed": {
    severity: "error",
    title: "The operation is not allowed in the state that the service is in",
    help:
      "The finding lists what is legal there and the shortest legal route. " +
      "Change what the program asks for, bring the service into a state that " +
      "allows it, or set the input that permits the route.",
    source: "service state chart",
  },
  "edition-not-allowed": {
    severity: "error",
    title: "The edition or its units cannot be had for this service",
    help:
      "A lower edition is never possible. A higher one needs recovery: " +
      '"replace"; what a backup does not carry is lost.',
    source: "editions chart; backup and restore guide",
  },
  "input-not-accepted": {
    severity: "error",
    title: "An input of the resource is not accepted",
    help: "The finding says what is accepted.",
    source: "README.md, biztalk.Service",
  },
  "service-not-owned": {
    severity: "error",
    title: "The resource would take over, share or abandon a live service",
    help:
      "Set adopt: true to take a service over, give a renamed resource " +
      "`aliases`, or choose another serviceName.",
    source: "docs/decisions/0012",
  },
  "endpoint-unavailable": {
    severity: "error",
    title: "An endpoint could not be asked, so none of its services could be judged",
    help: "Check the endpoint, its credentials and the network, and run the preview again.",
    source: "docs/protocol.md",
  },
  "program-failed": {
    severity: "error",
    title: "The Pulumi program or the engine failed before everything was judged",
    help: "Mend the program; the findings so far are in this report.",
    source: "Pulumi engine",
  },
  "moved-since-approval": {
    severity: "error",
    title: "The service is not as it was when the plan was approved",
    help: "Nothing was sent. Make a new preview, and have that approved.",
    source: "docs/decisions/0009",
  },
  "step-failed": {
    severity: "error",
    title: "A step failed while the plan was carried out",
    help: "Run a new preview: it shows the recovery plan for the state the service was left in.",
    source: "Pulumi engine",
  },
  "policy-violated": {
    severity: "error",
    title: "A mandatory policy is violated",
    help: "The policy's own text says what it asks for.",
    source: "Pulumi policy pack",
  },
  "policy-advice": {
    severity: "warning",
    title: "An advisory policy has something to say",
    help: "The policy's own text says what it asks for.",
    source: "Pulumi policy pack",
  },
  destroys: {
    severity: "warning",
    title: "The plan deletes the service and makes it anew",
    help: "Read what is lost and which backup is restored. The program has given its consent.",
    source: "docs/planner.md, Replacement",
  },
  "deletes-without-backup": {
    severity: "warning",
    title: "A service is deleted of which no backup is known",
    help:
      "Take a backup first, or set backupBeforeDelete: true, run `pulumi up`, " +
      "and delete it then.",
    source: "docs/planner.md, Deleting",
  },
  "deletes-with-old-backup": {
    severity: "warning",
    title: "A service is deleted whose last backup is older than seven days",
    help:
      "Take a backup first, or set backupBeforeDelete: true, run `pulumi up`, " +
      "and delete it then.",
    source: "docs/planner.md, Deleting",
  },
  "deletes-transitional": {
    severity: "warning",
    title: "A service is deleted while an operation is under way on it",
    help: "The delete waits until the operation has ended. Preview again when it has.",
    source: "docs/planner.md, PR-9",
  },
  deletes: {
    severity: "warning",
    title: "A service is deleted",
    help:
      "What it holds is gone afterwards. A backup of the last seven days is " +
      "known, or one is taken first.",
    source: "docs/planner.md, Deleting",
  },
  "delete-not-judged": {
    severity: "warning",
    title: "A service is deleted, and its endpoint could not be asked about it",
    help:
      "Give the endpoint's credentials in the environment or in the stack's " +
      "configuration and preview again.",
    source: "docs/planner.md, Deleting",
  },
  "terminates-instances": {
    severity: "warning",
    title: "Instances of BizTalk Server are ended, with what they hold",
    help:
      "Read which, and how many messages are lost. The program has given its consent; " +
      "saveMessages keeps what is known of the messages.",
    source: "docs/bts.md, B-66",
  },
  drain: {
    severity: "warning",
    title: "An application or a host instance is emptied of instances before it stops",
    help: "Read how long that may take, and what happens when something is left.",
    source: "docs/bts.md, B-73",
  },
  pending: {
    severity: "warning",
    title: "What is asked of instances stays pending until it is picked up",
    help: "An instance that does not run picks up nothing: see `biztalk instances show`.",
    source: "docs/bts.md, B-63",
  },
  leaves: {
    severity: "warning",
    title: "A resource of BizTalk Server leaves the program",
    help: "It managed a state, not the thing: what it was about stays as it is.",
    source: "README.md, BizTalk Server",
  },
  interrupts: {
    severity: "warning",
    title: "The plan interrupts message processing",
    help: "Choose a time at which partners expect it.",
    source: "docs/planner.md, Results",
  },
  detour: {
    severity: "warning",
    title: "The plan passes through a power state that nobody asked for",
    help: "The program permits it with detours: true.",
    source: "docs/planner.md, PR-2",
  },
  "failed-state": {
    severity: "warning",
    title: "The service is in a failed state, and the plan brings it back",
    help: "Read the recovery plan; find out why the operation failed before it is sent again.",
    source: "service state chart; docs/planner.md, Routes",
  },
  drift: {
    severity: "warning",
    title: "The service is not as the stack last knew it",
    help:
      "Somebody, or a failed run, changed it. The plan says what is sent to " +
      "bring it back; what the program does not manage is left as it is.",
    source: "docs/architecture.md, The calls of Pulumi",
  },
  "not-judged": {
    severity: "warning",
    title: "It cannot be judged yet",
    help:
      "An input depends on a value that is known at `up` only, or an operation " +
      "is under way. Preview again later, or apply with --allow-unknown.",
    source: "docs/planner.md, What is not known",
  },
  uncertain: {
    severity: "warning",
    title: "What an earlier run left open cannot be known",
    help: "It is not repeated. Look at the service, and ask for it again if it is still wanted.",
    source: "docs/architecture.md, The journal",
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** A rule's id. */
export type RuleId = keyof typeof RULES;

/** Ids in the order of the table: that of weight. */
export const RULE_IDS = Object.keys(RULES) as [RuleId, ...RuleId[]];
