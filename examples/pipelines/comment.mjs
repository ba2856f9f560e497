// Puts a Markdown report of biztalk on a pull request: updates the comment that an earlier run left, or makes one.
//
//     node scripts/comment.mjs github|gitlab|azure FILE
//
// The comment is found by its first line, a hidden marker with project and stack, among those that this pipeline may have
// written. Variables are those that each system sets, and a token: GITHUB_TOKEN, GITLAB_TOKEN (scope `api`),
// SYSTEM_ACCESSTOKEN. It needs nothing but Node.
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";

const { env } = process;

const SYSTEMS = {
  github: {
    needs: ["GITHUB_TOKEN", "GITHUB_API_URL", "GITHUB_REPOSITORY", "PULL_REQUEST"],
    headers: () => ({
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      accept: "application/vnd.github+json",
    }),
    url: () => `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`,
    list: (page) => `/${env.PULL_REQUEST}/comments?per_page=100&page=${page}`,
    read: (answer) =>
      answer.filter(({ user }) => user?.login === (env.COMMENT_AUTHOR ?? "github-actions[bot]")),
    create: (body) => ["POST", `/${env.PULL_REQUEST}/comments`, { body }],
    update: ({ id }, body) => ["PATCH", `/comments/${id}`, { body }],
  },
  gitlab: {
    needs: ["GITLAB_TOKEN", "CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID"],
    headers: () => ({ "private-token": env.GITLAB_TOKEN }),
    url: () =>
      `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`,
    list: (page) => `?per_page=100&page=${page}`,
    // Somebody else's note with this marker is refused when it is updated.
    read: (answer) => answer.filter(({ system }) => !system),
    create: (body) => ["POST", "", { body }],
    update: ({ id }, body) => ["PUT", `/${id}`, { body }],
  },
  azure: {
    needs: [
      ...["SYSTEM_ACCESSTOKEN", "SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECTID"],
      ...["BUILD_REPOSITORY_ID", "SYSTEM_PULLREQUEST_PULLREQUESTID"],
    ],
    headers: () => ({ authorization: `Bearer ${env.SYSTEM_ACCESSTOKEN}` }),
    url: () =>
      `${env.SYSTEM_COLLECTIONURI}${env.SYSTEM_TEAMPROJECTID}/_apis/git/repositories/${env.BUILD_REPOSITORY_ID}` +
      `/pullRequests/${env.SYSTEM_PULLREQUEST_PULLREQUESTID}/threads`,
    // All threads at once.
    list: (page) => (page === 1 ? "?api-version=7.1" : undefined),
    read: ({ value }) =>
      value
        .filter(({ isDeleted, comments }) => !isDeleted && comments.length > 0)
        .map(({ id, comments: [first] }) => ({
          thread: id,
          id: first.id,
          body: first.content ?? "",
        })),
    // A thread that is closed asks nobody to resolve it.
    create: (content) => [
      "POST",
      "?api-version=7.1",
      { comments: [{ content, commentType: "text" }], status: "closed" },
    ],
    update: ({ thread, id }, content) => [
      "PATCH",
      `/${thread}/comments/${id}?api-version=7.1`,
      { content },
    ],
  },
};

function fail(message) {
  console.error(message);
  process.exit(1);
}

async function call(system, method, path, content) {
  const answer = await fetch(`${system.url()}${path}`, {
    method,
    headers: {
      ...system.headers(),
      "content-type": "application/json",
      "user-agent": "pulumi-biztalk",
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  const text = await answer.text();
  if (!answer.ok) fail(`${method} ${system.url()}${path}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

async function findComment(system, marker) {
  for (let page = 1; ; page++) {
    const path = system.list(page);
    const answer = path === undefined ? [] : await call(system, "GET", path);
    if (Array.isArray(answer) && answer.length === 0) return undefined;
    const found = system.read(answer).find(({ body }) => body.split(/\r?\n/, 1)[0] === marker);
    if (found !== undefined) return found;
  }
}

const [name, file] = process.argv.slice(2);
const system = SYSTEMS[name];
if (system === undefined || file === undefined)
  fail(`comment.mjs ${Object.keys(SYSTEMS).join("|")} FILE`);
const missing = system.needs.filter((variable) => !env[variable]);
if (missing.length > 0) fail(`comment.mjs ${name} needs ${missing.join(", ")} in the environment.`);
if (!existsSync(file)) {
  // A preview that did not begin leaves no report: its own step has said why.
  console.log(`There is no report to show: ${file}`);
  process.exit(0);
}
const report = readFileSync(file, "utf8");
const found = await findComment(system, report.split("\n", 1)[0]);
await call(system, ...(found === undefined ? system.create(report) : system.update(found, report)));
console.log(found === undefined ? "A new comment." : "The comment is up to date.");
