import type { Subscription } from '@aws-sdk/client-sns';
import { remediesOf, sendRemedy } from '../../../../commands/verify/remedies';
import { subscriptionFinding, topicFinding } from '../../../../commands/verify/topic-findings';
import { arnsOf } from '../../../../settings/arns';
import { environmentOf } from '../../../../settings/environments';
import { ServiceProcessingStack } from '../../../../stacks/service-processing';
import { synthesized } from '../../../helpers/synthesized';

const testEnvironment = environmentOf('test');
const live = environmentOf('live');
const remedies = remediesOf(live);

describe("the alarm's subscriptions", () => {
  const confirmed: Subscription = {
    SubscriptionArn: 'arn:aws:sns:r:1:t:uuid',
    Endpoint: 'a@siftbeam.example',
  };
  const pending: Subscription = { SubscriptionArn: 'PendingConfirmation', Endpoint: 'b@siftbeam.example' };

  test('one that is confirmed is enough, and the others are named', () => {
    const settings = { ...live, alarmEmailAddresses: ['a@siftbeam.example', 'b@siftbeam.example'] };
    expect(subscriptionFinding([confirmed, pending], settings, remedies)).toMatchObject({
      outcome: 'passed',
      seen: 'notifies a@siftbeam.example; not confirmed: b@siftbeam.example',
    });
  });

  test('one that nobody confirmed delivers nothing: a failure in live, not checked in test', () => {
    const alarmEmailAddresses = ['b@siftbeam.example'];
    expect(subscriptionFinding([pending], { ...live, alarmEmailAddresses }, remedies)).toMatchObject({
      outcome: 'failed',
      remedy: [expect.stringContaining('Subscription Confirmation')],
    });
    expect(
      subscriptionFinding([pending], { ...testEnvironment, alarmEmailAddresses }, remedies),
    ).toMatchObject({
      outcome: 'not checked',
    });
  });

  test('an address of the settings that is not subscribed fails, although somebody else is', () => {
    const settings = { ...live, alarmEmailAddresses: ['a@siftbeam.example', 'c@siftbeam.example'] };
    expect(subscriptionFinding([confirmed], settings, remedies)).toMatchObject({
      outcome: 'failed',
      seen: 'c@siftbeam.example is not subscribed',
      remedy: [remedies.deploy],
    });
  });

  test('none at all fails in both, with the setting to change where there is no address', () => {
    expect(subscriptionFinding([], testEnvironment, remedies).outcome).toBe('failed');
    const nobody = { ...live, alarmEmailAddresses: [] };
    expect(subscriptionFinding([], nobody, remedies).remedy[0]).toContain('alarmEmailAddresses');
  });
});

describe("the alarm's topic", () => {
  const { alarm, alarmTopic } = arnsOf(live);
  const attributesOf = (...Statement: object[]) => ({
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const finding = (attributes: Record<string, string>) =>
    topicFinding(attributes, arnsOf(live), live, remedies);
  const deployed: { Policy: string } = {
    Policy: synthesized(ServiceProcessingStack, 'live')
      .resource('aws_sns_topic_policy')
      .policy.replace('${aws_sns_topic.alarm-topic_topic.arn}', alarmTopic),
  };
  const allow = {
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: alarmTopic,
  };

  test('admits the alarms as the stack deploys it', () => {
    expect(finding(deployed)).toMatchObject({ outcome: 'passed', seen: 'the alarms may publish' });
  });

  test.each([
    ['an Allow for another alarm', { ...allow, Condition: { ArnEquals: { 'aws:SourceArn': `${alarm}-2` } } }],
    [
      'an Allow for another account, whatever the rest of its condition says',
      {
        ...allow,
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' },
          StringEquals: { 'AWS:SourceAccount': '111122223333', 'aws:SourceOrgID': 'o-1' },
        },
      },
    ],
    ['an Allow for another topic', { ...allow, Resource: `${alarmTopic}-2` }],
    ['an Allow for another service', { ...allow, Principal: { Service: ['events.amazonaws.com'] } }],
    ['an Allow for another action', { ...allow, Action: ['sns:Subscribe', 'sns:Get*'] }],
    [
      'an Allow for all but this account',
      { ...allow, Condition: { StringNotLike: { 'aws:SourceAccount': '0*' } } },
    ],
  ])('rejects the alarm under %s, so a ✓ would promise a mail that never comes', (_, statement) => {
    expect(finding(attributesOf(statement))).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('no statement allows sns:Publish to cloudwatch.amazonaws.com'),
      remedy: ['npm run deploy:live -- service-processing'],
    });
  });

  test.each([
    ['everyone', { Principal: '*', Action: 'sns:*', Resource: '*' }],
    [
      'this alarm',
      { ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:Stripe*' } } },
    ],
    [
      'all that is not another topic',
      { ...allow, Resource: undefined, NotResource: 'arn:aws:sns:r:1:other' },
    ],
  ])('rejects the alarm under a Deny for %s beside its Allow', (_, statement) => {
    const deny = { ...statement, Sid: 'Closed', Effect: 'Deny' };
    expect(finding(attributesOf(allow, deny))).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('the statement Closed denies sns:Publish'),
    });
  });

  test('is not closed by a Deny for something else', () => {
    const others = [
      { ...allow, Effect: 'Deny', Action: 'sns:DeleteTopic' },
      { ...allow, Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::1:root' } },
      { ...allow, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceAccount': live.accountId } } },
    ];
    expect(finding(attributesOf(allow, ...others)).outcome).toBe('passed');
  });

  test.each([
    [
      'an unknown key of an Allow',
      [{ ...allow, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }],
      /aws:SourceOrgID is not evaluated/,
    ],
    [
      'an unknown key of a Deny',
      [allow, { ...allow, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      /aws:SecureTransport is not evaluated/,
    ],
    [
      'an unknown operator',
      [{ ...allow, Condition: { 'ForAnyValue:StringEquals': { 'aws:SourceAccount': '1' } } }],
      /ForAnyValue:StringEquals is not evaluated/,
    ],
    [
      'a policy variable',
      [{ ...allow, Condition: { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } } }],
      /policy variable/,
    ],
    [
      'an Allow for everyone, as a topic has by default',
      [{ ...allow, Principal: { AWS: '*' } }],
      /"\*" admits an AWS service/,
    ],
    [
      'NotPrincipal',
      [allow, { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::1:root' }, Action: '*', Resource: '*' }],
      /NotPrincipal is not evaluated/,
    ],
  ])('is not checked where its policy has %s: what is not understood is never a ✓', (_, statements, why) => {
    expect(finding(attributesOf(...statements))).toMatchObject({
      outcome: 'not checked',
      seen: expect.stringMatching(why),
    });
  });

  test('drops what an alarm publishes under the default key aws/sns', () => {
    expect(finding({ ...deployed, KmsMasterKeyId: 'alias/aws/sns' })).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('aws/sns'),
    });
  });

  test('under another key is not checked, since the key may not admit CloudWatch', () => {
    expect(finding({ ...deployed, KmsMasterKeyId: 'alias/ours' })).toMatchObject({
      outcome: 'not checked',
      seen: expect.stringMatching(/alias\/ours.*kms:Decrypt and kms:GenerateDataKey\*/),
    });
  });
});

test.each([
  [
    'States.Http.StatusCode.401',
    'npm run stripe:key -- --workspace live',
    'npm run deploy:live -- stripe-connection',
  ],
  [
    'Events.ConnectionResource.InvalidConnectionState',
    'npm run stripe:key -- --workspace live',
    'npm run deploy:live -- stripe-connection',
  ],
  [
    'Events.ConnectionResource.ResourceNotFound',
    'aws cloudformation delete-stack --stack-name siftbeam-stripe-connection',
    'aws cloudformation wait stack-delete-complete',
    'npm run deploy:live -- stripe-connection',
    'npm run deploy:live -- service-processing',
  ],
  ['States.Http.StatusCode.403', 'billing_meter_event_write'],
  ['States.Http.StatusCode.404', 'npm run stripe:catalog -- --workspace live', 'Find the customer'],
  ['SecretsManager.ResourceNotFoundException', 'npm run deploy:live -- stripe-secret', 'npm run stripe:key'],
  ['SecretsManager.AccessDeniedException', 'npm run deploy:live -- service-processing'],
  ['States.Http.StatusCode.500', 'npm run logs -- --workspace live --failures'],
])("%s is fixed as the guide's troubleshooting says", (error, ...steps) => {
  const remedy = sendRemedy(error, remedies);
  steps.forEach((step, index) => expect(remedy[index]).toContain(step));
});
