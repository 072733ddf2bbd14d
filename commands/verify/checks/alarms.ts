import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { ownFailuresAlone, secondsInAlarm } from '../own-failures';
import { shortList } from '../short-list';
import { noRunDue } from './recovery-runs';

/** What it means that one of the alarms is in ALARM. */
interface Alarm {
  readonly id: string;
  readonly name: string;
  /** The IAM actions that `inAlarm` needs. */
  readonly actions: readonly string[];
  readonly inAlarm: (found: MetricAlarm) => Promise<Finding>;
}

/** The state of each alarm: it tells what happened, whatever else is as it must be. */
export function alarmChecks(facts: Facts): Check[] {
  return alarmsOf(facts).map(({ id, name, actions, inAlarm }) => ({
    id,
    what: `Alarm ${name}, state`,
    actions: ['cloudwatch:DescribeAlarms', ...actions],
    async look() {
      const { MetricAlarms = [] } = await facts.clients.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] }),
      );
      const found = MetricAlarms[0];
      if (!found) {
        throw new NotChecked('there is no alarm');
      }
      switch (found.StateValue) {
        case 'ALARM':
          return inAlarm(found);
        case 'OK':
          return passed('OK');
        default:
          return notChecked(`${found.StateValue}: CloudWatch has not evaluated it yet`);
      }
    },
  }));
}

function alarmsOf(facts: Facts): Alarm[] {
  const { remedies } = facts;
  const { names } = facts.environment;
  const ringing = ({ StateReason = '' }: MetricAlarm, remedy: string, after: string) =>
    failed(`ALARM: ${StateReason}`, remedy, `CloudWatch sets it to OK ${after}.`);
  return [
    {
      id: 'alarm-state',
      name: names.alarm,
      actions: ['states:ListExecutions', 'logs:FilterLogEvents'],
      async inAlarm(found) {
        const seconds = secondsInAlarm(found);
        const own = await ownFailuresAlone(facts, new Date(Date.now() - seconds * 1000));
        return own.length > 0
          ? notChecked(
              `ALARM, by a failure that this command caused (${shortList(own)}): nothing else failed`,
            )
          : ringing(found, remedies.failures, `${seconds / 60} minutes after the last failure`);
      },
    },
    {
      id: 'overdue-alarm-state',
      name: names.overdueAlarm,
      actions: [],
      inAlarm: async (found) =>
        ringing(found, remedies.openEvents, 'after the next run of recovery that finds nothing of this kind'),
    },
    {
      id: 'recovery-silent-alarm-state',
      name: names.recoverySilentAlarm,
      actions: ['states:DescribeStateMachine', 'scheduler:GetSchedule'],
      async inAlarm(found) {
        const notDue = await noRunDue(facts);
        return notDue
          ? notChecked(`ALARM, as before the first run: ${notDue}`)
          : ringing(found, remedies.startRecovery, 'after a run that succeeded');
      },
    },
  ];
}
