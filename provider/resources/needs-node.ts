/** Refuses a program under a Node that is too old, when it imports the package. */
import { RunError } from "@pulumi/pulumi";
import { nodeProblem, thisNode } from "../node-version.js";

const problem = nodeProblem(thisNode());
if (problem !== undefined) {
  // Pulumi shows the text of a RunError alone. A program that Node itself runs would show the
  // stack, which helps nobody.
  const error = new RunError(problem);
  error.stack = problem;
  throw error;
}
