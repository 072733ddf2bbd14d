import {
  DescribeExecutionCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { historyOf } from '@usage-billing/execution-page/history';

export interface EndedExecution {
  readonly description: DescribeExecutionCommandOutput;
  readonly history: readonly HistoryEvent[];
}

interface Following {
  readonly onPoll?: (history: readonly HistoryEvent[]) => void;
  readonly signal?: AbortSignal;
}

/** Starts an execution and waits for its end. */
export async function runExecution(
  client: SFNClient,
  stateMachineArn: string,
  input: object,
  options: Following = {},
): Promise<EndedExecution> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return followExecution(client, executionArn ?? '', options);
}

/** Waits for the end of an execution that was started. */
export async function followExecution(
  client: SFNClient,
  executionArn: string,
  options: Following = {},
): Promise<EndedExecution> {
  for (let pollMilliseconds = 10; ; pollMilliseconds = Math.min(100, 2 * pollMilliseconds)) {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }));
    const ended = description.status !== 'RUNNING';
    if (ended || options.onPoll) {
      const history = await historyOf(client, executionArn);
      options.onPoll?.(history);
      if (ended) {
        return { description, history };
      }
    }
    await sleep(pollMilliseconds, undefined, { signal: options.signal });
  }
}
