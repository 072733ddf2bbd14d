import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { observationStatements } from '../../../modules/policies/state-machine-statements';
import { notSentPattern } from '../../../modules/send-failure-metrics';
import type { ProbeContext } from '../context';
import { httpState, sendArguments } from '../http-state';
import { execute, probeMachine } from '../machines';
import { probeLogGroupPrefix, probeTag } from '../names';
import type { Question } from '../question';
import { probeRole } from '../roles';

const caughtState = 'LogProbeError';

/** A log group for everything but the data of executions. */
async function logging(context: ProbeContext) {
  const { aws, environment, run } = context.options;
  const logGroupName = `${probeLogGroupPrefix}${run}`;
  const logGroupArn = `arn:aws:logs:${environment.region}:${environment.accountId}:log-group:${logGroupName}:*`;
  await context.created.add(
    `the log group ${logGroupName}`,
    () => aws.logs.send(new CreateLogGroupCommand({ logGroupName, tags: { [probeTag]: run } })),
    () => aws.logs.send(new DeleteLogGroupCommand({ logGroupName })),
  );
  const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
  return {
    logGroupName,
    loggingConfiguration: { level: 'ALL' as const, includeExecutionData: false, destinations },
  };
}

export const logLine: Question = {
  id: 'log-line',
  assumption:
    'Without execution data, the log line of a state that follows a caught failure is of type TaskStateEntered and still has details.name.',
  dependsOn: [
    'modules/send-failure-metrics.ts',
    'packages/local-aws/src/step-functions/observation/log-line.ts',
  ],
  async ask(context) {
    const { logGroupName, loggingConfiguration } = await logging(context);
    const roleArn = await probeRole(context, 'log-line', observationStatements());
    // The role may send nothing: both tasks fail before any request.
    const refused = httpState(sendArguments(context.options.connectionArn, await context.event('log-line')));
    const caught = (Next: string) => ({
      ...refused,
      End: undefined,
      Next,
      Catch: [{ ErrorEquals: ['States.ALL'], Next }],
    });
    const states = { Send: caught(caughtState), [caughtState]: caught('Done'), Done: { Type: 'Succeed' } };
    const machine = await probeMachine(context, 'log-line', {
      states,
      roleArn,
      logging: loggingConfiguration,
    });
    await execute(context, machine);
    const command = () =>
      new FilterLogEventsCommand({ logGroupName, filterPattern: notSentPattern(caughtState) });
    const { events = [] } = await context.until(
      'logs',
      () => context.options.aws.logs.send(command()),
      (found) => (found.events ?? []).length > 0,
    );
    const { details = {} } = JSON.parse(events[0]?.message ?? '{}') as { details?: object };
    const data = ['input', 'output'].filter((name) => name in details);
    return {
      agrees: events.length > 0 && data.length === 0,
      seen:
        events.length === 0
          ? 'the pattern of the metric filter matched no line'
          : `the pattern matched ${events.length} line, whose details have ${Object.keys(details).join(', ')}`,
    };
  },
};
