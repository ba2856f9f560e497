/** URNs, which Pulumi gives to no dynamic provider: log lines and the journal need them. */
import * as pulumi from "@pulumi/pulumi";

const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * An output's value without what it depends on. An output that depends on a component waits for all
 * of the component's children: one of them would wait for itself.
 */
const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });

/** The URN of a resource that is registered. */
export const registeredUrn = (resource: pulumi.Resource): Promise<string> => valueOf(resource.urn);

/** The URN that a resource of a type will have. */
export async function futureUrn(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<string> {
  const prefix = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::`;
  const above = parent === undefined ? "" : ((await registeredUrn(parent)).split("::")[2] ?? "");
  const types = above === "" || above === STACK_TYPE ? type : `${above}$${type}`;
  return `${prefix}${types}::${name}`;
}
