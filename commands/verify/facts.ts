import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { arnsOf } from '../../settings/arns';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { metersOf } from '../../clients/stripe/catalog-state';
import { CommandError } from '../../clients/command-error';
import { requireKeyOfMode } from '../../clients/stripe/key-text';
import { requireCredentials } from '../../clients/aws/account';
import { awsClient } from '../../clients/aws/client';
import { awsClients } from '../../clients/aws/clients';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { describeConnection } from '../../clients/aws/connection';
import { describeSecret, listSecretVersions, readCurrentVersion } from '../../clients/aws/secret';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { secretValueShape } from '../../settings/secret-value';
import { stripeClient } from '../../clients/stripe/client';
import type { StackOutcome } from '../shared/plans/plan-stack';
import { stripeAccountOf } from '../shared/stripe-account';
import { NotChecked, once, onceEach, refusedAction } from './check';
import { planQuietly } from './plans';
import { policyMappings } from './policy-mappings';
import { remediesOf } from './remedies';

/** Why a secret that exists holds nothing to read. */
export const scheduledForDeletion = 'the secret is scheduled for deletion';

/** Plans every stack of an environment, and throws as `planQuietly` does. */
export type MakePlans = typeof planQuietly;

/** What is deployed, each part read once: several lines of the checklist look at the same. */
export class Facts {
  readonly clients;
  readonly ledger;
  readonly arns;
  readonly remedies;
  readonly plans: () => Promise<StackOutcome[]>;

  /** @param makePlans plans every stack of the environment. @default - in the working folder of `npm run plan` */
  constructor(
    readonly environment: Environment,
    makePlans: MakePlans = planQuietly,
  ) {
    this.clients = awsClients(environment);
    this.ledger = new LedgerReads(environment);
    this.arns = arnsOf(environment);
    this.remedies = remediesOf(environment);
    this.plans = once(() => makePlans(environment));
  }

  /** @throws CommandError for credentials of another account */
  readonly account = once(() => requireCredentials(this.environment));

  /** The secret without its value, or undefined if there is none. */
  readonly secret = once(() => describeSecret(this.environment));

  /** The secret's versions without their values, newest first. */
  readonly secretVersions = once(() => listSecretVersions(this.environment));

  /**
   * The key, for this process's memory alone.
   *
   * @throws CommandError if the secret holds no key of the environment's mode
   * @throws NotChecked if these credentials may not read it, as those of the workflows, or if it is being deleted
   */
  readonly key = once(async () => {
    const secret = await this.secret();
    if (secret?.isScheduledForDeletion) {
      throw new NotChecked(scheduledForDeletion);
    }
    const current = await readCurrentVersion(this.environment, secret).catch((error: unknown) => {
      const action = refusedAction(error, ['secretsmanager:GetSecretValue']);
      throw action ? new NotChecked(`these credentials may not do ${action}`) : error;
    });
    if (!current?.key) {
      throw new CommandError(`it ${current ? `is not ${secretValueShape}` : 'was never put'}`);
    }
    return requireKeyOfMode(current.key, this.environment.stripeMode, 'it');
  });

  /** @throws NotChecked if there is no key to ask Stripe with */
  private readonly stripeOfKey = once(async () => {
    const key = await this.key().catch((error: unknown) => {
      if (error instanceof CommandError) {
        throw new NotChecked('there is no key to ask Stripe with');
      }
      throw error;
    });
    return stripeClient(key);
  });

  /** The account that the key belongs to. */
  readonly stripeAccount = once(async () => stripeAccountOf(await this.stripeOfKey()));

  /** @throws NotChecked unless it is the account of the settings: in another one every line would speak of the wrong things */
  readonly stripe = once(async () => {
    const id = await this.stripeAccount().catch((error: unknown) => {
      if (error instanceof CommandError) {
        throw new NotChecked('the Stripe account of the key is not known');
      }
      throw error;
    });
    if (id !== this.environment.stripeAccountId) {
      throw new NotChecked('the key belongs to another Stripe account');
    }
    return this.stripeOfKey();
  });

  /** Every meter of the catalog's event name, newest first. */
  readonly meters = once(async () => metersOf(await this.stripe(), catalog.meter.eventName));

  readonly connection = once(() => describeConnection(this.environment));

  /** The CloudFormation stack that creates the connection, or undefined if there is none. */
  readonly connectionStack = once(async () => {
    const StackName = this.environment.names.connectionStack;
    const client = awsClient(CloudFormationClient, this.environment);
    return (await undefinedIfAbsent(client.send(new DescribeStacksCommand({ StackName }))))?.Stacks?.[0];
  });

  /** A role by its name, or undefined if there is none. */
  readonly role = onceEach(async (RoleName) => {
    const response = await undefinedIfAbsent(this.clients.iam.send(new GetRoleCommand({ RoleName })));
    return response?.Role;
  });

  /** A state machine by its ARN, or undefined if there is none. */
  readonly stateMachine = onceEach((stateMachineArn) =>
    undefinedIfAbsent(this.clients.states.send(new DescribeStateMachineCommand({ stateMachineArn }))),
  );

  /** The schedule of recovery, or undefined if there is none. */
  readonly schedule = once(() =>
    undefinedIfAbsent(
      this.clients.scheduler.send(
        new GetScheduleCommand({ Name: this.environment.names.recoverySchedule, GroupName: 'default' }),
      ),
    ),
  );

  /** What the table maps, or undefined if there is no table. */
  readonly policyMappings = once(() =>
    undefinedIfAbsent(policyMappings(this.clients.dynamodb, this.environment.names.policyMappingTable)),
  );
}
