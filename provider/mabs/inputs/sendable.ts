/** Texts that a request can carry. */
import type { z } from "zod";
import { secret, text, type Need } from "../../pulumi/input-fields.js";
import { isXmlText } from "../protocol/index.js";

/** A field whose characters all are in XML; the error never says what was given. */
const sendable = (name: string, field: z.ZodString): z.ZodString =>
  field.refine(isXmlText, {
    error: `${name}: a text with a control character was given, which no request can carry.`,
  });

/** A text that is not empty. */
export const sendableText = (name: string, accepted: string, need?: Need): z.ZodString =>
  sendable(name, text(name, accepted, need));

/** A secret's text. */
export const sendableSecret = (name: string, need?: Need): z.ZodString =>
  sendable(name, secret(name, need));
