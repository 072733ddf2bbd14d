import { paginateListExecutions, type HistoryEvent } from '@aws-sdk/client-sfn';
import { followExecution } from '../execution';
import type { Services } from '../services';
import { executionGraph } from '../step-functions/graph';
import { graphLine } from './graph-lines';

interface Run {
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Lets EventBridge Scheduler start what is due by now, waits for its end, and shows the graphs of run and items. */
export async function runRecovery({ services, signal, log }: Run): Promise<void> {
  const { states } = services.clients;
  for (const executionArn of await services.aws.runSchedules()) {
    const { description, history } = await followExecution(states, executionArn, { signal });
    log(`\nThe schedule started recovery (${description.status}${because(description.cause)})`);
    for (const visit of executionGraph(history)) {
      log(graphLine(visit));
    }
    for (const child of await childrenOf(services, history)) {
      const { identifier } = (JSON.parse(child.input) as { item: { identifier: string } }).item;
      log(`\n  Its item ${identifier} (${child.status}${because(child.cause)})`);
      for (const visit of executionGraph(child.history)) {
        log(`  ${graphLine(visit)}`);
      }
    }
  }
}

const because = (cause: string | undefined) => (cause ? `: ${cause}` : '');

/** The executions of the Map Runs in a history, oldest first. */
async function childrenOf({ clients: { states: client } }: Services, history: readonly HistoryEvent[]) {
  const children = [];
  for (const { mapRunStartedEventDetails: started } of history) {
    if (!started) {
      continue;
    }
    const arns: string[] = [];
    for await (const { executions = [] } of paginateListExecutions({ client }, started)) {
      arns.unshift(...executions.map(({ executionArn = '' }) => executionArn).reverse());
    }
    for (const arn of arns) {
      const { description, history: events } = await followExecution(client, arn);
      const { status, cause, input = '{}' } = description;
      children.push({ status, cause, input, history: events });
    }
  }
  return children;
}
