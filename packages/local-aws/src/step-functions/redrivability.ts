import { maximumHistoryEvents } from './interpreter/limits';
import type { ExecutionResult, Snapshot } from './types';

/** After its end an execution can be redriven for so long ("Redriving executions"). */
const redrivableMilliseconds = 14 * 24 * 3600 * 1000;

/**
 * Why an execution cannot be redriven, in AWS's words (`redriveStatusReason`); undefined if it can.
 *
 * @param now the date of the redrive
 */
export function notRedrivable({ status, snapshot }: ExecutionResult, now: Date): string | undefined {
  if (status === 'SUCCEEDED' || !snapshot) {
    return `Execution is ${status} and cannot be redriven`;
  }
  // ExecutionRedriven and the event of the next end must still fit.
  if (snapshot.lastEventId + 2 > maximumHistoryEvents) {
    return 'Execution history event limit exceeded';
  }
  return now.getTime() - snapshot.endTime.getTime() > redrivableMilliseconds
    ? 'Execution redrivable period exceeded'
    : undefined;
}

/** What AWS would redrive and local Step Functions does not. */
export function unsupportedRedrive(snapshot: Snapshot): string | undefined {
  if (snapshot.insideInlineMap) {
    return `a redrive within an inline Map or a Parallel (${snapshot.stateName})`;
  }
  for (const child of snapshot.mapRun?.children ?? []) {
    const found = child?.result.snapshot && unsupportedRedrive(child.result.snapshot);
    if (found) {
      return found;
    }
  }
  return undefined;
}
