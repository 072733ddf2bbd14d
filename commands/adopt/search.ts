import type { Environment } from '../../settings/environments';
import type { Imports } from '../../settings/imports';
import type { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import { finders } from './finders';

/** What was found of a stack's resources that its state does not hold. */
export interface Search {
  readonly stack: string;
  readonly found: Imports;
  /** Why the stack cannot be adopted now. */
  readonly obstacles: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Looks for the resources of a synthesized stack.
 *
 * @param inState the addresses that need not be looked for
 * @throws Error for a type of resource that nothing here knows how to find
 */
export async function searchStack(options: {
  stack: string;
  environment: Environment;
  configuration: SynthesizedStack;
  inState: readonly string[];
}): Promise<Search> {
  const { stack, environment, configuration, inState } = options;
  const isInState = (address: string | undefined) => address !== undefined && inState.includes(address);
  const missing = configuration.resources.filter(
    ({ address }) => !isInState(address) && !isInState(configuration.earlierAddress(address)),
  );
  const findings = await Promise.all(
    missing.map(async (resource) => {
      const finder = finders[resource.type];
      if (!finder) {
        throw new Error(`adopt does not know how to find ${resource.address}.`);
      }
      return { address: resource.address, ...(await finder(resource, { environment, configuration })) };
    }),
  );
  return {
    stack,
    found: Object.fromEntries(findings.flatMap(({ address, id }) => (id ? [[address, id]] : []))),
    obstacles: findings.flatMap(({ obstacle }) => obstacle ?? []),
    notes: findings.flatMap(({ notes }) => notes ?? []),
  };
}

/** What is imported of a stack: nothing while an obstacle would let its deployment fail half-way. */
export const importsFrom = ({ found, obstacles }: Search): Imports => (obstacles.length > 0 ? {} : found);
