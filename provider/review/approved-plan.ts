/**
 * What an approval is bound to: each service as it was when the plan was saved, kept in the plan
 * file beside the engine's own.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { messageOf, ProviderError } from "../errors.js";
import { differencesBetween, type ReviewedService, type Snapshot } from "../mabs/findings/index.js";
import { REPORTED_RESOURCE } from "../report/index.js";
import type { Review } from "./review-stack.js";

const SNAPSHOT = z.strictObject({
  state: z.string(),
  units: z.number(),
  edition: z.string(),
  configuration: z.record(z.string(), z.unknown()),
});

const APPROVED = z.strictObject({
  version: z.literal(2),
  project: z.string(),
  stack: z.string(),
  /** The state was refreshed before: the plan holds for a refreshed one. */
  refreshed: z.boolean(),
  providers: z.array(
    z.strictObject({ urn: z.string(), inputs: z.record(z.string(), z.unknown()) }),
  ),
  resources: z.array(
    REPORTED_RESOURCE.extend({
      provider: z.string(),
      /** `false` where it could not be judged, or its endpoint could not be asked. */
      judged: z.boolean(),
      live: SNAPSHOT.nullable(),
      /** Settings that the program keeps secret: not in `live`, and not compared. */
      hidden: z.array(z.string()),
    }),
  ),
});

/** The approved part of a plan file. */
export type ApprovedPlan = z.infer<typeof APPROVED>;

/** A service of an approved plan. */
export type ApprovedService = ApprovedPlan["resources"][number];

/** The engine ignores what it does not know in its plan file. */
const KEY = "biztalk";

function approvedOf({ report, services, providers, providerOf, refreshed }: Review): ApprovedPlan {
  return {
    version: 2,
    project: report.project,
    stack: report.stack,
    refreshed,
    providers: providers.map(({ urn, inputs }) => ({ urn, inputs: { ...inputs } })),
    resources: report.resources.map((reported) => {
      // Of a replacement old and new have one URN.
      const isIt = ({ urn, change }: ReviewedService): boolean =>
        urn === reported.urn && change === reported.change;
      const service = services.find(isIt);
      const provider = providerOf.get(reported.urn) ?? "";
      // What is no service is bound by the engine to its plan's lines, which say what was seen.
      if (service === undefined) {
        const judged = reported.verdict !== "unknown";
        return { ...reported, provider, judged, live: null, hidden: [] };
      }
      const { live, plan, hidden } = service;
      // A service that is gone already, or that an operation is under way on, has no plan for its
      // Delete.
      const judged =
        live !== undefined &&
        (reported.change === "delete" || (plan !== null && plan.verdict !== "unknown"));
      return { ...reported, provider, judged, live: live ?? null, hidden: [...hidden] };
    }),
  };
}

/**
 * Services that were not, when the command asked, as the engine's preview had seen them a moment
 * before.
 */
export function movedMeanwhile({ services }: Review): string[] {
  return services.flatMap(({ service, plan, live, change }) => {
    if (plan === null || plan.verdict === "unknown" || live === undefined || change === "delete")
      return [];
    const seen = plan.observed;
    const same =
      seen === null || live === null
        ? seen === live
        : seen.state === live.state && seen.units === live.units && seen.edition === live.edition;
    return same ? [] : [service];
  });
}

/** Adds what was seen to the plan file that the engine has written. */
export function saveApproved(file: string, review: Review): void {
  const plan = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  writeFileSync(`${file}.partial`, JSON.stringify({ ...plan, [KEY]: approvedOf(review) }));
  renameSync(`${file}.partial`, file);
}

/**
 * Reads a plan file.
 *
 * @throws {ProviderError} `invalid-input` for a file that cannot be read, or that
 * `biztalk preview --save-plan` did not write.
 */
export function readApproved(file: string): ApprovedPlan {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, "utf8"));
  } catch (reason) {
    throw new ProviderError(
      "invalid-input",
      `plan file ${file} cannot be read: ${messageOf(reason)}`,
      {
        cause: reason,
      },
    );
  }
  const parsed = z
    .object({ [KEY]: APPROVED, resourcePlans: z.record(z.string(), z.unknown()) })
    .safeParse(document);
  if (parsed.success) return parsed.data[KEY];
  const hint =
    "Make it with `biztalk preview --save-plan FILE`; a plan of plain `pulumi " +
    "preview` does not say how the services were.";
  throw new ProviderError(
    "invalid-input",
    `${file} is not a plan of \`biztalk preview --save-plan\`. ${hint}`,
  );
}

/** What has moved since the approval, in words; `undefined` when nothing has. */
export function movedSince(approved: ApprovedService, live: Snapshot | null): string | undefined {
  const { live: before, subject, change, steps } = approved;
  const service = subject.name;
  const planned =
    steps.length === 0
      ? "nothing was to be sent"
      : `approved was ${change}: ${steps.map(({ operation }) => operation).join(", ")}`;
  if (before === null && live === null) return undefined;
  if (before === null)
    return `${service} has appeared, in state ${live?.state ?? ""}; there was none, ${planned}.`;
  if (live === null) return `${service} is gone; it was in state ${before.state}, ${planned}.`;
  const differences = differencesBetween(before, live);
  return differences.length === 0
    ? undefined
    : `${service} has moved: ${differences.join(", ")}; ${planned}.`;
}
