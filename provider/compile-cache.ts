/**
 * Node's compile cache: a process that lives for one command starts in half the time. Import it
 * before anything else.
 */
import module from "node:module";

// An older Node has no cache, and starts without one: what is said about such a Node is not this
// file's to say.
if ("enableCompileCache" in module) module.enableCompileCache();
