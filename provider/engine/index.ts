/**
 * The Pulumi engine: found, fetched or built. Used by the command line and the tests; nothing that
 * Pulumi calls needs it.
 */
export { ensureEngine, findEngine, type Engine, type EngineOptions } from "./engine.js";
export { engineEnvironment } from "./engine-environment.js";
export { runEngine, type EngineEvent } from "./engine-events.js";
export { runCommand } from "./run-command.js";
