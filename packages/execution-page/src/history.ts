import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** A whole history, oldest event first. */
export async function historyOf(client: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return events;
}

/** The ARNs of the executions that the Map Runs of a history started, oldest first. */
export async function childrenOf(client: SFNClient, history: readonly HistoryEvent[]): Promise<string[]> {
  const children: string[] = [];
  for (const { mapRunStartedEventDetails: started } of history) {
    if (!started) {
      continue;
    }
    const arns: string[] = [];
    for await (const { executions = [] } of paginateListExecutions({ client }, started)) {
      arns.push(...executions.map(({ executionArn = '' }) => executionArn));
    }
    children.push(...arns.reverse());
  }
  return children;
}
