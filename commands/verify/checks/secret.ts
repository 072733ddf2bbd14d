import type { Check } from '../check';
import { failed, NotChecked, passed } from '../check';
import { secretValueShape } from '../../../settings/secret-value';
import { scheduledForDeletion, type Facts } from '../facts';
import { restoreSecretCommand } from '../../../clients/aws/secret';
import { CommandError } from '../../../clients/command-error';

/** The account, the secret and what it holds. */
export function secretChecks(facts: Facts): Check[] {
  const { environment, remedies } = facts;
  const { names, accountId, region } = environment;
  return [
    {
      id: 'account',
      what: 'AWS account',
      actions: ['sts:GetCallerIdentity'],
      async look() {
        await facts.account();
        return passed(`${accountId}, ${region}`);
      },
    },
    {
      id: 'secret',
      what: `Secret ${names.secret}`,
      actions: ['secretsmanager:DescribeSecret'],
      async look() {
        const secret = await facts.secret();
        if (!secret) {
          return failed(
            'does not exist',
            remedies.deploySecret,
            remedies.putKey,
            remedies.deployConnection,
            remedies.deploy,
          );
        }
        if (secret.isScheduledForDeletion) {
          return failed('is scheduled for deletion', restoreSecretCommand(environment));
        }
        const { currentVersionId: versionId } = secret;
        if (!versionId) {
          return failed('has no value yet', remedies.putKey, remedies.deployConnection);
        }
        return passed(`version ${versionId} is current`);
      },
    },
    {
      id: 'secret-value',
      what: "The secret's value",
      actions: ['secretsmanager:GetSecretValue', 'kms:Decrypt'],
      async look() {
        const secret = await facts.secret();
        if (!secret?.currentVersionId) {
          throw new NotChecked('there is no value');
        }
        if (secret.isScheduledForDeletion) {
          throw new NotChecked(scheduledForDeletion);
        }
        try {
          await facts.key();
        } catch (error) {
          if (!(error instanceof CommandError)) {
            throw error;
          }
          return failed(error.message, remedies.putKey, remedies.deployConnection);
        }
        return passed(`${secretValueShape} with a key of ${environment.stripeMode} mode`);
      },
    },
  ];
}
