/**
 * The control plane's description of itself: each route says what it is for where it is added, and
 * `GET /_emulator/openapi.json` serves all of it (OpenAPI 3.1).
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";

/** What a route is for. */
interface Description {
  readonly summary: string;
  /** What its body has to be. */
  readonly body?: z.ZodType;
  /** What it answers beside 400, by status, each in a sentence. */
  readonly answers: Readonly<Record<number, string>>;
}

declare module "fastify" {
  interface FastifyContextConfig {
    readonly description?: Description;
  }
}

/** The options of a route that is described. */
export const described = (
  summary: string,
  { body, ...answers }: { readonly body?: z.ZodType } & Readonly<Record<number, string>> = {},
): { readonly config: { readonly description: Description } } => ({
  config: { description: { summary, answers, ...(body === undefined ? {} : { body }) } },
});

const CONTROL = "/_emulator/";

/** What the page needs for itself, and what catches all that is left, is nobody else's. */
const OWN = ["/_emulator/*", "/_emulator/page/"];

const ERROR = {
  type: "object",
  properties: { error: { type: "array", items: { type: "string" } } },
  required: ["error"],
};

const inJson = (schema: object): object => ({ content: { "application/json": { schema } } });

function operationOf(url: string, { summary, body, answers }: Description): object {
  const parameters = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const given = Object.entries(answers).map(([status, description]): [string, object] => [
    status,
    { description, ...(Number(status) < 400 ? {} : inJson(ERROR)) },
  ]);
  const wrongBody = { 400: { description: "The body is not accepted.", ...inJson(ERROR) } };
  const schema =
    body === undefined ? {} : z.toJSONSchema(body, { io: "input", unrepresentable: "any" });
  const isRequired = "required" in schema && schema.required !== undefined;
  return {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: isRequired, ...inJson(schema) } }),
    responses: { ...Object.fromEntries(given), ...(body === undefined ? {} : wrongBody) },
  };
}

/**
 * Collects the descriptions of the routes that are added from now on, and serves them.
 *
 * @throws {Error} while a route of the control plane is added without one: a defect of whoever adds
 * it.
 */
export function serveDescription(app: FastifyInstance): void {
  const paths: Record<string, Record<string, object>> = {};
  app.addHook("onRoute", ({ url, method, config }) => {
    if (!url.startsWith(CONTROL) || OWN.some((each) => url.startsWith(each))) return;
    for (const verb of [method].flat()) {
      // Fastify adds HEAD to each GET.
      if (verb === "HEAD") continue;
      const description = config?.description;
      if (description === undefined) throw new Error(`${verb} ${url} has no description`);
      const path = url.replaceAll(/:(\w+)/g, "{$1}");
      paths[path] = { ...paths[path], [verb.toLowerCase()]: operationOf(url, description) };
    }
  });
  app.get(
    `${CONTROL}openapi.json`,
    described("This description", { 200: "An OpenAPI document." }),
    () => ({
      openapi: "3.1.1",
      info: {
        title: "Control plane of the BizTalk emulator",
        version: "1",
        description: "What tests, demonstrations and operators do to the emulator itself.",
      },
      paths,
    }),
  );
}
