import { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { searchStack } from '../adopt/search';
import { actionOf, changedResources, type TerraformPlan } from '../shared/plans/terraform-plan';

/** Parts of another resource. Creating them writes over what is there, such as the default of a new bucket. */
const parts = [
  'aws_s3_bucket_versioning',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_policy',
  'aws_iam_role_policy',
  'aws_cloudwatch_log_metric_filter',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
];

/**
 * Looks for the state bucket and its settings where its state is not.
 *
 * @param directory the folder of the synthesized stack
 * @returns how many resources exist
 * @throws CommandError if one of them is missing, with what to run
 */
export async function requireWholeBucket(environment: Environment, directory: string): Promise<number> {
  const configuration = new SynthesizedStack(directory);
  const stack = 'state-backend';
  const { found } = await searchStack({ stack, environment, configuration, inState: [] });
  const missing = configuration.resources.filter(({ address }) => !found[address]);
  if (missing.length > 0) {
    throw new CommandError(
      `The state bucket "${environment.names.stateBucket}" exists, its state is not in this checkout, and it lacks ` +
        `${missing.map(({ address }) => address).join(', ')}: somebody created it by hand, or a deployment was killed. ` +
        adoptAdvice(environment),
    );
  }
  return configuration.resources.length;
}

const adoptAdvice = ({ name }: Environment) =>
  `Nothing was changed. Run "npm run adopt -- --workspace ${name}", which has the deployment import what exists, or says ` +
  'what is in the way.';

/**
 * Looks for what a plan would create and what exists already, before the deployment fails half-way.
 *
 * @param options.directory the folder of the synthesized stack
 * @throws CommandError that names it, with what to run
 */
export async function requireNothingExists(
  plan: TerraformPlan,
  options: { stack: string; environment: Environment; directory: string },
): Promise<void> {
  const { stack, environment, directory } = options;
  const created = changedResources(plan)
    .filter((resource) => actionOf(resource) === 'add' && !parts.includes(resource.type))
    .map(({ address }) => address);
  if (created.length === 0) {
    return;
  }
  const configuration = new SynthesizedStack(directory);
  const inState = configuration.resources
    .map(({ address }) => address)
    .filter((one) => !created.includes(one));
  const { found, obstacles } = await searchStack({ stack, environment, configuration, inState });
  const existing = Object.entries(found).map(([address, id]) => `${address} (${id})`);
  if (existing.length + obstacles.length > 0) {
    throw new CommandError(
      [
        ...(existing.length > 0
          ? [
              `${existing.join(', ')} ${existing.length === 1 ? 'exists' : 'exist'} already, but not in Terraform's ` +
                'state: created by hand, or by a deployment that was killed.',
            ]
          : obstacles),
        adoptAdvice(environment),
      ].join(' '),
    );
  }
}
