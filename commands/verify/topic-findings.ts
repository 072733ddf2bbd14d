import type { Subscription } from '@aws-sdk/client-sns';
import type { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { failed, notChecked, passed, type Finding } from './check';
import { documentStatements } from './policy-document';
import type { Remedies } from './remedies';

/** Whether the alarm can publish to the topic. */
export function topicFinding(
  attributes: Readonly<Record<string, string>>,
  { alarm }: Pick<ReturnType<typeof arnsOf>, 'alarm'>,
  remedies: Remedies,
): Finding {
  const { Policy = '{}', KmsMasterKeyId } = attributes;
  if (KmsMasterKeyId?.endsWith('alias/aws/sns')) {
    return failed('is encrypted with aws/sns, under which no alarm can publish', remedies.deploy);
  }
  const admitted = documentStatements(Policy).some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === 'Allow' &&
      JSON.stringify(Principal ?? '').includes('cloudwatch.amazonaws.com') &&
      [Action].flat().some((action) => action?.toLowerCase() === 'sns:publish') &&
      [Condition?.ArnEquals?.['aws:SourceArn'] ?? alarm].flat().includes(alarm),
  );
  if (!admitted) {
    return failed('its policy does not let the alarm publish', remedies.deploy);
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
