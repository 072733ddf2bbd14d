import { deployedIn, deployWithApplication, type Deployed } from '../../local/deployed';
import { environmentNames, type EnvironmentName } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { replayed, type StartingPoint } from './replayed';

export { customerId } from '../../local/deployed';
export type { Deployed, Outcome } from '../../local/deployed';

/** Long enough for a deploy on a loaded machine with two cores, which the first test that asks for one waits for. */
export const deployTimeoutMilliseconds = 300_000;

/** An environment that is deployed, with its application. */
export function deployedPoint(workspace: EnvironmentName): StartingPoint {
  const environment = environmentOf(workspace);
  return {
    name: `deployed-${workspace}`,
    environment,
    workspaces: environmentNames,
    make: ({ services, folder }) =>
      deployWithApplication({ environment, services, folder }, services.newKey(environment.stripeMode)),
  };
}

/**
 * An environment as Terraform deploys it, in services of its own: Terraform deploys once in a run of the tests, and
 * the others get the same state from its requests (`replayed`). Terraform can go on from there.
 *
 * @param options.speed how many times faster than they say waits and timeouts of executions pass. @default 200
 */
export async function deployed(
  workspace: EnvironmentName,
  { speed = 200 }: { speed?: number } = {},
): Promise<Deployed> {
  const world = await replayed(deployedPoint(workspace), { speed });
  try {
    return await deployedIn({ ...world, environment: environmentOf(workspace) }, world.keys[0]!, world.stop);
  } catch (error) {
    await world.stop();
    throw error;
  }
}
