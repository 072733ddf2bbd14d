import type { Subscription } from '@aws-sdk/client-sns';
import { nameInArn, type arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { failed, notChecked, passed, type Finding } from './check';
import type { Remedies } from './remedies';
import { serviceAccess } from './service-access';

/**
 * Whether the alarms can publish to the topic, by the topic's policy. The stack's topic has no key; the policy of a key
 * that somebody gave it is not read.
 *
 * @param attributes of GetTopicAttributes
 */
export function topicFinding(
  { Policy = '{}', KmsMasterKeyId }: Readonly<Record<string, string>>,
  arns: ReturnType<typeof arnsOf>,
  { accountId }: Pick<Environment, 'accountId'>,
  remedies: Remedies,
): Finding {
  if (KmsMasterKeyId?.endsWith('alias/aws/sns')) {
    return failed('is encrypted with aws/sns, under which no alarm can publish', remedies.deploy);
  }
  const accesses = [arns.alarm, arns.overdueAlarm, arns.recoverySilentAlarm].map((alarm) => ({
    name: nameInArn(alarm),
    ...serviceAccess(Policy, {
      service: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      resource: arns.alarmTopic,
      context: { 'aws:SourceArn': alarm, 'aws:SourceAccount': accountId },
    }),
  }));
  const denied = accesses.find(({ decision }) => decision === 'denied');
  if (denied) {
    return failed(`its policy does not let ${denied.name} publish: ${denied.reason}`, remedies.deploy);
  }
  const unknown = accesses.find(({ decision }) => decision === 'unknown');
  if (unknown) {
    return notChecked(`whether its policy lets ${unknown.name} publish: ${unknown.reason}`);
  }
  if (KmsMasterKeyId) {
    return notChecked(
      `is encrypted with ${KmsMasterKeyId}: an alarm can publish only if the key's policy allows ` +
        `kms:Decrypt and kms:GenerateDataKey* to cloudwatch.amazonaws.com; "${remedies.deploy}" takes the key off`,
    );
  }
  return passed('the alarms may publish');
}

/**
 * Whether the alarms notify anybody. A subscription that nobody confirmed delivers nothing: in live that is a failure;
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
