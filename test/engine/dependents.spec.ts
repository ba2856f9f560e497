import assert from "node:assert/strict";
import { join } from "node:path";
import type { Ended } from "../cli/support/terminal.js";
import { errorsOn, fails, planOn, succeeds } from "./support/outcomes.js";
import { projectFor } from "./support/suite.js";

/** `ledger` takes its container and region, or its name, from `intake`. */
const PROGRAM = `"use strict";
const { Service } = require("pulumi-biztalk");
const { name, consent, ledgerConsent, derived, units = 1 } = JSON.parse(process.env["SAYS"]);
const base = { edition: "Premium", units: 1 };
const intake = new Service("intake", { ...base, units, serviceName: name, cloudService: "integration", region: "West Europe", acceptDataLoss: consent });
new Service("ledger", {
  ...base,
  serviceName: derived ? intake.lastOperation.apply((last) => "ledger" + last.toLowerCase()) : "ledger",
  cloudService: intake.cloudService,
  region: intake.region,
  acceptDataLoss: ledgerConsent,
});
`;

interface Says {
  readonly name: string;
  readonly consent?: string;
  readonly ledgerConsent?: string;
  readonly derived?: boolean;
  readonly units?: number;
}

async function ends(command: Promise<Ended>): Promise<void> {
  const { code, stdout, stderr } = await command;
  assert.equal(code, 0, `${stdout}\n${stderr}`);
}

describe("a service that depends on one that is replaced", function () {
  this.timeout(120_000);

  for (const bound of [false, true]) {
    describe(bound ? "with an approved plan" : "in a plain update", () => {
      const project = projectFor({ program: PROGRAM });
      const say = (says: Says): void => {
        project().env["SAYS"] = JSON.stringify(says);
      };

      it("is left alone when nothing of it changes", async () => {
        say({ name: "intake" });
        await succeeds(project().up());
        await project().control.forget();
        say({ name: "inbound", consent: "intake/replace" });
        if (bound) {
          await ends(
            project().biztalk(
              "preview",
              "--stack",
              "dev",
              "--save-plan",
              join(project().folder, "plan.json"),
            ),
          );
          await ends(
            project().biztalk(
              "up",
              "--stack",
              "dev",
              "--plan",
              join(project().folder, "plan.json"),
            ),
          );
        } else {
          const preview = await succeeds(project().preview());
          assert.match(planOn(preview, "intake"), /Delete/);
          await succeeds(project().up());
        }
        assert.deepEqual(await project().control.sent(), ["Delete intake", "Create inbound"]);
        assert.equal((await project().control.view("ledger"))?.state, "Active");
        await succeeds(project().run("preview", "--expect-no-changes"));
      });
    });
  }

  describe("and gets another name by that", () => {
    const project = projectFor({ program: PROGRAM });
    const say = (says: Says): void => {
      project().env["SAYS"] = JSON.stringify(says);
    };

    it("is not touched in the run in which the name was not known at preview, and shown in the next preview", async () => {
      say({ name: "intake", derived: true });
      await succeeds(project().up());
      await project().control.forget();
      const changed = { name: "intake", derived: true, units: 2 };
      say({ ...changed, ledgerConsent: "ledgercreate/replace" });
      await succeeds(project().preview());
      await fails(project().up(), "No preview has shown that ledgercreate");
      assert.deepEqual(await project().control.sent(), ["Scale intake"]);
      say(changed);
      const preview = await fails(project().preview());
      assert.match(
        errorsOn(preview, "ledger").join("\n"),
        /replacement of ledgercreate \(Active\)/,
      );
      say({ ...changed, ledgerConsent: "ledgercreate/replace" });
      await succeeds(project().preview());
      await succeeds(project().up());
      assert.deepEqual(await project().control.sent(), [
        "Scale intake",
        "Delete ledgercreate",
        "Create ledgerscale",
      ]);
    });
  });
});
