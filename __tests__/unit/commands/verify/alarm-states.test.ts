import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { alarmChecks } from '../../../../commands/verify/checks/alarms';
import { tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { environmentOf } from '../../../../settings/environments';
import { responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

/** The line of an alarm's state, for a recovery that was deployed so many minutes ago. */
function line(id: string, StateValue: string | undefined, minutes = 1000) {
  responding(CloudWatchClient, {
    DescribeAlarms: { MetricAlarms: [{ StateValue, StateReason: 'Reason.' }] },
  });
  responding(SchedulerClient, { GetSchedule: { LastModificationDate: new Date(0) } });
  responding(SFNClient, { DescribeStateMachine: { creationDate: new Date(Date.now() - minutes * 60_000) } });
  return tried(alarmChecks(new Facts(environmentOf('live'))).find((one) => one.id === id)!);
}

test('StripeMeterEventsOverdue in ALARM leads to the events that are open', async () => {
  expect(await line('overdue-alarm-state', 'ALARM')).toMatchObject({
    outcome: 'failed',
    seen: 'ALARM: Reason.',
    remedy: [
      'npm run meter-events -- --workspace live',
      expect.stringMatching(/^CloudWatch sets it to OK after the next run of recovery/),
    ],
  });
});

test('StripeMeterRecoverySilent in ALARM leads to a run, which shows what is wrong or ends the alarm', async () => {
  expect(await line('recovery-silent-alarm-state', 'ALARM')).toMatchObject({
    outcome: 'failed',
    remedy: [
      expect.stringMatching(/^aws stepfunctions start-execution .*:StripeMeterEventRecovery /),
      'CloudWatch sets it to OK after a run that succeeded.',
    ],
  });
});

test('StripeMeterRecoverySilent rings in every new environment, which is no failure before a run is due', async () => {
  expect(await line('recovery-silent-alarm-state', 'ALARM', 3)).toMatchObject({
    outcome: 'not checked',
    seen: expect.stringMatching(/^ALARM, as before the first run: none is due yet/),
  });
});

test.each(['INSUFFICIENT_DATA', undefined])(
  '%s is no ✓, because the alarm was not evaluated',
  async (state) => {
    expect((await line('overdue-alarm-state', state)).outcome).toBe('not checked');
  },
);

test.each(['overdue-alarm-state', 'recovery-silent-alarm-state'])('%s passes in OK', async (id) => {
  expect(await line(id, 'OK')).toMatchObject({ outcome: 'passed', seen: 'OK' });
});
