import { existsSync } from 'node:fs';
import { describeConnection } from '../../clients/aws/connection';
import { describeSecret } from '../../clients/aws/secret';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import type { Environment } from '../../settings/environments';
import { missingPrerequisites } from './missing-prerequisites';

/** Why a stack cannot be planned or deployed now. */
export interface Obstacle {
  readonly reason: string;
  /** Whether the operator has to do something first; otherwise there is nothing to plan. */
  readonly mustAct: boolean;
}

/**
 * Asks AWS for what stacks need before they can be planned or deployed.
 *
 * @param directories the folder of each synthesized stack
 * @param again what the operator does once nothing is in the way, as the end of a sentence
 */
export async function obstaclesOf(
  environment: Environment,
  directories: Readonly<Record<string, string>>,
  again: 'plan again' | 'deploy again' | 'run the command again',
): Promise<Record<string, Obstacle>> {
  const { name: workspace, names } = environment;
  const obstacles: Record<string, Obstacle> = {};
  const createBucket =
    again === 'plan again'
      ? 'Deploy the plan of state-backend'
      : `Run "npm run deploy:${workspace} -- state-backend" to create it`;
  const hasBucket = await stateBucketExists(environment);
  for (const [name, directory] of Object.entries(directories)) {
    const stack = new SynthesizedStack(directory);
    if (stack.hasRemoteState && !hasBucket) {
      obstacles[name] = {
        reason: `The state bucket "${names.stateBucket}" does not exist yet. ${createBucket}, then ${again}.`,
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
    for (const [name, missing] of Object.entries(missingPrerequisites(environment, secret, connection))) {
      obstacles[name] = { reason: `${missing} Then ${again}.`, mustAct: true };
    }
  }
  return obstacles;
}
