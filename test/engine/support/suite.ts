import { audit } from "./audit.js";
import { needEngine } from "./engine.js";
import { makeProject, type Project, type ProjectOptions } from "./project.js";

/**
 * One project for the tests of one `describe`, which follow one another; after each the emulator's
 * log is audited.
 */
export function projectFor(options: ProjectOptions = {}): () => Project {
  let project: Project | undefined;
  needEngine();
  before(async () => {
    project = await makeProject(options);
  });
  afterEach(async () => {
    if (project !== undefined && options.endpoint === undefined) await audit(project.control);
  });
  after(async () => {
    await project?.close();
  });
  return () => {
    if (project === undefined) throw new Error("the project was not made");
    return project;
  };
}
