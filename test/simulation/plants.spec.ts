/** Bugs that histories have to find: each is a mend taken out. */
import assert from "node:assert/strict";
import { Machine, type Plant } from "./machine.js";
import * as plants from "./plants.js";
import { search, type Kind } from "./search.js";

const HISTORIES = 5_000;
const SEED = 20160516;

interface Row {
  /** What the provider does wrong. */
  readonly bug: string;
  readonly plant: Plant;
  readonly kind: Kind;
  readonly finds: RegExp;
  /** Where the seed of all comes to it late. */
  readonly seed?: number;
}

const ROWS: readonly Row[] = [
  { bug: "sends twice", plant: plants.sendsTwice, kind: "service", finds: /twice|illegal/ },
  { bug: "ignores the chart", plant: plants.ignoresTheChart, kind: "service", finds: /illegal/ },
  {
    bug: "loses a one-shot",
    plant: plants.losesOneShots,
    kind: "service",
    finds: /never (made|taken)|not the service's/,
    seed: 30,
  },
  {
    bug: "does not hear what a name follows from",
    plant: plants.hearsNoOrigins,
    kind: "stack",
    finds: /did not show/,
  },
  {
    bug: "does not hear that a service is protected",
    plant: plants.hearsNoProtection,
    kind: "service",
    finds: /without consent/,
  },
  {
    bug: "does not hear what is ignored",
    plant: plants.hearsNothingIgnored,
    kind: "service",
    finds: /units are ignored/,
    seed: 8,
  },
  {
    bug: "does not see the claim of another provider process",
    plant: plants.forgetsOtherClaims,
    kind: "stack",
    finds: /which east claims/,
    seed: 2,
  },
  {
    bug: "replaces on an unknown identity",
    plant: plants.replacesOnUnknown,
    kind: "stack",
    finds: /claims|did not show/,
  },
  {
    bug: "takes every name for a free one",
    plant: plants.findsEveryNameFree,
    kind: "stack",
    finds: /not free|although nothing has changed|the preview/,
  },
  {
    bug: "takes every replacement for consented",
    plant: plants.asksForNoConsent,
    kind: "stack",
    finds: /without consent/,
  },
  {
    bug: "believes the journal of another life",
    plant: plants.forgetsLives,
    kind: "service",
    finds: /not the service's|not in its state/,
  },
  {
    bug: "takes over what a clone has begun",
    plant: plants.forgetsOrigins,
    kind: "service",
    finds: /that the clone made/,
  },
  {
    bug: "believes a refusal",
    plant: plants.believesRefusals,
    kind: "service",
    finds: /it is said that it was not/,
  },
  {
    bug: "carries out a plan for other inputs",
    plant: plants.obeysPolicies,
    kind: "service",
    finds: /policy changed/,
  },
  {
    bug: "makes a vanished service anew",
    plant: plants.makesAnew,
    kind: "service",
    finds: /vanished/,
  },
  {
    bug: "writes a backup over",
    plant: plants.findsNoBackup,
    kind: "service",
    finds: /written over/,
  },
];

describe("histories find", function () {
  this.timeout(600_000);

  for (const { bug, plant, kind, finds, seed = SEED } of ROWS) {
    it(`a provider that ${bug}`, async () => {
      const machine = new Machine(plant);
      const { report } = await search(machine, {
        histories: HISTORIES,
        seed,
        kind,
        isFirstEnough: true,
      });
      await machine.close();
      assert.match(report, finds);
    });
  }
});
