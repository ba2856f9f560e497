/**
 * The emulator's page: its files, what it shows, and the operations that its buttons ask for
 * (docs/emulator.md, The page).
 *
 * It asks for an operation as any client does, through the management API: so what it is answered
 * is what others are answered, and it is in the log.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { described } from "../../emulator/described-route.js";
import type { Shell } from "../../emulator/product.js";
import { VirtualClock } from "../../emulator/virtual-clock.js";
import { messageOf } from "../../errors.js";
import { packageRoot } from "../../package-root.js";
import { OPERATIONS } from "../chart/index.js";
import {
  API_VERSION,
  HEADERS,
  passThroughPath,
  readError,
  servicePath,
  WIRE_OPERATIONS,
  writeBackupBody,
  writeServiceBody,
  type ServiceRef,
} from "../protocol/index.js";
import { chartPicture, pageService } from "./page-view.js";
import { withinOf } from "./within.js";
import { keyOf, type EmulatorRules } from "./world.js";

/** The page's files, and what each is. */
const FILES = {
  "index.html": "text/html",
  "page.css": "text/css",
  "page.js": "text/javascript",
  "chart-picture.js": "text/javascript",
} as const;

/** Everything comes from here, nothing is framed, and no text becomes a script. */
const HEADERS_OF_PAGE = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

/** A page that is read by a person: what there is more of is counted. */
const SERVICES_MAX = 100;
const LOG_LINES_MAX = 100;

/** Under which subscription the page asks, where any will do. */
const SUBSCRIPTION = "page";

/** The account of its backups; the emulator keeps them by that name alone. */
const STORE = "AccountName=page";

const ASKED = z.strictObject({
  operation: z.enum(OPERATIONS),
  units: z.number().int().optional(),
  customDomainUrl: z.string().optional(),
  backupName: z.string().optional(),
});
type Asked = z.infer<typeof ASKED>;

interface ServiceParams {
  Params: { cloudService: string; name: string };
}

/** A request of the management API for an operation, without its subscription's certificate. */
function requestFor(asked: Asked, service: ServiceRef, rules: EmulatorRules, etag: string) {
  const id = rules.subscriptions?.[0]?.id ?? SUBSCRIPTION;
  const { method, ...wire } = WIRE_OPERATIONS[asked.operation];
  const { units, customDomainUrl, backupName = "" } = asked;
  const body =
    method === "PUT"
      ? writeServiceBody({
          ...(units === undefined ? {} : { units }),
          configuration: customDomainUrl === undefined ? {} : { customDomainUrl },
        })
      : asked.operation === "Backup"
        ? writeBackupBody({ name: backupName, store: STORE })
        : undefined;
  const url =
    "comp" in wire ? `${passThroughPath(id, service)}?comp=${wire.comp}` : servicePath(id, service);
  return {
    ...{ method, url },
    headers: {
      [HEADERS.version]: API_VERSION,
      [HEADERS.ifMatch]: etag,
      ...(body === undefined ? {} : { "content-type": "application/xml" }),
    },
    ...(body === undefined ? {} : { payload: body }),
  };
}

/** Adds the page to a Fastify instance. */
export function addPage(app: FastifyInstance, shell: Shell, rules: EmulatorRules): void {
  const { profile } = rules;
  const within = withinOf(shell, rules);

  for (const [name, type] of Object.entries(FILES)) {
    const path = join(packageRoot(), "provider", "mabs", "emulator", "page", name);
    const urls = name === "index.html" ? ["/"] : [`/_emulator/page/${name}`];
    for (const url of urls)
      app.get(url, (_, reply) =>
        reply
          .headers({ ...HEADERS_OF_PAGE, "content-type": `${type}; charset=utf-8` })
          .send(readFileSync(path)),
      );
  }
  app.get("/_emulator/page/chart", () => chartPicture(profile));
  app.get("/_emulator/page/state", () =>
    within(({ records, now }) => {
      const services = records.services.all();
      return {
        profile,
        clock: shell.clock instanceof VirtualClock ? "virtual" : "real",
        now: new Date(now).toISOString(),
        services: services.slice(0, SERVICES_MAX).map((each) => pageService(each, profile)),
        more: Math.max(0, services.length - SERVICES_MAX),
        faults: records.faults.all().filter(({ fired }) => !fired),
        log: records.log.last(LOG_LINES_MAX),
      };
    }),
  );
  app.post<ServiceParams>(
    "/_emulator/services/:cloudService/:name/operations",
    described("Asks the management API for an operation, as the page's buttons do", {
      ...{ body: ASKED, 200: "What it was answered." },
    }),
    async ({ params: { cloudService, name }, body }) => {
      const asked = ASKED.parse(body);
      const etag = within(
        ({ records }) => records.services.get(keyOf(cloudService, name))?.etag ?? "*",
      );
      const request = requestFor(asked, { cloudService, serviceName: name }, rules, etag);
      try {
        const { statusCode, payload } = await app.inject(request);
        return { status: statusCode, message: readError(payload)?.message ?? null };
      } catch (reason) {
        // A scripted fault has cut the connection.
        return { status: 0, message: messageOf(reason) };
      }
    },
  );
}
