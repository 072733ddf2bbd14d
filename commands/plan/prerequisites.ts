import { existsSync } from 'node:fs';
import { describeConnection } from '../../clients/aws/connection';
import { describeSecret } from '../../clients/aws/secret';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import type { Environment } from '../../settings/environments';
import { lacksOf } from '../shared/lacks';

/** Why a stack cannot be planned now. */
export interface Obstacle {
  readonly reason: string;
  /** Whether the operator has to do something first; otherwise there is nothing to plan. */
  readonly mustAct: boolean;
}

/**
 * Asks AWS for what stacks need before they can be planned.
 *
 * @param directories the folder of each synthesized stack
 */
export async function obstaclesOf(
  environment: Environment,
  directories: Readonly<Record<string, string>>,
): Promise<Record<string, Obstacle>> {
  const { name: workspace, names } = environment;
  const obstacles: Record<string, Obstacle> = {};
  const hasBucket = await stateBucketExists(environment);
  for (const [name, directory] of Object.entries(directories)) {
    const stack = new SynthesizedStack(directory);
    if (stack.hasRemoteState && !hasBucket) {
      obstacles[name] = {
        reason: `The state bucket "${names.stateBucket}" does not exist yet. Deploy the plan of state-backend, then plan again.`,
        mustAct: true,
      };
    }
    const state = stack.localStateFile(workspace);
    if (state && hasBucket && !existsSync(state) && !stack.hasImports) {
      obstacles[name] = {
        reason: `The state bucket "${names.stateBucket}" exists; its own state lies where it was created.`,
        mustAct: false,
      };
    }
  }
  if (hasBucket) {
    const [secret, connection] = await Promise.all([
      describeSecret(environment),
      describeConnection(environment),
    ]);
    for (const [name, lack] of Object.entries(lacksOf(environment, secret, connection))) {
      obstacles[name] = { reason: `${lack} Then plan again.`, mustAct: true };
    }
  }
  return obstacles;
}
