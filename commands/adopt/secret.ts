import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../settings/environments';
import { ask } from '../../clients/aws/undefined-if-absent';
import { absent, type Finder } from './finding';

export const secret: Finder = async (_resource, { environment }) => {
  const found = await describe(environment);
  if (!found) {
    return absent;
  }
  const { names, region } = environment;
  if (found.DeletedDate) {
    return {
      obstacle:
        `The secret "${names.secret}" is being deleted, and its name is taken until then. To keep it, run "aws ` +
        `secretsmanager restore-secret --secret-id ${names.secret} --region ${region}".`,
    };
  }
  return { id: found.ARN };
};

/** Why `service-processing` cannot be planned yet: its connection is made from the secret's current version. */
export async function lackOfValue(environment: Environment): Promise<string | undefined> {
  const { name, names } = environment;
  const found = await describe(environment);
  const stages = Object.values(found?.VersionIdsToStages ?? {}).flat();
  if (found && !found.DeletedDate && stages.includes('AWSCURRENT')) {
    return undefined;
  }
  return (
    `The secret "${names.secret}" has no value yet: deploy stripe-secret, ` +
    `run "npm run stripe:key -- --workspace ${name}", then plan.`
  );
}

function describe({ names, region }: Environment) {
  const client = new SecretsManagerClient({ region });
  return ask(
    'secretsmanager:DescribeSecret',
    client.send(new DescribeSecretCommand({ SecretId: names.secret })),
    'ResourceNotFoundException',
  );
}
