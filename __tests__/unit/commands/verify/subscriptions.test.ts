import type { Subscription } from '@aws-sdk/client-sns';
import { subscriptionFinding } from '../../../../commands/verify/checks/subscriptions';
import { remediesOf } from '../../../../commands/verify/remedies';
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
