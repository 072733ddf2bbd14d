import type { Check } from './check';
import { failed, NotChecked, passed } from './check';
import { secretValueShape } from '../../settings/secret-value';
import type { Facts } from './facts';
import { CommandError } from '../../clients/command-error';

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
          return failed('does not exist', remedies.deploySecret);
        }
        if (secret.isScheduledForDeletion) {
          return failed(
            'is scheduled for deletion',
            remedies.aws(`secretsmanager restore-secret --secret-id ${names.secret}`),
          );
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
        if (!(await facts.secret())?.currentVersionId) {
          throw new NotChecked('there is no value');
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
