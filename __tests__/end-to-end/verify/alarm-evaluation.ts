import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { setTimeout as sleep } from 'node:timers/promises';
import { evaluateOnce } from '@usage-billing/local-aws/cloudwatch/alarm-evaluation';
import type { Deployed } from '../../helpers/deployed';

export async function setAlarmState(
  { services: { clients }, environment }: Deployed,
  StateValue: 'ALARM' | 'OK',
  StateReason = 'Set by a test.',
): Promise<void> {
  const AlarmName = environment.names.alarm;
  await clients.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
}

/**
 * Does what CloudWatch does and moto does not, again and again, until the alarm fires.
 *
 * @returns a function that stops it; the alarm's state stays
 */
export function evaluateAlarm({ services, environment }: Deployed): () => Promise<void> {
  const { cloudWatch } = services.clients;
  const alarm = environment.names.alarm;
  let stopped = false;
  const evaluating = (async () => {
    while (!stopped && (await evaluateOnce({ cloudWatch, alarm })) === 'OK') {
      await sleep(300);
    }
  })();
  return async () => {
    stopped = true;
    await evaluating;
  };
}
