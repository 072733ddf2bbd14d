import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { workflowOf } from './machine';
import type { ShownExecution } from './execution-section';

/** What ends an execution, by the type of its last event. */
const statuses: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/**
 * An execution by its history alone, as `aws stepfunctions get-execution-history` prints it.
 *
 * @param name of the history, for the page
 * @param definition in the Amazon States Language
 * @throws Error in one sentence if a text is not what it should be
 */
export function executionOf(name: string, history: string, definition: string): ShownExecution {
  const events = eventsOf(name, history);
  const workflow = workflowOf(JSON.stringify(objectOf('The definition', definition)));
  if (typeof workflow.StartAt !== 'string' || typeof workflow.States !== 'object') {
    throw new Error('The definition has no StartAt and States: it must be in the Amazon States Language.');
  }
  const first = events[0];
  const last = events.at(-1);
  const ended =
    last?.executionFailedEventDetails ??
    last?.executionTimedOutEventDetails ??
    last?.executionAbortedEventDetails;
  const status = statuses[last?.type ?? ''];
  return {
    heading: name,
    executionArn: name,
    status: status ?? 'RUNNING',
    startedAt: first?.timestamp,
    stoppedAt: status === undefined ? undefined : last?.timestamp,
    error: ended?.error,
    cause: ended?.cause,
    input: first?.executionStartedEventDetails?.input,
    output: last?.executionSucceededEventDetails?.output,
    workflow,
    history: events,
  };
}

function eventsOf(name: string, text: string): HistoryEvent[] {
  const { events } = objectOf(name, text) as { events?: unknown };
  if (!Array.isArray(events) || events.length === 0) {
    throw new Error(
      `${name} has no events: it must be what "aws stepfunctions get-execution-history --output json" prints.`,
    );
  }
  return events
    .map((event: HistoryEvent) => ({ ...event, timestamp: dateOf(event.timestamp) }))
    .sort((one, other) => (one.id ?? 0) - (other.id ?? 0));
}

/** The AWS CLI writes dates in ISO 8601, or as seconds since 1970 if it is configured so. */
const dateOf = (timestamp: unknown) =>
  new Date(typeof timestamp === 'number' ? timestamp * 1000 : String(timestamp));

function objectOf(name: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      return value;
    }
  } catch {
    // Said below.
  }
  throw new Error(`${name} is no JSON object.`);
}
