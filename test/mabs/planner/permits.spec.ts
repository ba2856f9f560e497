/** A refusal keeps its word: what its permit names makes the plan legal, and its steps are the route that it printed. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  plan,
  planReplaced,
  type Desired,
  type Plan,
  type Policy,
  type PulumiReplacement,
  type RestoreSource,
} from "../../../provider/mabs/planner/index.js";
import { CASES, EDITIONS, POLICIES, SERVICES } from "./arbitrary-cases.js";
import { onlyRefusal, operationsOf } from "./goals.js";

/** The backup that a permit names, found where it was missing and with the store that was not given. */
function found(given: RestoreSource | undefined, of: string): RestoreSource {
  if (given === undefined || (of !== "" && given.name !== of)) return { name: of };
  const { missing, withoutStore, ...rest } = given;
  assert.ok(missing ?? withoutStore);
  return rest;
}

/** The input with what a refusal names as its permit. */
function permitted(desired: Desired, policy: Policy, permit: string): readonly [Desired, Policy] {
  let goal = desired;
  let given = policy;
  for (const each of permit.split(" and ")) {
    const quoted = /"([^"]*)"/.exec(each)?.[1] ?? "";
    const [field = ""] = each.split(":", 1);
    switch (field) {
      case "recovery":
        given = { ...given, recovery: quoted === "replace" ? "replace" : "inPlace" };
        break;
      case "acceptDataLoss":
        given = { ...given, acceptDataLoss: quoted };
        break;
      case "backupBeforeDelete":
        given = { ...given, backupBeforeDelete: "ifPossible" };
        break;
      case "detours":
        given = { ...given, detours: true };
        break;
      case "protect":
      case "retainOnDelete": {
        const { keep, ...rest } = given;
        assert.ok(keep === undefined || keep === field);
        given = rest;
        break;
      }
      case "backup":
        goal = { ...goal, backup: { name: "brand-new" } };
        break;
      case "edition": {
        const to = EDITIONS.find((edition_) => edition_ === quoted);
        assert.ok(to !== undefined);
        goal = { ...goal, edition: to };
        break;
      }
      case "restoreFrom":
        goal = { ...goal, restoreFrom: found(goal.restoreFrom, quoted) };
        break;
      default:
        assert.fail(`a permit that nobody can give: ${each}`);
    }
  }
  return [goal, given];
}

/** The only refusal of a plan, and none where it is not refused. */
const refusalOf = (found: Plan): Plan["refusals"][number] | undefined =>
  found.verdict === "refused" ? onlyRefusal(found) : undefined;

describe("a refusal keeps its word", () => {
  it("stands alone, and with all that it permits the plan is legal and its steps are the route", () => {
    let permits = 0;
    const property = fc.property(CASES, ([observed, desired, policy]) => {
      const refusal = refusalOf(plan(observed, desired, policy));
      if (refusal === undefined || refusal.permit === null) return;
      permits += 1;
      const [wanted, given] = permitted(desired ?? {}, policy, refusal.permit);
      const after = plan(observed, desired === null ? null : wanted, given);
      const said = after.refusals.map(({ message }) => message).join("\n");
      assert.equal(after.verdict, "legal", `${refusal.message}\n${said}`);
      assert.deepEqual(operationsOf(after), refusal.route, refusal.message);
    });
    fc.assert(property, { numRuns: 20_000 });
    assert.ok(permits > 2_000, `${String(permits)} refusals had a permit`);
  });

  it("has a route wherever an input permits it", () => {
    const property = fc.property(CASES, ([observed, desired, policy]) => {
      const refusal = refusalOf(plan(observed, desired, policy));
      if (refusal?.permit !== null) assert.notDeepEqual(refusal?.route, []);
    });
    fc.assert(property, { numRuns: 4_000 });
  });

  it("also where Pulumi replaces the service", () => {
    const changes = fc.record<PulumiReplacement>({
      serviceName: fc.constant("orders"),
      restores: fc.boolean(),
      takesBackup: fc.boolean(),
    });
    let permits = 0;
    const property = fc.property(SERVICES, changes, POLICIES, (observed, change, policy) => {
      const asked = { ...policy, ...(change.takesBackup && { backupBeforeDelete: true }) };
      const refusal = refusalOf(planReplaced(observed, change, asked));
      if (refusal === undefined || refusal.permit === null) return;
      permits += 1;
      const [, given] = permitted({}, asked, refusal.permit);
      const after = planReplaced(
        observed,
        { ...change, takesBackup: given.backupBeforeDelete === true },
        given,
      );
      // Of a service that is gone nothing is left to do: the Create is that of the service in its place.
      assert.equal(after.verdict, observed === null ? "noop" : "legal", refusal.message);
      assert.deepEqual(
        observed === null ? ["Create"] : operationsOf(after),
        refusal.route,
        refusal.message,
      );
    });
    fc.assert(property, { numRuns: 4_000 });
    assert.ok(permits > 400, `${String(permits)} refusals had a permit`);
  });
});
