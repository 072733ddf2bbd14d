import type { Subscription } from '@aws-sdk/client-sns';
import type { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { failed, notChecked, passed, type Finding } from './check';
import type { Remedies } from './remedies';
import { serviceAccess } from './service-access';

/**
 * Whether the alarm can publish to the topic, by the topic's policy. The stack's topic has no key; the policy of a key
 * that somebody gave it is not read.
 *
 * @param attributes of GetTopicAttributes
 */
export function topicFinding(
  { Policy = '{}', KmsMasterKeyId }: Readonly<Record<string, string>>,
  { alarm, alarmTopic }: Pick<ReturnType<typeof arnsOf>, 'alarm' | 'alarmTopic'>,
  { accountId }: Pick<Environment, 'accountId'>,
  remedies: Remedies,
): Finding {
  if (KmsMasterKeyId?.endsWith('alias/aws/sns')) {
    return failed('is encrypted with aws/sns, under which no alarm can publish', remedies.deploy);
  }
  const { decision, reason } = serviceAccess(Policy, {
    service: 'cloudwatch.amazonaws.com',
    action: 'sns:Publish',
    resource: alarmTopic,
    context: { 'aws:SourceArn': alarm, 'aws:SourceAccount': accountId },
  });
  if (decision === 'denied') {
    return failed(`its policy does not let the alarm publish: ${reason}`, remedies.deploy);
  }
  if (decision === 'unknown') {
    return notChecked(`whether its policy lets the alarm publish: ${reason}`);
  }
  if (KmsMasterKeyId) {
    return notChecked(
      `is encrypted with ${KmsMasterKeyId}: the alarm can publish only if the key's policy allows ` +
        `kms:Decrypt and kms:GenerateDataKey* to cloudwatch.amazonaws.com; "${remedies.deploy}" takes the key off`,
    );
  }
  return passed('the alarm may publish');
}

/**
 * Whether the alarm notifies anybody. A subscription that nobody confirmed delivers nothing: in live that is a failure;
 * in test, whose address may belong to nobody, the line is only "not checked".
 */
export function subscriptionFinding(
  subscriptions: readonly Subscription[],
  { name, alarmEmailAddresses }: Environment,
  remedies: Remedies,
): Finding {
  const endpoints = (of: readonly Subscription[]) => of.map(({ Endpoint }) => Endpoint).join(', ');
  const pending = subscriptions.filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith('arn:'));
  const confirmed = subscriptions.filter((one) => !pending.includes(one));
  if (confirmed.length > 0) {
    const waiting = pending.length > 0 ? `; not confirmed: ${endpoints(pending)}` : '';
    return passed(`notifies ${endpoints(confirmed)}${waiting}`);
  }
  if (pending.length === 0) {
    const remedy: [string, ...string[]] =
      alarmEmailAddresses.length > 0
        ? [remedies.deploy]
        : ['Name an address as alarmEmailAddresses in settings/environments.ts.', remedies.deploy];
    return failed('there is none: the alarm notifies nobody', ...remedy);
  }
  const seen = `nobody confirmed: ${endpoints(pending)}`;
  if (name === 'test') {
    return notChecked(`${seen} (a failure in live)`);
  }
  return failed(seen, `Open AWS's mail "Subscription Confirmation" at ${endpoints(pending)} and confirm.`);
}
