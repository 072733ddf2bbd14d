import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { notSentMetricName, notSentPattern } from '../../modules/send-failure-metrics';
import { failureStateName } from '../../stacks/deployed-values';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from './check';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import type { Facts } from './facts';
import { poll } from './poll';

/** The longest that CloudWatch Logs may take to show an execution's events. */
const deliverySeconds = 300;

/** The executions' logs, and the filter that counts failed sends in it. */
export function logChecks(facts: Facts): Check[] {
  const { logGroup, recoveryLogGroup } = facts.environment.names;
  const group = (id: string, name: string): Check => ({
    id,
    what: `Log group ${name}`,
    actions: ['logs:DescribeLogGroups'],
    look: () => groupFinding(facts, name),
  });
  return [
    group('log-group', logGroup),
    group('recovery-log-group', recoveryLogGroup),
    {
      id: 'metric-filter',
      what: `Metric filter ${notSentMetricName}`,
      actions: ['logs:DescribeMetricFilters'],
      look: () => filterFinding(facts),
    },
  ];
}

/** Must run last, so that it finds the execution of the file that was sent through. */
export function logDeliveryCheck(facts: Facts, waitSeconds: number): Check {
  return {
    id: 'log-events',
    what: 'The log receives events',
    actions: ['states:ListExecutions', 'logs:FilterLogEvents'],
    look: () => deliveryFinding(facts, waitSeconds),
  };
}

async function groupFinding({ clients, environment, remedies }: Facts, name: string): Promise<Finding> {
  const { logRetentionDays } = environment;
  const { logGroups = [] } = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
  );
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  if (!group) {
    return failed('does not exist', remedies.deploy);
  }
  const { retentionInDays } = group;
  if (retentionInDays !== logRetentionDays) {
    return failed(
      `keeps events ${retentionInDays ? `${retentionInDays} days` : 'for ever'}, not ${logRetentionDays} days`,
      remedies.deploy,
    );
  }
  return passed(`keeps events ${retentionInDays} days`);
}

async function filterFinding({ clients, environment, remedies }: Facts): Promise<Finding> {
  const { logGroup: logGroupName, metricNamespace } = environment.names;
  const response = await undefinedIfAbsent(
    clients.logs.send(
      new DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: notSentMetricName }),
    ),
  );
  if (!response) {
    throw new NotChecked('there is no log group');
  }
  const filter = response.metricFilters?.find(({ filterName }) => filterName === notSentMetricName);
  if (!filter) {
    return failed('does not exist: the alarm misses caught failures', remedies.deploy);
  }
  const { metricNamespace: namespace, metricName, metricValue } = filter.metricTransformations?.[0] ?? {};
  const differences = [
    filter.filterPattern !== notSentPattern(failureStateName) && `its pattern is ${filter.filterPattern}`,
    (namespace !== metricNamespace || metricName !== notSentMetricName || metricValue !== '1') &&
      `it counts ${metricValue} as ${namespace} ${metricName}`,
  ].filter((difference) => typeof difference === 'string');
  if (differences.length > 0) {
    return failed(differences.join('; '), remedies.deploy);
  }
  return passed(`counts executions that enter ${failureStateName}`);
}

async function deliveryFinding(
  { clients, arns, environment, remedies }: Facts,
  waitSeconds: number,
): Promise<Finding> {
  const response = await undefinedIfAbsent(
    clients.states.send(new ListExecutionsCommand({ stateMachineArn: arns.stateMachine, maxResults: 1 })),
  );
  if (!response) {
    throw new NotChecked('there is no state machine');
  }
  const { executionArn = '', startDate = new Date(0), name } = response.executions?.[0] ?? {};
  if (!name) {
    return notChecked('no execution yet');
  }
  const age = (Date.now() - startDate.getTime()) / 1000;
  if (age > environment.logRetentionDays * 86_400) {
    return notChecked('the latest execution is older than the log');
  }

  const { logGroup: logGroupName } = environment.names;
  const request = {
    logGroupName,
    startTime: startDate.getTime() - 60_000,
    filterPattern: `"${executionArn}"`,
  };
  const firstEvent = async () => {
    for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs }, request)) {
      if (events[0]) {
        return events[0];
      }
    }
    return undefined;
  };
  const group = await undefinedIfAbsent(
    poll(Math.min(waitSeconds, deliverySeconds - age), firstEvent).then((event) => ({ event })),
  );
  if (!group) {
    throw new NotChecked('there is no log group');
  }
  if (!group.event) {
    return failed(
      `nothing of the latest execution ${name}, started ${startDate.toISOString()}`,
      remedies.deploy,
      environment.name === 'test'
        ? remedies.verify
        : 'Run the command again after the next execution: this line looks at the latest one.',
    );
  }
  return passed(`has the latest execution ${name}, started ${startDate.toISOString()}`);
}
