import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { paginateGetExecutionHistory, SFNClient, type HistoryEvent } from '@aws-sdk/client-sfn';
import { startLocalAws, type LocalAws } from '../src/local-aws';
import type { Recorder } from '../src/recording/recorder';
import { logDeliveryActions } from '../src/step-functions/api/logging-checks';
import { python } from './python';

/** moto loads a service when it is first asked for, which takes seconds on a busy machine. */
jest.setTimeout(60_000);

export const accountId = '111122223333';
export const region = 'ap-northeast-1';

export const arnOf = {
  machine: (name: string) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
  logGroup: (name: string) => `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
};

/** What a role needs that logs its executions. */
export const logDelivery = { Effect: 'Allow', Action: logDeliveryActions, Resource: '*' };

/** A local AWS and the SDK's clients for it, each of which tries once. */
export async function startAccount(speed = 1, recorder?: Recorder) {
  const aws = await startLocalAws({
    python,
    accountId,
    region,
    httpTargets: {},
    speed,
    recorder,
  });
  const options = {
    endpoint: aws.url,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const iam = new IAMClient(options);
  const logs = new CloudWatchLogsClient(options);
  // Without it TestState goes to the host `sync-127.0.0.1`.
  const states = new SFNClient({ ...options, disableHostPrefix: true });
  return {
    aws,
    iam,
    logs,
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    dynamoDb: new DynamoDBClient(options),
    events: new EventBridgeClient(options),
    secrets: new SecretsManagerClient(options),
    states,

    /** A role for Step Functions; returns its ARN. */
    async role(name: string, statements: object[] = [], condition: object = {}): Promise<string> {
      const Principal = { Service: 'states.amazonaws.com' };
      const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: condition };
      const policy = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
      await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy([trust]) }));
      if (statements.length > 0) {
        const PolicyDocument = policy(statements);
        await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'p', PolicyDocument }));
      }
      return `arn:aws:iam::${accountId}:role/${name}`;
    },

    /** A whole history, oldest event first. */
    async historyOf(executionArn: string): Promise<HistoryEvent[]> {
      const events: HistoryEvent[] = [];
      for await (const page of paginateGetExecutionHistory({ client: states }, { executionArn })) {
        events.push(...(page.events ?? []));
      }
      return events;
    },

    /** A log group; returns the logging configuration that writes everything to it. */
    async logging(name: string) {
      await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
      const destination = { cloudWatchLogsLogGroup: { logGroupArn: `${arnOf.logGroup(name)}:*` } };
      return { level: 'ALL' as const, includeExecutionData: false, destinations: [destination] };
    },
  };
}

export type Account = Awaited<ReturnType<typeof startAccount>>;
export type { LocalAws };
