/**
 * A transformation that runs after every other one: what it sees is what the program and its
 * transformations have agreed on, the same in a preview and in an update.
 */
import type * as pulumi from "@pulumi/pulumi";

/**
 * The SDK keeps the transformations of a resource here and walks over the list itself, so that one
 * may be added behind.
 */
interface WithTransformations {
  readonly __transformations?: pulumi.ResourceTransformation[];
}

/**
 * Wraps a transformation so that it runs behind those of the resource, of its parents and of the
 * stack, once, for the resource that it is given to; children, which inherit the list, pass it by.
 *
 * With an SDK that does not walk over such a list it runs where it stands.
 */
export function runLast(last: pulumi.ResourceTransformation): pulumi.ResourceTransformation {
  let own: pulumi.Resource | undefined;
  const once: pulumi.ResourceTransformation = (given) =>
    given.resource === own ? last(given) : undefined;
  return (given) => {
    if (own !== undefined) return undefined;
    own = given.resource;
    const list = (given.resource as WithTransformations).__transformations;
    if (!Array.isArray(list)) return last(given);
    list.push(once);
    return undefined;
  };
}
