/** Texts that a request can carry. */
import type { z } from "zod";
import { isXmlText } from "../protocol/index.js";

/** A text whose characters all are in XML; the error never says what was given. */
export const sendable = (name: string, field: z.ZodString): z.ZodString =>
  field.refine(isXmlText, {
    error: `${name}: a text with a control character was given, which no request can carry.`,
  });
