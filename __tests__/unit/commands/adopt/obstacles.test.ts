import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { describeSecret, missingSecretValue } from '../../../../clients/aws/secret';
import { stateBucketExists } from '../../../../clients/aws/state-bucket';
import { bucketVersioning } from '../../../../commands/adopt/bucket';
import { connectionStack } from '../../../../commands/adopt/connection-stack';
import { oidcProvider } from '../../../../commands/adopt/iam';
import { dashboard, metricAlarm, topicSubscription } from '../../../../commands/adopt/monitoring';
import { schedule } from '../../../../commands/adopt/schedule';
import { secret } from '../../../../commands/adopt/secret';
import { environmentOf } from '../../../../settings/environments';
import { responding, find, refusal } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const live = environmentOf('live');

describe('the secret', () => {
  const described = { ARN: 'arn:secret', VersionIdsToStages: { v1: ['AWSCURRENT'] } };

  test('is imported by its ARN, and its value is never asked for', async () => {
    responding(SecretsManagerClient, { DescribeSecret: described });
    expect(await find(secret)).toEqual({ id: 'arn:secret' });
  });

  test('that is scheduled for deletion comes with the command that restores it', async () => {
    responding(SecretsManagerClient, { DescribeSecret: { ...described, DeletedDate: new Date() } });
    expect((await find(secret)).obstacle).toContain(
      'aws secretsmanager restore-secret --secret-id siftbeam/stripe/api-key --region ap-northeast-1',
    );
  });

  test('without a value keeps the connection from being planned, and says what to run', async () => {
    responding(SecretsManagerClient, { DescribeSecret: { ...described, VersionIdsToStages: {} } });
    expect(missingSecretValue(live, await describeSecret(live))).toContain(
      'npm run stripe:key -- --workspace live',
    );
    responding(SecretsManagerClient, { DescribeSecret: described });
    expect(missingSecretValue(live, await describeSecret(live))).toBeUndefined();
  });
});

describe("the connection's stack", () => {
  const inStatus = (StackStatus: string) => {
    responding(CloudFormationClient, { DescribeStacks: { Stacks: [{ StackName: 'one', StackStatus }] } });
    return find(connectionStack);
  };
  const noStack = () =>
    responding(CloudFormationClient, {
      DescribeStacks: refusal('ValidationError', 'Stack with id siftbeam-stripe-connection does not exist'),
    });

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])(
    'in %s is imported by its name',
    async (status) => {
      expect(await inStatus(status)).toEqual({ id: 'siftbeam-stripe-connection' });
    },
  );

  test.each([
    ['ROLLBACK_COMPLETE', 'aws cloudformation delete-stack --stack-name one'],
    ['DELETE_FAILED', 'aws cloudformation delete-stack --stack-name one'],
    ['REVIEW_IN_PROGRESS', 'aws cloudformation delete-stack --stack-name one'],
    ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name one'],
    ['UPDATE_IN_PROGRESS', 'Wait until it has ended'],
  ])('in %s could not be updated, and says: %s', async (status, remedy) => {
    const { id, obstacle } = await inStatus(status);
    expect(id).toBeUndefined();
    expect(obstacle).toContain(remedy);
  });

  test('is made, if there is neither a stack nor a connection', async () => {
    noStack();
    responding(EventBridgeClient, { DescribeConnection: refusal('ResourceNotFoundException') });
    expect(await find(connectionStack)).toEqual({});
  });

  test('could not create a connection whose name one created by hand has', async () => {
    noStack();
    responding(EventBridgeClient, { DescribeConnection: { Name: 'siftbeam-stripe' } });
    expect((await find(connectionStack)).obstacle).toMatch(
      /created by hand.*nobody can read the key.*settings\/names\.ts.*aws events delete-connection --name siftbeam-stripe/,
    );
  });
});

describe('the state bucket', () => {
  const answered = (httpStatusCode: number) => {
    responding(S3Client, { HeadBucket: Object.assign(new Error(), { $metadata: { httpStatusCode } }) });
    return stateBucketExists(live);
  };

  test.each([
    [403, /s3:ListBucket, or it does not belong to account 002689294103/],
    [301, /another region than ap-northeast-1/],
  ])('that answers %s is not this account’s to use, and that is said', async (status, sentence) => {
    await expect(answered(status)).rejects.toThrow(sentence);
  });

  test('that was never versioned has nothing there to import: Terraform would fail on it', async () => {
    responding(S3Client, { GetBucketVersioning: {} });
    expect(await find(bucketVersioning)).toEqual({});
  });
});

describe('a subscription', () => {
  const email = { protocol: 'email', endpoint: 'a@siftbeam.example' };
  const listed = (SubscriptionArn: string) => {
    const Subscriptions = [
      { Protocol: 'email', Endpoint: 'other@siftbeam.example', SubscriptionArn: 'arn:other' },
      { Protocol: 'email', Endpoint: 'a@siftbeam.example', SubscriptionArn },
    ];
    responding(SNSClient, { ListSubscriptionsByTopic: { Subscriptions } });
    return find(topicSubscription, email);
  };

  test('of the same address is imported by its ARN', async () => {
    expect(await listed('arn:this')).toEqual({ id: 'arn:this' });
  });

  test('that nobody confirmed has no ARN: it is said that another mail comes', async () => {
    const { id, obstacle, notes } = await listed('PendingConfirmation');
    expect([id, obstacle]).toEqual([undefined, undefined]);
    expect(notes).toEqual([expect.stringMatching(/not confirmed.*another mail/)]);
  });
});

test('an alarm that is a composite one is not overwritten', async () => {
  responding(CloudWatchClient, { DescribeAlarms: { CompositeAlarms: [{}], MetricAlarms: [] } });
  expect((await find(metricAlarm, { alarm_name: 'StripeMeterSendFailure' })).obstacle).toMatch(/composite/);
});

test("GitHub's OIDC provider, which others of the account may use, is left as it is", async () => {
  responding(IAMClient, { GetOpenIDConnectProvider: {} });
  expect((await find(oidcProvider)).obstacle).toContain('createGithubOidcProvider: false');
});

test.each(['AccessDenied', 'AccessDeniedException', 'AuthorizationErrorException'])(
  'credentials that may not look are told the action (%s), rather than that nothing exists',
  async (name) => {
    responding(SecretsManagerClient, { DescribeSecret: refusal(name, 'not authorized') });
    await expect(find(secret)).rejects.toThrow(
      /may not do secretsmanager:DescribeSecret.*\(not authorized\)/,
    );
  },
);

test('any other failure of a service is not taken for a missing resource', async () => {
  responding(SecretsManagerClient, { DescribeSecret: refusal('InternalServiceError') });
  await expect(find(secret)).rejects.toThrow('InternalServiceError');
});

test('the schedule and the dashboard go by their names, and are made if they do not exist', async () => {
  const attributes = { name: 'Recovery', group_name: 'default', dashboard_name: 'MeterEvents' };
  responding(SchedulerClient, { GetSchedule: {} });
  expect(await find(schedule, attributes)).toEqual({ id: 'default/Recovery' });
  responding(CloudWatchClient, { GetDashboard: {} });
  expect(await find(dashboard, attributes)).toEqual({ id: 'MeterEvents' });
  responding(SchedulerClient, { GetSchedule: refusal('ResourceNotFoundException') });
  expect(await find(schedule, attributes)).toEqual({});
  responding(CloudWatchClient, { GetDashboard: refusal('DashboardNotFoundError') });
  expect(await find(dashboard, attributes)).toEqual({});
});
