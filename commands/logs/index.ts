/**
 * Follows the executions' log: `npm run logs -- --workspace test`; Ctrl-C ends it. With `--graph`, draws one execution.
 */
import { CloudWatchLogsClient, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { interruption } from '../shared/interruption';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { drawExecution } from './draw-execution';
import { executionsOf } from './executions-of';
import { eventText, isFailure } from './log-line';
import { logsSpec } from './options';
import { sinceTime } from '../shared/since';
import { tail } from './tail';
import { requireAccount } from '../../clients/aws/account';
import { awsClient } from '../../clients/aws/client';

/**
 * Prints the executions' log lines, without keys, or the path of the page with one execution; on standard error once that there are none yet.
 *
 * @param signal stops following
 * @throws CommandError if there is no log group
 */
export async function logs(
  args: readonly string[],
  { output }: Pick<Terminal, 'output'>,
  signal: AbortSignal,
): Promise<void> {
  const { environment, values } = parseCommand(args, logsSpec);
  const { since = '10m', failures, 'no-follow': noFollow, 'processing-history-id': id } = values;
  const { region, name, names } = environment;
  if (values.graph !== undefined) {
    await drawExecution(environment, values.graph, values, (line) => output.write(`${line}\n`));
    return;
  }
  const from = sinceTime(since);
  await requireAccount(environment);
  const isWanted = id === undefined ? undefined : executionsOf(awsClient(SFNClient, { region }), id);
  const batches = tail({
    client: awsClient(CloudWatchLogsClient, { region }),
    logGroupName: names.logGroup,
    since: from,
    follow: !noFollow,
    signal,
    onEnd: () => {
      if (shown === 0) {
        // Not on standard output, which holds lines of the log alone.
        console.error(nothingSince(from, { failures, id, follow: !noFollow }));
      }
    },
  });
  let shown = 0;
  try {
    for await (const batch of batches) {
      for (const event of batch) {
        if (failures && !isFailure(event)) {
          continue;
        }
        if (isWanted && !(await isWanted(event.executionArn))) {
          continue;
        }
        output.write(`${withoutKeys(eventText(event))}\n`);
        shown += 1;
      }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) {
      throw error;
    }
    throw new CommandError(
      `The log group ${names.logGroup} does not exist in ${region}. Run "npm run deploy:${name} -- service-processing" to create it.`,
    );
  }
}

function nothingSince(
  from: number,
  { failures, id, follow }: { failures?: boolean; id?: string; follow: boolean },
): string {
  const what = `No ${failures ? 'failures' : 'events of executions'}${id === undefined ? '' : ` of ${id}`}`;
  const since = `since ${new Date(from).toISOString()}`;
  return follow
    ? `${what} ${since} yet: waiting for the next, until Ctrl-C.`
    : `${what} ${since}. To look further back, add for example --since 7d.`;
}

if (require.main === module) {
  // A signal is the normal way to stop following, not an error.
  const signal = interruption({ isUsualEnd: true });
  void runCommand(() => logs(process.argv.slice(2), { output: process.stdout }, signal));
}
