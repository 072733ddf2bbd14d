import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import { alarmDifferences } from './alarm-differences';
import { failed, NotChecked, notChecked, once, passed, type Check, type Finding } from './check';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import type { Facts } from './facts';
import { ownFailuresAlone, secondsInAlarm } from './own-failures';
import { subscriptionFinding, topicFinding } from './topic-findings';

/** The alarm, its topic and the topic's subscriptions. */
export function alarmChecks(facts: Facts): Check[] {
  const { environment, clients, arns, remedies } = facts;
  const { alarm: AlarmName, alarmTopic, metricNamespace } = environment.names;
  const describe = ['cloudwatch:DescribeAlarms'];
  const alarm = once(async () => {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes: ['MetricAlarm'] }),
    );
    return MetricAlarms[0];
  });
  const existing = async () => {
    const found = await alarm();
    if (!found) {
      throw new NotChecked('there is no alarm');
    }
    return found;
  };

  const what = `Alarm ${AlarmName}`;
  return [
    {
      id: 'alarm',
      what,
      actions: describe,
      async look() {
        const found = await alarm();
        if (!found) {
          return failed('does not exist', remedies.deploy);
        }
        const wanted = { stateMachineArn: arns.stateMachine, metricNamespace };
        const differences = alarmDifferences(found, wanted);
        if (differences.length > 0) {
          return failed(differences.join(', '), remedies.deploy);
        }
        return passed('fires at 1 failed, timed-out or aborted execution, or 1 event that was not sent');
      },
    },
    {
      id: 'alarm-actions',
      what: `${what}, actions`,
      actions: describe,
      async look() {
        const { ActionsEnabled, AlarmActions = [] } = await existing();
        if (!ActionsEnabled) {
          return failed(
            'are switched off',
            remedies.aws(`cloudwatch enable-alarm-actions --alarm-names ${AlarmName}`),
          );
        }
        if (!AlarmActions.includes(arns.alarmTopic)) {
          return failed(`do not include ${arns.alarmTopic}: it notifies nobody`, remedies.deploy);
        }
        return passed(`publishes to ${alarmTopic}`);
      },
    },
    {
      id: 'alarm-state',
      what: `${what}, state`,
      actions: [...describe, 'states:ListExecutions', 'logs:FilterLogEvents'],
      look: async () => stateFinding(facts, await existing()),
    },
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

async function stateFinding(facts: Facts, alarm: MetricAlarm): Promise<Finding> {
  const { StateValue, StateReason = '' } = alarm;
  if (StateValue !== 'ALARM') {
    return passed(StateValue ?? 'unknown');
  }
  const since = new Date(Date.now() - secondsInAlarm(alarm) * 1000);
  const own = await ownFailuresAlone(facts, since);
  return own.length > 0
    ? notChecked(`ALARM, by a failure that this command caused (${own.join(', ')}): nothing else failed`)
    : failed(`ALARM: ${StateReason}`, facts.remedies.failures);
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
