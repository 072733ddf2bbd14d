import { childrenOf } from '@usage-billing/execution-page/history';
import { executionGraph } from '@usage-billing/execution-page/visits';
import { followExecution } from '../execution';
import type { Services } from '../services';
import { graphLine } from './graph-lines';

interface Run {
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Lets EventBridge Scheduler start what is due by now, waits for its end, and shows the graphs of run and items.
 *
 * @returns the ARNs of the runs
 */
export async function runRecovery({ services, signal, log }: Run): Promise<readonly string[]> {
  const { states } = services.clients;
  const runs = await services.aws.runSchedules();
  for (const executionArn of runs) {
    const { description, history } = await followExecution(states, executionArn, { signal });
    log(`\nThe schedule started recovery (${description.status}${because(description.cause)})`);
    for (const visit of executionGraph(history)) {
      log(graphLine(visit));
    }
    for (const arn of await childrenOf(states, history)) {
      const child = await followExecution(states, arn);
      const { status, cause, input = '{}' } = child.description;
      const { identifier } = (JSON.parse(input) as { item: { identifier: string } }).item;
      log(`\n  Its item ${identifier} (${status}${because(cause)})`);
      for (const visit of executionGraph(child.history)) {
        log(`  ${graphLine(visit)}`);
      }
    }
  }
  return runs;
}

const because = (cause: string | undefined) => (cause ? `: ${cause}` : '');
