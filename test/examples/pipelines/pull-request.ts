import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { System } from "./scripts.js";

/** A comment on the pull request. */
export interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** The part of a system's interface that comments go through, with one pull request, number 7. */
export interface PullRequest {
  readonly comments: Comment[];
  /** What was asked, a line for each request: `POST /repos/...`. */
  readonly requests: string[];
  /** What a runner of the system has in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What the pipeline writes as. */
const AUTHOR = "github-actions[bot]";

const TOKEN = "t0ken";

const PAGE = 100;

interface Interface {
  readonly base: string;
  readonly authorization: (request: IncomingMessage) => unknown;
  readonly variables: (url: string) => Readonly<Record<string, string>>;
  /** Path of an update, with the comment's id. */
  readonly update: RegExp;
  readonly method: string;
  readonly list: (comments: readonly Comment[], page: number) => unknown;
  readonly bodyOf: (content: Record<string, unknown>) => unknown;
}

const pageOf = (comments: readonly Comment[], page: number): readonly Comment[] =>
  comments.slice((page - 1) * PAGE, page * PAGE);

/** Shapes as each system documents them. */
const INTERFACES: Readonly<Record<Exclude<System, "operator">, Interface>> = {
  github: {
    base: "/repos/integration/biztalk/issues/7/comments",
    authorization: ({ headers }) => headers.authorization === `Bearer ${TOKEN}`,
    variables: (url) => ({
      ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: "integration/biztalk" },
      ...{ GITHUB_TOKEN: TOKEN, PULL_REQUEST: "7" },
    }),
    update: /^\/repos\/integration\/biztalk\/issues\/comments\/(\d+)$/,
    method: "PATCH",
    list: (comments, page) =>
      pageOf(comments, page).map(({ id, author, body }) => ({ id, body, user: { login: author } })),
    bodyOf: ({ body }) => body,
  },
  gitlab: {
    base: "/projects/3/merge_requests/7/notes",
    authorization: ({ headers }) => headers["private-token"] === TOKEN,
    variables: (url) => ({
      ...{ CI_API_V4_URL: url, CI_PROJECT_ID: "3", CI_MERGE_REQUEST_IID: "7", GITLAB_TOKEN: TOKEN },
    }),
    update: /^\/projects\/3\/merge_requests\/7\/notes\/(\d+)$/,
    method: "PUT",
    list: (comments, page) =>
      pageOf(comments, page).map(({ id, body }) => ({ id, body, system: false })),
    bodyOf: ({ body }) => body,
  },
  azure: {
    base: "/acme/2f1c/_apis/git/repositories/77aa/pullRequests/7/threads",
    authorization: ({ headers }) => headers.authorization === `Bearer ${TOKEN}`,
    variables: (url) => ({
      ...{
        SYSTEM_COLLECTIONURI: `${url}/acme/`,
        SYSTEM_TEAMPROJECTID: "2f1c",
        BUILD_REPOSITORY_ID: "77aa",
      },
      ...{ SYSTEM_PULLREQUEST_PULLREQUESTID: "7", SYSTEM_ACCESSTOKEN: TOKEN },
    }),
    update:
      /^\/acme\/2f1c\/_apis\/git\/repositories\/77aa\/pullRequests\/7\/threads\/(\d+)\/comments\/1$/,
    method: "PATCH",
    list: (comments) => ({
      value: comments.map(({ id, body }) => ({
        id,
        isDeleted: false,
        comments: [{ id: 1, content: body }],
      })),
    }),
    bodyOf: ({ content, comments }) =>
      content ?? (comments as readonly { readonly content: unknown }[] | undefined)?.[0]?.content,
  },
};

interface Answer {
  readonly status: number;
  readonly content: unknown;
}

function answerTo(
  face: Interface,
  comments: Comment[],
  request: IncomingMessage,
  content: Record<string, unknown>,
): Answer {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
  const body = face.bodyOf(content);
  if (face.authorization(request) !== true)
    return { status: 401, content: { message: "Bad credentials" } };
  if (request.method === "GET" && pathname === face.base)
    return { status: 200, content: face.list(comments, Number(searchParams.get("page") ?? "1")) };
  if (typeof body !== "string" || body === "")
    return { status: 422, content: { message: "a body is missing" } };
  if (request.method === "POST" && pathname === face.base) {
    const made = { id: comments.length + 1, author: AUTHOR, body };
    comments.push(made);
    return { status: 201, content: { id: made.id } };
  }
  const [, id] = (request.method === face.method ? face.update.exec(pathname) : null) ?? [];
  const found = comments.find((comment) => String(comment.id) === id);
  if (found === undefined) return { status: 404, content: { message: "Not Found" } };
  found.body = body;
  return { status: 200, content: { id: found.id } };
}

/** Serves a pull request on which there has been some talk, so much that it has a second page. */
export async function openPullRequest(system: Exclude<System, "operator">): Promise<PullRequest> {
  const face = INTERFACES[system];
  const comments: Comment[] = Array.from({ length: PAGE + 1 }, (_, index) => ({
    ...{ id: index + 1, author: "somebody", body: `hello ${index}` },
  }));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const content = (sent === "" ? {} : JSON.parse(sent)) as Record<string, unknown>;
      const answer = answerTo(face, comments, request, content);
      response
        .writeHead(answer.status, { "content-type": "application/json" })
        .end(JSON.stringify(answer.content));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    ...{ comments, requests },
    variables: face.variables(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`),
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
