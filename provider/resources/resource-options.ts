/** The options with which a resource of ours is constructed. */
import type * as pulumi from "@pulumi/pulumi";
import { runLast } from "./last-transformation.js";
import type { RegisteredType } from "./registered-types.js";
import { registration } from "./registration.js";

/** A program's options, with our registration behind all of its transformations. */
export function resourceOptions(
  rules: RegisteredType,
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const transformations = [runLast(registration(rules)), ...(options.transformations ?? [])];
  return { deleteBeforeReplace: true, ...options, transformations };
}
