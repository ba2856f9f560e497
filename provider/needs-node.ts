/**
 * Refuses to be loaded by Pulumi's provider host under a Node that is too old; a destroy runs no
 * program that would have.
 */
import { nodeProblem, thisNode } from "./node-version.js";

const problem = nodeProblem(thisNode());
if (problem !== undefined) {
  const error = new Error(problem);
  // The host prints the stack, which helps nobody to a newer Node.
  error.stack = "";
  throw error;
}
