"use strict";

const console = require("node:console");
const process = require("node:process");

// The pack itself: policies as they are, configured with --policy-pack-config.
try {
  require.resolve("@pulumi/policy");
} catch {
  // An exception would be shown with its stack; what is written here the engine shows as it is.
  console.error(
    "The policy pack of pulumi-biztalk needs the package @pulumi/policy, which is not installed here. Run: npm install @pulumi/policy",
  );
  process.exit(1);
}

require("../../../dist/policy/index.js").definePack();
