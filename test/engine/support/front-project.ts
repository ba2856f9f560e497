import { audit } from "./audit.js";
import type { LoggedRequest } from "./control.js";
import { needEngine } from "./engine.js";
import { startFront, type Front } from "./front.js";
import { makeProject, type Project, type ProjectOptions } from "./project.js";

/** How a front and a project are made. */
export interface FrontProjectOptions {
  /**
   * Both are made anew for each test; else the tests of the `describe` follow one another on the
   * same ones.
   */
  readonly anew?: boolean;
  /** Of the project, all but its endpoint, by the front's URL. */
  readonly project?: (url: string) => Omit<ProjectOptions, "endpoint">;
  /** What the audit passes over because a test means it to be illegal. */
  readonly isMeant?: (request: LoggedRequest) => boolean;
}

/** A front and a project whose endpoint it is. */
export interface FrontProject {
  readonly front: () => Front;
  readonly project: () => Project;
}

function made<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error("ask for it in a hook or a test: it is made before them");
  return value;
}

/**
 * A front and a project behind it for the tests of one `describe`; the front's log is audited after
 * each.
 */
export function frontProjectFor({
  anew = false,
  project: optionsFor,
  isMeant,
}: FrontProjectOptions = {}): FrontProject {
  let front: Front | undefined;
  let project: Project | undefined;
  const make = async (): Promise<void> => {
    front = await startFront();
    project = await makeProject({ endpoint: front.url, ...optionsFor?.(front.url) });
  };
  const close = async (): Promise<void> => {
    await project?.close();
    await front?.close();
    front = undefined;
    project = undefined;
  };
  needEngine();
  if (anew) beforeEach(make);
  else before(make);
  afterEach(async () => {
    if (front !== undefined) await audit(front.control, isMeant);
  });
  if (anew) afterEach(close);
  else after(close);
  return { front: () => made(front), project: () => made(project) };
}
