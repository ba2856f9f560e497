/**
 * Consent to lose what instances hold: it names whose and what is done, `NAME/terminate`, so that
 * one that is left behind ends nothing of another (docs/bts.md, B-66).
 */
import { isSameName } from "../../same-name.js";

/** The input that consents. */
export const consentTo = (name: string): string => `acceptDataLoss: "${name}/terminate"`;

/** Whether a program consents to it, in any letter case. */
export const consents = (acceptDataLoss: string | undefined, name: string): boolean =>
  isSameName(acceptDataLoss, `${name}/terminate`);

/** What to say to a consent that names something else; nothing where none is given. */
export const otherConsent = (acceptDataLoss: string | undefined, name: string): string[] =>
  acceptDataLoss === undefined || consents(acceptDataLoss, name)
    ? []
    : [`Consent: acceptDataLoss is "${acceptDataLoss}", which is not "${name}/terminate".`];
