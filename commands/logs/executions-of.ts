import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';

/**
 * Tells whether an execution processes an upload. The log holds no execution data, hence no processingHistoryId; it
 * is read from the execution's input, once for each execution that appears in the log.
 */
export function executionsOf(
  client: SFNClient,
  processingHistoryId: string,
): (executionArn: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const read = async (executionArn: string) => {
    try {
      const { input = '{}' } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return (
        (JSON.parse(input) as { processingHistoryId?: unknown } | null)?.processingHistoryId ===
        processingHistoryId
      );
    } catch (error) {
      // Step Functions deletes an execution after 90 days; the log may keep its lines for longer.
      if (error instanceof ExecutionDoesNotExist) {
        return false;
      }
      throw error;
    }
  };
  return (executionArn) => {
    const result = known.get(executionArn) ?? read(executionArn);
    known.set(executionArn, result);
    return result;
  };
}
