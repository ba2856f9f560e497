/** Why an operation on an instance is refused. Pure data. */

/** One row for each code: what stands in the way, and what would take it away. */
export const INSTANCE_REFUSALS = {
  NOT_FOUND: {
    because: "there is no such instance, or it has ended",
    next: "list the instances again",
  },
  INTERNAL_CLASS: {
    because: "the instance is one of the engine's own",
    next: "leave it to the engine",
  },
  NOT_ORCHESTRATION: {
    because: "only an orchestration can be debugged",
    next: "use Suspend, Resume or Terminate",
  },
  PENDING_OPERATION: {
    because: "an operation is pending, and there is only one at a time",
    next: "wait until it is processed; once the instance is dehydrated it can be terminated",
  },
  ALREADY_SUSPENDED: {
    because: "the instance is suspended already",
    next: "resume it where it is resumable, or terminate it",
  },
  NOT_RESUMABLE: {
    because: "the instance can never be resumed",
    next: "save its messages, then terminate it",
  },
  NOT_SUSPENDED: {
    because: "only a suspended instance can be resumed",
    next: "nothing where it runs by itself; Continue where it is in a breakpoint",
  },
  NOT_IN_BREAKPOINT: {
    because: "the instance is not in a breakpoint",
    next: "suspend it, then use Resume in breakpoint",
  },
  HOST_NOT_RUNNING: {
    because: "no host instance of its host is running",
    next: "start one",
  },
} as const satisfies Record<string, { readonly because: string; readonly next: string }>;

/** A code of a refusal, the first word of what an endpoint says. */
export type InstanceRefusal = keyof typeof INSTANCE_REFUSALS;
