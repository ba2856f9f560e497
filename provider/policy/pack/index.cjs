"use strict";

// The pack itself: policies as they are, configured with --policy-pack-config.
require("../../../dist/policy/index.js").definePack();
