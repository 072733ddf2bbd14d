import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { arnsOf } from '../../settings/arns';
import { catalog } from '../../settings/catalog';
import type { DeployedArns } from '../../stacks/deployed-values';
import type { Environment } from '../../settings/environments';
import { metersOf } from '../../clients/stripe/catalog-state';
import { CommandError } from '../../clients/operator-error';
import { requireKeyOfMode } from '../../clients/stripe/key-text';
import { currentVersion, requireAccount } from '../../clients/aws/secret';
import { stripeClient } from '../../clients/stripe/client';
import { NotChecked, once, refusedAction } from './check';
import { clientsOf } from './clients';
import { policyMappings } from './policy-mappings';
import { remediesOf } from './remedies';

/** What is deployed, each part read once: several lines of the checklist look at the same. */
export class Facts {
  readonly clients;
  readonly arns;
  readonly remedies;

  constructor(readonly environment: Environment) {
    this.clients = clientsOf(environment.region);
    this.arns = arnsOf(environment);
    this.remedies = remediesOf(environment);
  }

  /** @throws CommandError for credentials of another account */
  readonly account = once(() => requireAccount(this.environment));

  /** The secret without its value, or undefined if there is none. */
  readonly secret = once(() =>
    unlessMissing(
      this.clients.secrets.send(new DescribeSecretCommand({ SecretId: this.environment.names.secret })),
    ),
  );

  /** The id of the secret's current version, or undefined if it has none. */
  readonly currentVersionId = once(async () => {
    const versions = Object.entries((await this.secret())?.VersionIdsToStages ?? {});
    return versions.find(([, stages]) => stages.includes('AWSCURRENT'))?.[0];
  });

  /**
   * The key, for this process's memory alone.
   *
   * @throws CommandError if the secret holds no key of the environment's mode
   * @throws NotChecked if these credentials may not read it, as those of the workflows
   */
  readonly key = once(async () => {
    const current = await currentVersion(this.environment).catch((error: unknown) => {
      const action = refusedAction(error, ['secretsmanager:GetSecretValue']);
      throw action ? new NotChecked(`these credentials may not do ${action}`) : error;
    });
    if (!current?.key) {
      throw new CommandError(`it ${current ? 'is not {"STRIPE_SECRET_KEY": …}' : 'was never put'}`);
    }
    return requireKeyOfMode(current.key, this.environment.stripeMode, 'it');
  });

  /** @throws NotChecked if there is no key to ask Stripe with */
  readonly stripe = once(async () => {
    const key = await this.key().catch((error: unknown) => {
      if (error instanceof CommandError) {
        throw new NotChecked('there is no key to ask Stripe with');
      }
      throw error;
    });
    return stripeClient(key);
  });

  /** Every meter of the catalog's event name, newest first. */
  readonly meters = once(async () => metersOf(await this.stripe(), catalog.meter.eventName));

  readonly connection = once(() =>
    unlessMissing(
      this.clients.events.send(new DescribeConnectionCommand({ Name: this.environment.names.connection })),
    ),
  );

  /** The CloudFormation stack that makes the connection. */
  readonly connectionStack = once(async () => {
    const StackName = this.environment.names.connectionStack;
    const answer = await unlessMissing(
      this.clients.cloudFormation.send(new DescribeStacksCommand({ StackName })),
    );
    return answer?.Stacks?.[0];
  });

  /** @throws NotChecked if one of them does not exist */
  readonly deployedArns = once(async (): Promise<DeployedArns> => {
    const [secret, connection] = await Promise.all([this.secret(), this.connection()]);
    if (!secret?.ARN) {
      throw new NotChecked('there is no secret');
    }
    if (!connection?.ConnectionArn) {
      throw new NotChecked('there is no connection');
    }
    return { secretArn: secret.ARN, connectionArn: connection.ConnectionArn };
  });

  readonly roleName = () => this.environment.executionRoleName ?? this.environment.names.executionRole;

  readonly role = once(async () => {
    const answer = await unlessMissing(
      this.clients.iam.send(new GetRoleCommand({ RoleName: this.roleName() })),
    );
    return answer?.Role;
  });

  readonly stateMachine = once(() =>
    unlessMissing(
      this.clients.states.send(new DescribeStateMachineCommand({ stateMachineArn: this.arns.stateMachine })),
    ),
  );

  /** What the table maps, or undefined if there is no table. */
  readonly policyMappings = once(() =>
    unlessMissing(policyMappings(this.clients.dynamodb, this.environment.names.policyMappingTable)),
  );
}

/** What the services call it. */
const missing = [
  'ResourceNotFoundException',
  'NoSuchEntityException',
  'NoSuchEntity',
  'StateMachineDoesNotExist',
  'NotFoundException',
  'NotFound',
];

/** The answer, or undefined when the service says that there is no such thing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    // CloudFormation has no name of its own for it.
    const validation = name === 'ValidationError' && message.includes('does not exist');
    if (missing.includes(name) || validation) {
      return undefined;
    }
    throw error;
  }
}
