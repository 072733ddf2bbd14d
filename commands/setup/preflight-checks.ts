import { describeSecret, missingSecretValue } from '../../clients/aws/secret';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { CommandError } from '../../clients/command-error';
import { findTerraform } from '../../clients/terraform/find';
import { arnsOf, nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { failed, passed, type Check, type Finding } from '../verify/check';
import { applicationTableChecks } from '../verify/checks/tables';
import type { Facts } from '../verify/facts';

const settingsFile = 'settings/environments.ts';

/** Whether the credentials are those of the environment's account. */
export function accountCheck(facts: Facts): Check {
  const { name, accountId, region } = facts.environment;
  return {
    id: 'account',
    what: 'AWS account',
    actions: ['sts:GetCallerIdentity'],
    async look() {
      try {
        await facts.account();
      } catch (error) {
        if (error instanceof CommandError) {
          return failed(
            error.message,
            `Or, if it is the right one, write it as accountId of ${name} in ${settingsFile}.`,
          );
        }
        throw error;
      }
      return passed(`${accountId}, ${region}`);
    },
  };
}

/** What Stripe gives as the id of an account; the default of the settings is none. */
const accountIdOfStripe = /^acct_[A-Za-z0-9]+$/;

/** Whether the settings name an account of Stripe. */
export function stripeAccountCheck({ name, stripeMode, stripeAccountId }: Environment): Check {
  return {
    id: 'stripe-account-setting',
    what: 'Stripe account',
    actions: [],
    async look() {
      // A local Stripe has the account of the settings, whatever they name.
      if (accountIdOfStripe.test(stripeAccountId) || process.env.STRIPE_API_BASE) {
        return passed(`${stripeAccountId}, ${stripeMode} mode, as the settings say`);
      }
      return failed(
        `stripeAccountId of ${name} in ${settingsFile} is "${stripeAccountId}", which names no account`,
        `Write the id of your Stripe account there (acct_…; https://dashboard.stripe.com/settings/account shows it).`,
      );
    },
  };
}

/** Whether Terraform is there, which is installed if it is not. */
export const terraformCheck = (log: (line: string) => void): Check => ({
  id: 'terraform',
  what: 'Terraform',
  actions: [],
  async look() {
    const { version, command } = await findTerraform({ log });
    return passed(`${version} (${command})`);
  },
});

/** Each thing that the first step needs of the account, or that stands in its way. */
export function checksInAccount(facts: Facts): Check[] {
  const { environment } = facts;
  const { names, createTables, executionRoleName } = environment;
  const check = (id: string, what: string, action: string, look: () => Promise<Finding>): Check => ({
    id,
    what,
    actions: [action],
    look,
  });
  return [
    check('state-bucket', `State bucket ${names.stateBucket}`, 's3:ListBucket', async () =>
      passed((await stateBucketExists(environment)) ? 'exists' : 'does not exist yet, and its name is free'),
    ),
    check('secret', `Secret ${names.secret}`, 'secretsmanager:DescribeSecret', async () => {
      const secret = await describeSecret(environment);
      return secret?.isScheduledForDeletion
        ? failed(missingSecretValue(environment, secret) ?? '', 'Then run this command again.')
        : passed(secret ? 'exists' : 'does not exist yet');
    }),
    ...arnsOf(environment).childStateMachines.map((arn) =>
      check('child', `Child state machine ${nameInArn(arn)}`, 'states:DescribeStateMachine', () =>
        childFinding(facts, arn),
      ),
    ),
    ...(executionRoleName
      ? [
          check('role', `Role ${executionRoleName}`, 'iam:GetRole', () =>
            roleFinding(facts, executionRoleName),
          ),
        ]
      : []),
    ...(createTables ? [] : applicationTableChecks(facts)),
  ];
}

async function childFinding(facts: Facts, arn: string): Promise<Finding> {
  return (await facts.stateMachine(arn))
    ? passed('exists')
    : failed(
        'does not exist',
        `Create it (asl/CopyFile.asl.json is an example), or correct childStateMachineNames of ` +
          `${facts.environment.name} in ${settingsFile}.`,
      );
}

async function roleFinding(facts: Facts, name: string): Promise<Finding> {
  return (await facts.role(name))
    ? passed('exists')
    : failed(
        'does not exist',
        `Create it, or take executionRoleName of ${facts.environment.name} out of ${settingsFile}: then the stack creates one.`,
      );
}
