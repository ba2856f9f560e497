/** The kind of input field that takes a host name, and what was probably meant where it is none. */
import { z } from "zod";
import { nullGiven, quote } from "../../pulumi/input-fields.js";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/** Labels of letters, digits and inner hyphens, at most 253 characters (RFC 1123, section 2.1). */
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`, "i");

const ACCEPTED = 'a host name such as "orders.example.com", without scheme, port or path';

/**
 * The host name in a URL, or in a text with a port, a path or blanks around it; `undefined` when
 * none is to be seen.
 */
function meantBy(given: string): string | undefined {
  const text = given.trim();
  // A blank inside may be a typing error or stand between two names.
  if (/\s/.test(text)) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  const host = url?.hostname.replace(/\.$/, "") ?? "";
  return HOST_NAME.test(host) ? host : undefined;
}

function refuse(name: string, given: string): string {
  const shown = quote(given.replace(/\/\/[^/@]*@/, "//****@"));
  const meant = meantBy(given);
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return `${name}: ${shown} was given; accepted: ${ACCEPTED}.${question}`;
}

/** A host name: no scheme, port, path or blank, since the service's address is made of it. */
export const hostName = (name: string): z.ZodString =>
  z
    .string({
      error: ({ input }) =>
        input === null
          ? nullGiven(name, ACCEPTED)
          : `${name}: ${quote(input)} was given; accepted: ${ACCEPTED}.`,
    })
    .regex(HOST_NAME, { error: ({ input }) => refuse(name, String(input)) });
