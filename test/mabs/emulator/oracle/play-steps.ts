/** Plays steps against an emulator in process, and compares each answer, and what is there. */
import { createEmulator, openStore, type Emulator } from "../../../../provider/emulator/index.js";
import { emulatedServices } from "../../../../provider/mabs/emulator/index.js";
import { ManualClock } from "../../../support/manual-clock.js";
import { resourceXml } from "../../../support/operations.js";
import { xmlText } from "../../../support/xml-text.js";
import { CODES } from "./facts.js";
import { Oracle, type Expected, type Verdict } from "./oracle.js";
import type { Match, Step } from "./step.js";

const OPERATION_MS = 1000;
const SUBSCRIPTION = "/subscription-1";

type Answer = Awaited<ReturnType<Emulator["request"]>>;
type Profile = "chart" | "rest-2016";

/** A service as a list shows it. */
interface Shown {
  readonly place: string;
  readonly state: string;
  readonly edition: string;
  readonly units: string;
  readonly domain: string;
  readonly etag: string;
}

const all = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>.*?</${element}>`, "gs"))].map(([text]) => text);

function shownIn(xml: string): Shown[] {
  return all(xml, "CloudService").flatMap((container) =>
    all(container, "Resource").map((resource) => ({
      place: `${xmlText(container, "Name") ?? ""} ${(xmlText(resource, "Name") ?? "").toLowerCase()}`,
      state: xmlText(resource, "SubState") ?? "",
      edition: xmlText(resource, "Edition") ?? "",
      units: xmlText(resource, "UnitCount") ?? "",
      domain: xmlText(resource, "CustomDomainUrl") ?? "",
      etag: xmlText(resource, "ETag") ?? "",
    })),
  );
}

const line = ({ place, state, edition, units, domain }: Omit<Shown, "etag">): string =>
  `${place}: ${state}, ${edition}, ${units}, ${domain}`;

const expectedLine = ({ container, name, state, edition, units, domain }: Expected): string =>
  line({
    place: `${container} ${name.toLowerCase()}`,
    // The one name that the chart prints with blanks.
    state: state === "ServiceUpdateFailed" ? "Service Update Failed" : state,
    edition,
    units: String(units),
    domain: domain ?? "",
  });

/** One history on one emulator. */
class Play {
  readonly #clock = new ManualClock();
  readonly #emulator: Emulator;
  readonly #oracle: Oracle;
  readonly #ids: string[] = [];
  /** The ETag of each service, and the revision that it stands for. */
  #etags = new Map<string, { readonly etag: string; readonly revision: number }>();
  readonly #usedEtags = new Set<string>();

  constructor(profile: Profile) {
    this.#oracle = new Oracle(profile, OPERATION_MS);
    this.#emulator = createEmulator({
      store: openStore("memory"),
      clock: this.#clock,
      products: [emulatedServices({ operationMs: OPERATION_MS, profile })],
    });
  }

  /** What is different after a step; empty when nothing is. */
  async step(step: Step): Promise<string> {
    if (step.do === "advance") {
      this.#oracle.take(step);
      this.#clock.advance(step.ms);
      return this.#compareServices();
    }
    const answer = await this.#send(step);
    return this.#compareAnswer(answer, this.#oracle.take(step)) || this.#compareServices();
  }

  close(): Promise<void> {
    return this.#emulator.close();
  }

  #compareAnswer(answer: Answer, verdict: Verdict): string {
    const { status, body, headers } = answer;
    if (!verdict.statuses.includes(status))
      return `answered ${String(status)}, expected ${verdict.statuses.join(" or ")}: ${body}`;
    const code = CODES[status as keyof typeof CODES] as string | undefined;
    const isDocument = body.startsWith("<");
    if (code !== undefined && isDocument && xmlText(body, "Code") !== code)
      return `answered ${String(status)} without the code ${code}: ${body}`;
    const result = xmlText(body, "Result") ?? xmlText(body, "Status");
    if (verdict.result !== undefined && result !== verdict.result)
      return `the operation is ${result ?? "nothing"}, expected ${verdict.result}`;
    if (verdict.isOperation === true) this.#ids.push(headers["x-ms-request-id"] ?? "");
    return "";
  }

  async #compareServices(): Promise<string> {
    const { status, body } = await this.#manage("GET", "/cloudservices");
    if (status !== 200) return `a list is answered ${String(status)}`;
    const found = shownIn(body);
    const expected = this.#oracle.services();
    const [is, shall] = [found.map(line).sort(), expected.map(expectedLine).sort()];
    if (is.join() !== shall.join())
      return `there is ${is.join("; ") || "nothing"}, expected ${shall.join("; ") || "nothing"}`;
    return this.#compareEtags(found, expected);
  }

  /** An ETag changes with its service, and only then; none comes back. */
  #compareEtags(found: readonly Shown[], expected: readonly Expected[]): string {
    const before = this.#etags;
    this.#etags = new Map();
    for (const { place, etag } of found) {
      const revision = expected.find(
        ({ container, name }) => `${container} ${name.toLowerCase()}` === place,
      )?.revision;
      if (revision === undefined) return `nothing is expected at ${place}`;
      this.#etags.set(place, { etag, revision });
      const known = before.get(place);
      if (known?.revision === revision && known.etag !== etag)
        return `the ETag of ${place} changed without it`;
      if (known?.revision !== revision && this.#usedEtags.has(etag))
        return `${place} changed, and its ETag was used before`;
      this.#usedEtags.add(etag);
    }
    return "";
  }

  #send(step: Exclude<Step, { do: "advance" }>): Promise<Answer> {
    switch (step.do) {
      case "fault": {
        const { operation, occurrence, effect, name } = step;
        const about = name === undefined ? {} : { service: name };
        return this.#control("POST", "faults", { operation, occurrence, effect, ...about });
      }
      case "place": {
        const { container, name, state, edition, units } = step;
        const path = `services/${container}/${name}`;
        return this.#control("PUT", path, { state, edition, units });
      }
      case "put":
        return this.#manage("PUT", this.#path(step), {
          body: resourceXml(settingsOf(step)),
          match: this.#match(step, step.match),
        });
      case "act": {
        const match = this.#match(step, step.match);
        if (step.operation === "Delete") return this.#manage("DELETE", this.#path(step), { match });
        const query = `?comp=${step.operation.toLowerCase()}`;
        return this.#manage("POST", this.#path(step, "~/") + query, { match });
      }
      case "backup":
        return this.#manage("POST", `${this.#path(step, "~/")}?comp=backup`, {
          body: `<ServiceBackupSettings>${backupXml(step)}</ServiceBackupSettings>`,
          match: this.#match(step, step.match),
        });
      case "get":
        return this.#manage("GET", this.#path(step, "~/"));
      case "poll": {
        const id = this.#ids[step.nth] ?? "124";
        return this.#manage("GET", `${this.#path(step, "~/")}?OperationStatus/${id}`);
      }
      case "operation":
        return this.#manage("GET", `/operations/${this.#ids[step.nth] ?? "124"}`);
      case "get container":
        return this.#manage("GET", `/cloudservices/${step.container}`);
      case "delete container":
        return this.#manage("DELETE", `/cloudservices/${step.container}`);
      case "put container":
        return this.#manage("PUT", `/cloudservices/${step.container}`, {
          body: `<CloudService><GeoRegion>${step.region}</GeoRegion></CloudService>`,
        });
    }
  }

  #path({ container, name }: { container: string; name: string }, passThrough = ""): string {
    return `/cloudservices/${container}/resources/biztalkservices/${passThrough}biztalk/${name}`;
  }

  #match({ container, name }: { container: string; name: string }, match: Match): string {
    const { etag = "none-yet" } = this.#etags.get(`${container} ${name.toLowerCase()}`) ?? {};
    const texts = { none: "", present: etag, quoted: `"${etag}"`, any: "*", other: "another" };
    return texts[match];
  }

  #manage(
    method: string,
    path: string,
    { body, match = "" }: { readonly body?: string; readonly match?: string } = {},
  ): Promise<Answer> {
    const headers = {
      "x-ms-version": "2013-04-26",
      ...(body === undefined ? {} : { "content-type": "application/xml" }),
      ...(match === "" ? {} : { "if-match": match }),
    };
    const request = { method, url: SUBSCRIPTION + path, headers };
    return this.#emulator.request(body === undefined ? request : { ...request, body });
  }

  #control(method: string, path: string, body: object): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    const url = `/_emulator/${path}`;
    return this.#emulator.request({ method, url, headers, body: JSON.stringify(body) });
  }
}

const backupXml = ({ account, backup }: { account: string; backup: string }): string =>
  `<BackupStoreConnectionString>AccountName=${account}</BackupStoreConnectionString>` +
  `<BackupName>${backup}</BackupName>`;

function settingsOf(step: Extract<Step, { do: "put" }>): string {
  const { domain, version, edition, units, restore } = step;
  const elements = {
    CustomDomainUrl: domain,
    ServiceVersion: version,
    Edition: edition,
    UnitCount: units,
    RestoreFrom: restore === undefined ? undefined : backupXml(restore),
  };
  return Object.entries(elements)
    .map(([name, value]) => (value === undefined ? "" : `<${name}>${String(value)}</${name}>`))
    .join("");
}

/**
 * Plays steps on an emulator of its own.
 *
 * @returns the first difference, with the step at which it showed; empty when there is none.
 */
export async function playSteps(steps: readonly Step[], profile: Profile): Promise<string> {
  const play = new Play(profile);
  try {
    for (const [index, step] of steps.entries()) {
      const difference = await play.step(step);
      if (difference !== "") return `step ${String(index)}, ${JSON.stringify(step)}: ${difference}`;
    }
    return "";
  } finally {
    await play.close();
  }
}
