import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../settings/environments';

const deployOrder = ['state-backend', 'stripe-secret', 'service-processing'];

/** The stacks in the order in which a new account needs them; one that is not known here comes last. */
export function inDeployOrder(stacks: readonly string[]): string[] {
  const known = deployOrder.filter((stack) => stacks.includes(stack));
  return [...known, ...stacks.filter((stack) => !known.includes(stack))];
}

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
  const configurations = Object.entries(directories).map(([stack, directory]) => ({
    stack,
    directory,
    configuration: JSON.parse(readFileSync(path.join(directory, 'cdk.tf.json'), 'utf8')) as Configuration,
  }));
  const obstacles: Record<string, Obstacle> = {};
  const hasBucket = await stateBucketExists(environment);
  for (const { stack, directory, configuration } of configurations) {
    const { s3, local } = configuration.terraform.backend;
    if (s3 && !hasBucket) {
      obstacles[stack] = {
        reason: `The state bucket "${names.stateBucket}" does not exist yet. Deploy the plan of state-backend, then plan again.`,
        mustAct: true,
      };
    }
    const state = local && path.resolve(directory, local.workspace_dir, workspace, 'terraform.tfstate');
    if (state && hasBucket && !existsSync(state) && !configuration.import) {
      obstacles[stack] = {
        reason: `The state bucket "${names.stateBucket}" exists; its own state lies where it was made.`,
        mustAct: false,
      };
    }
  }
  if (hasBucket && directories['service-processing']) {
    const reason = await lackOfKey(environment);
    if (reason) {
      obstacles['service-processing'] = { reason, mustAct: true };
    }
  }
  return obstacles;
}

interface Configuration {
  readonly terraform: {
    readonly backend: { readonly s3?: object; readonly local?: { readonly workspace_dir: string } };
  };
  readonly import?: unknown;
}

async function stateBucketExists({ names, region }: Environment): Promise<boolean> {
  try {
    await new S3Client({ region }).send(new HeadBucketCommand({ Bucket: names.stateBucket }));
    return true;
  } catch (error) {
    // Any other answer than "not found" is about a bucket that exists; Terraform then says what is wrong with it.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === undefined) {
      throw error;
    }
    return status !== 404;
  }
}

async function lackOfKey({ name, names, region }: Environment): Promise<string | undefined> {
  const secrets = new SecretsManagerClient({ region });
  const thenKey = `run "npm run stripe:key -- --workspace ${name}", then plan again.`;
  try {
    const { VersionIdsToStages = {} } = await secrets.send(
      new DescribeSecretCommand({ SecretId: names.secret }),
    );
    const hasValue = Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSCURRENT'));
    return hasValue ? undefined : `The secret "${names.secret}" has no value yet: ${thenKey}`;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) {
      throw error;
    }
    return `The secret "${names.secret}" does not exist yet. Deploy the plan of stripe-secret, ${thenKey}`;
  }
}
