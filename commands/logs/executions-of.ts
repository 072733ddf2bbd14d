import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';

/**
 * Tells whether an execution works on an upload. The log holds no execution data, hence no processingHistoryId: the
 * execution's input says it, and is asked for once for each execution that shows up in the log.
 */
export function executionsOf(
  client: SFNClient,
  processingHistoryId: string,
): (executionArn: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  const ask = async (executionArn: string) => {
    try {
      const { input = '{}' } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return (
        (JSON.parse(input) as { processingHistoryId?: unknown } | null)?.processingHistoryId ===
        processingHistoryId
      );
    } catch (error) {
      // Step Functions forgets an execution after 90 days; its lines may be kept longer.
      if (error instanceof ExecutionDoesNotExist) {
        return false;
      }
      throw error;
    }
  };
  return (executionArn) => {
    const answer = answers.get(executionArn) ?? ask(executionArn);
    answers.set(executionArn, answer);
    return answer;
  };
}
