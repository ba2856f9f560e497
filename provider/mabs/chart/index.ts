/**
 * The service state chart: states, operations, legality, results, editions and profiles. Pure data
 * and questions to it.
 */
export type { Cell } from "./cell.js";
export { CHART } from "./chart.js";
export {
  canPoll,
  EDITIONS,
  EDITION_NAMES,
  editionHas,
  isLowerEdition,
  parseEdition,
  settingsLackedBy,
  type Edition,
} from "./editions.js";
export { citeRow, leadsTo, legal, legalOperations, NOTHING_LEGAL } from "./legal.js";
export {
  FOUNDING_OPERATIONS,
  OPERATIONS,
  parseOperation,
  type FoundingOperation,
  type Operation,
} from "./operations.js";
export { PROFILES, PROFILE_NAMES, RESTORES_ANY_VERSION, type Profile } from "./profiles.js";
export { RESULTS } from "./results.js";
export {
  displayState,
  isPower,
  parseState,
  parseTransitionalState,
  POWERS,
  STATES,
  TRANSITIONAL_STATES,
  type Power,
  type State,
  type TransitionalState,
} from "./states.js";
