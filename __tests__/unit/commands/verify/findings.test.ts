import type { Subscription } from '@aws-sdk/client-sns';
import { remediesOf, sendRemedy } from '../../../../commands/verify/remedies';
import { subscriptionFinding, topicFinding } from '../../../../commands/verify/topic-findings';
import { arnsOf } from '../../../../settings/arns';
import { environmentOf } from '../../../../settings/environments';

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
    expect(subscriptionFinding([confirmed, pending], live, remedies)).toMatchObject({
      outcome: 'passed',
      seen: 'tells a@siftbeam.example; not confirmed: b@siftbeam.example',
    });
  });

  test('one that nobody confirmed delivers nothing: a failure in live, said in test', () => {
    expect(subscriptionFinding([pending], live, remedies)).toMatchObject({
      outcome: 'failed',
      remedy: [expect.stringContaining('Subscription Confirmation')],
    });
    expect(subscriptionFinding([pending], testEnvironment, remedies)).toMatchObject({
      outcome: 'not checked',
    });
  });

  test('none at all fails in both, with the setting to change where there is no address', () => {
    expect(subscriptionFinding([], testEnvironment, remedies).outcome).toBe('failed');
    const nobody = { ...live, alarmEmailAddresses: [] };
    expect(subscriptionFinding([], nobody, remedies).remedy[0]).toContain('alarmEmailAddresses');
  });
});

test('a topic under the default key aws/sns drops what an alarm publishes', () => {
  const attributes = { Policy: '{}', KmsMasterKeyId: 'alias/aws/sns' };
  expect(topicFinding(attributes, arnsOf(live), remedies)).toMatchObject({
    outcome: 'failed',
    seen: expect.stringContaining('aws/sns'),
  });
});

test('a topic that admits another alarm does not admit this one', () => {
  const policy = (alarm: string) =>
    JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: { ArnEquals: { 'aws:SourceArn': alarm } },
        },
      ],
    });
  const { alarm } = arnsOf(live);
  expect(topicFinding({ Policy: policy(alarm) }, { alarm }, remedies).outcome).toBe('passed');
  expect(topicFinding({ Policy: policy(`${alarm}-2`) }, { alarm }, remedies).outcome).toBe('failed');
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
    'npm run deploy:live -- stripe-connection',
    'npm run deploy:live -- service-processing',
  ],
  ['States.Http.StatusCode.403', 'billing_meter_event_write'],
  ['States.Http.StatusCode.404', 'npm run stripe:catalog -- --workspace live', 'Find the customer'],
  ['SecretsManager.ResourceNotFoundException', 'npm run deploy:live -- stripe-secret', 'npm run stripe:key'],
  ['SecretsManager.AccessDeniedException', 'npm run deploy:live -- service-processing'],
  ['States.Http.StatusCode.500', 'npm run logs -- --workspace live --failures'],
])("%s is mended as the guide's troubleshooting says", (error, ...steps) => {
  const remedy = sendRemedy(error, remedies);
  steps.forEach((step, index) => expect(remedy[index]).toContain(step));
});
