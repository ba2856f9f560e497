/**
 * Ends the command line under a Node that is too old, before anything is loaded that such a Node
 * cannot load.
 */
import { nodeProblem, thisNode } from "../node-version.js";
import { EXIT_CODES } from "./exit-codes.js";

const problem = nodeProblem(thisNode());
if (problem !== undefined) {
  process.stderr.write(`error: ${problem}\n`);
  process.exit(EXIT_CODES.refused);
}
