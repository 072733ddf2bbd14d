import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { notSentPattern } from '../../modules/send-failure-metrics';
import { verifyFailurePrefix } from '../../settings/application';
import { nameInArn } from '../../settings/arns';
import { failureStateName } from '../../stacks/deployed-values';
import type { Facts } from './facts';

/** How long a data point can hold an alarm in ALARM: its periods, and two that CloudWatch may look at beside them. */
export function secondsInAlarm({ EvaluationPeriods = 1, Metrics = [] }: MetricAlarm): number {
  const periods = Metrics.map(({ MetricStat }) => MetricStat?.Period ?? 0);
  return (EvaluationPeriods + 2) * Math.max(60, ...periods);
}

/**
 * The executions that this command let fail since then, if they are all that failed; otherwise none. Counted as the
 * alarm counts: executions that failed, timed out or were aborted, and those that recorded a failed send.
 */
export async function ownFailuresAlone(facts: Facts, since: Date): Promise<string[]> {
  const names = [...(await unsuccessful(facts, since)), ...(await notSent(facts, since))];
  const own = [...new Set(names)].filter((name) => name.startsWith(verifyFailurePrefix));
  return names.every((name) => own.includes(name)) ? own : [];
}

/** The newest hundred of each kind are enough: one that is not this command's decides. */
async function unsuccessful({ clients, arns }: Facts, since: Date): Promise<string[]> {
  const names: string[] = [];
  for (const statusFilter of ['FAILED', 'TIMED_OUT', 'ABORTED'] as const) {
    const { executions = [] } = await clients.states.send(
      new ListExecutionsCommand({ stateMachineArn: arns.stateMachine, statusFilter, maxResults: 100 }),
    );
    names.push(
      ...executions.filter(({ stopDate }) => stopDate && stopDate >= since).map(({ name = '' }) => name),
    );
  }
  return names;
}

async function notSent({ clients, environment }: Facts, since: Date): Promise<string[]> {
  const request = {
    logGroupName: environment.names.logGroup,
    startTime: since.getTime(),
    filterPattern: notSentPattern(failureStateName),
  };
  const names: string[] = [];
  const read = async () => {
    for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs }, request)) {
      for (const { message = '{}' } of events) {
        const { execution_arn = '' } = JSON.parse(message) as { execution_arn?: string };
        names.push(nameInArn(execution_arn));
      }
    }
  };
  // Another line reports a missing log group.
  await undefinedIfAbsent(read());
  return names;
}
