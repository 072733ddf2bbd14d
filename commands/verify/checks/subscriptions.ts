import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import type { Environment } from '../../../settings/environments';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import type { Remedies } from '../remedies';

/** Whether the alarms notify anybody: only the owner of an address can confirm its subscription. */
export function subscriptionsCheck({ clients, arns, environment, remedies }: Facts): Check {
  return {
    id: 'alarm-subscriptions',
    what: `Topic ${environment.names.alarmTopic}, subscriptions`,
    actions: ['sns:ListSubscriptionsByTopic'],
    async look() {
      const request = { TopicArn: arns.alarmTopic };
      const subscriptions: Subscription[] = [];
      const reading = (async () => {
        for await (const page of paginateListSubscriptionsByTopic({ client: clients.sns }, request)) {
          subscriptions.push(...(page.Subscriptions ?? []));
        }
        return subscriptions;
      })();
      if (!(await undefinedIfAbsent(reading))) {
        throw new NotChecked('there is no topic');
      }
      return subscriptionFinding(subscriptions, environment, remedies);
    },
  };
}

/**
 * A subscription that nobody confirmed delivers nothing: in live that is a failure; in test, whose address may belong to
 * nobody, the line is only "not checked".
 */
export function subscriptionFinding(
  subscriptions: readonly Subscription[],
  { name, alarmEmailAddresses }: Environment,
  remedies: Remedies,
): Finding {
  const endpoints = (of: readonly Subscription[]) => of.map(({ Endpoint }) => Endpoint).join(', ');
  const pending = subscriptions.filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith('arn:'));
  const confirmed = subscriptions.filter((one) => !pending.includes(one));
  const missing = alarmEmailAddresses.filter(
    (address) => !subscriptions.some(({ Endpoint }) => Endpoint === address),
  );
  if (subscriptions.length > 0 && missing.length > 0) {
    return failed(`${missing.join(', ')} is not subscribed`, remedies.deploy);
  }
  if (confirmed.length > 0) {
    const waiting = pending.length > 0 ? `; not confirmed: ${endpoints(pending)}` : '';
    return passed(`notifies ${endpoints(confirmed)}${waiting}`);
  }
  if (pending.length === 0) {
    const remedy: [string, ...string[]] =
      alarmEmailAddresses.length > 0
        ? [remedies.deploy]
        : ['Name an address as alarmEmailAddresses in settings/environments.ts.', remedies.deploy];
    return failed('there is none: the alarms notify nobody', ...remedy);
  }
  const seen = `nobody confirmed: ${endpoints(pending)}`;
  if (name === 'test') {
    return notChecked(`${seen} (a failure in live)`);
  }
  return failed(seen, `Open AWS's mail "Subscription Confirmation" at ${endpoints(pending)} and confirm.`);
}
