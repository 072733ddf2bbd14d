import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import { overdueAlarm, recoverySilentAlarm, silentSeconds } from '../../modules/recovery-metrics';
import { alarmDifferences, metricAlarmDifferences } from './alarm-differences';
import { failed, NotChecked, notChecked, once, passed, type Check, type Finding } from './check';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import type { Facts } from './facts';
import { ownFailuresAlone, secondsInAlarm } from './own-failures';
import { noRunDue } from './recovery-runs';
import { shortList } from './short-list';
import { subscriptionFinding, topicFinding } from './topic-findings';

/** An alarm of the stacks, and what it should be. */
interface Alarm {
  /** Begins the ids of its lines. */
  readonly id: string;
  readonly name: string;
  readonly differences: (found: MetricAlarm) => string[];
  /** When it fires. */
  readonly fires: string;
  /** The IAM actions that `inAlarm` needs. */
  readonly actions: readonly string[];
  /** What it means that the alarm is in ALARM. */
  readonly inAlarm: (found: MetricAlarm) => Promise<Finding>;
}

function alarmsOf(facts: Facts): Alarm[] {
  const { environment, arns, remedies } = facts;
  const { names } = environment;
  const { metricNamespace } = names;
  const inAlarm = ({ StateReason = '' }: MetricAlarm, remedy: string, after: string) =>
    failed(`ALARM: ${StateReason}`, remedy, `CloudWatch sets it to OK ${after}.`);
  return [
    {
      id: 'alarm',
      name: names.alarm,
      differences: (found) =>
        alarmDifferences(found, { stateMachineArn: arns.stateMachine, metricNamespace }),
      fires: 'at 1 failed, timed-out or aborted execution, or 1 event that was not sent',
      actions: ['states:ListExecutions', 'logs:FilterLogEvents'],
      async inAlarm(found) {
        const since = new Date(Date.now() - secondsInAlarm(found) * 1000);
        const own = await ownFailuresAlone(facts, since);
        return own.length > 0
          ? notChecked(
              `ALARM, by a failure that this command caused (${shortList(own)}): nothing else failed`,
            )
          : inAlarm(found, remedies.failures, `${secondsInAlarm(found) / 60} minutes after the last failure`);
      },
    },
    {
      id: 'overdue-alarm',
      name: names.overdueAlarm,
      differences: (found) => metricAlarmDifferences(found, overdueAlarm(metricNamespace)),
      fires: 'at 1 event that is open for more than an hour, or 1 that needs a person',
      actions: [],
      inAlarm: async (found) =>
        inAlarm(found, remedies.openEvents, 'after the next run of recovery that finds nothing of this kind'),
    },
    {
      id: 'recovery-silent-alarm',
      name: names.recoverySilentAlarm,
      differences: (found) => metricAlarmDifferences(found, recoverySilentAlarm(arns.recoveryStateMachine)),
      fires: `when no run of recovery succeeded for ${silentSeconds / 60} minutes`,
      actions: ['states:DescribeStateMachine', 'scheduler:GetSchedule'],
      async inAlarm(found) {
        const notDue = await noRunDue(facts);
        return notDue
          ? notChecked(`ALARM, as before the first run: ${notDue}`)
          : inAlarm(found, remedies.startRecovery, 'after a run that succeeded');
      },
    },
  ];
}

/** The alarms, their topic and the topic's subscriptions. */
export function alarmChecks(facts: Facts): Check[] {
  const { environment, remedies, arns } = facts;
  const { alarmTopic } = environment.names;
  return [
    ...alarmsOf(facts).flatMap((alarm) => checksOf(facts, alarm)),
    {
      id: 'alarm-topic',
      what: `Topic ${alarmTopic}`,
      actions: ['sns:GetTopicAttributes'],
      async look() {
        const { Attributes } = (await topic(facts)) ?? {};
        if (!Attributes) {
          return failed('does not exist', remedies.deploy);
        }
        return topicFinding(Attributes, arns, environment, remedies);
      },
    },
    {
      id: 'alarm-subscriptions',
      what: `Topic ${alarmTopic}, subscriptions`,
      actions: ['sns:ListSubscriptionsByTopic'],
      look: () => subscribers(facts),
    },
  ];
}

function checksOf({ clients, arns, environment, remedies }: Facts, alarm: Alarm): Check[] {
  const { id, name, fires } = alarm;
  const what = `Alarm ${name}`;
  const actions = ['cloudwatch:DescribeAlarms'];
  const read = once(async () => {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] }),
    );
    return MetricAlarms[0];
  });
  const existing = async () => {
    const found = await read();
    if (!found) {
      throw new NotChecked('there is no alarm');
    }
    return found;
  };
  return [
    {
      id,
      what,
      actions,
      async look() {
        const found = await read();
        if (!found) {
          return failed('does not exist', remedies.deploy);
        }
        const differences = alarm.differences(found);
        return differences.length > 0
          ? failed(shortList(differences), remedies.deploy)
          : passed(`fires ${fires}`);
      },
    },
    {
      id: `${id}-actions`,
      what: `${what}, actions`,
      actions,
      async look() {
        const { ActionsEnabled, AlarmActions = [] } = await existing();
        if (!ActionsEnabled) {
          return failed(
            'are switched off',
            remedies.aws(`cloudwatch enable-alarm-actions --alarm-names ${name}`),
          );
        }
        if (!AlarmActions.includes(arns.alarmTopic)) {
          return failed(`do not include ${arns.alarmTopic}: it notifies nobody`, remedies.deploy);
        }
        return passed(`publishes to ${environment.names.alarmTopic}`);
      },
    },
    {
      id: `${id}-state`,
      what: `${what}, state`,
      actions: [...actions, ...alarm.actions],
      async look() {
        const found = await existing();
        switch (found.StateValue) {
          case 'ALARM':
            return alarm.inAlarm(found);
          case 'OK':
            return passed('OK');
          default:
            return notChecked(`${found.StateValue}: CloudWatch has not evaluated it yet`);
        }
      },
    },
  ];
}

const topic = ({ clients, arns }: Facts) =>
  undefinedIfAbsent(clients.sns.send(new GetTopicAttributesCommand({ TopicArn: arns.alarmTopic })));

async function subscribers({ clients, arns, environment, remedies }: Facts): Promise<Finding> {
  const subscriptions = await undefinedIfAbsent(
    (async () => {
      const found = [];
      const pages = paginateListSubscriptionsByTopic({ client: clients.sns }, { TopicArn: arns.alarmTopic });
      for await (const page of pages) {
        found.push(...(page.Subscriptions ?? []));
      }
      return found;
    })(),
  );
  if (!subscriptions) {
    throw new NotChecked('there is no topic');
  }
  return subscriptionFinding(subscriptions, environment, remedies);
}
