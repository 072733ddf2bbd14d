import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { poll } from '../poll';

/** The longest that CloudWatch Logs may take to show an execution's events. */
const deliverySeconds = 300;

/** Must run last, so that it finds the execution of the file that was sent through. */
export function logDeliveryCheck(facts: Facts, waitSeconds: number): Check {
  return {
    id: 'log-events',
    what: 'The log receives events',
    actions: ['states:ListExecutions', 'logs:FilterLogEvents'],
    look: () => deliveryFinding(facts, waitSeconds),
  };
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
