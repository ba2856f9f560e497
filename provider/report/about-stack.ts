/** A finding about the whole stack, and what any finding adds to its rule. */
import type { Finding } from "./report-document.js";
import { RULES, type RuleId } from "./rules.js";

/** What a finding says: its text, and whatever else is known. */
export type FindingDetails = Partial<Finding> & Pick<Finding, "message">;

/** A finding about the whole stack. */
export function aboutStack(rule: RuleId, details: FindingDetails): Finding {
  return {
    ...{ rule, severity: RULES[rule].severity, urn: null, subject: null, endpoint: null },
    ...{ state: null, asked: "", operation: null, legalHere: [], route: null, permit: null },
    source: RULES[rule].source,
    recovery: [],
    backup: null,
    location: null,
    ...details,
  };
}
