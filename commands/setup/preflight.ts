import { findTerraform } from '../../clients/terraform/find';
import { describeSecret, missingSecretValue } from '../../clients/aws/secret';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { CommandError } from '../../clients/command-error';
import { arnsOf, nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { failed, notChecked, passed, tried, type Check, type Finding, type Line } from '../verify/check';
import { applicationTableChecks } from '../verify/checks/tables';
import { Facts } from '../verify/facts';
import { lineText } from '../verify/report';

const settingsFile = 'settings/environments.ts';

/**
 * Looks for everything that must exist before the first step, and prints what was seen.
 *
 * @throws CommandError if anything is missing; all that is missing was printed then, each with what to do
 */
export async function preflight(
  environment: Environment,
  options: { say: (line: string) => void; again: string },
): Promise<void> {
  const { say, again } = options;
  const facts = new Facts(environment);
  const account = await tried(accountCheck(facts));
  const inAccount = async (check: Check): Promise<Line> =>
    account.outcome === 'passed'
      ? tried(check)
      : { id: check.id, what: check.what, ...notChecked('not without credentials of the account') };
  const lines = [
    account,
    ...(await Promise.all([
      tried(stripeAccountCheck(environment)),
      tried(terraformCheck(say)),
      ...checksInAccount(facts).map(inAccount),
    ])),
  ];
  for (const line of lines) {
    say(lineText(line));
  }
  const missing = lines.filter(({ outcome }) => outcome === 'failed').length;
  if (missing > 0) {
    throw new CommandError(
      `${missing === 1 ? 'One thing is' : `${missing} things are`} missing (✗ above, each with what to do), and ` +
        `nothing was changed. Then run "${again}" again.`,
    );
  }
}

function accountCheck(facts: Facts): Check {
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

function stripeAccountCheck({ name, stripeMode, stripeAccountId }: Environment): Check {
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

const terraformCheck = (log: (line: string) => void): Check => ({
  id: 'terraform',
  what: 'Terraform',
  actions: [],
  async look() {
    const { version, command } = await findTerraform({ log });
    return passed(`${version} (${command})`);
  },
});

function checksInAccount(facts: Facts): Check[] {
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
