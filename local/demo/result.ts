import type { Environment } from '../../settings/environments';
import type { Application } from '../application';
import type { ProcessingInput } from '../../settings/application';
import type { EndedExecution } from '../execution';
import type { Services } from '../services';
import { executionGraph } from '../step-functions/graph';
import type { Failure } from './failures';
import { graphLine } from './graph-lines';

interface Result {
  readonly environment: Environment;
  readonly services: Services;
  readonly application: Application;
  readonly input: ProcessingInput;
  readonly ended: readonly EndedExecution[];
  readonly failure?: Failure;
  readonly log: (line: string) => void;
}

/**
 * Shows the graphs, the meter event as Stripe stored it, and the DynamoDB record.
 *
 * @returns whether the record says what it should, and Stripe accepted at most one event
 */
export async function showResult(result: Result): Promise<boolean> {
  const { environment, services, application, input, ended, failure, log } = result;
  for (const { description, history } of ended) {
    log(`\nExecution graph (${description.status}${description.cause ? `: ${description.cause}` : ''})`);
    for (const visit of executionGraph(history)) {
      log(graphLine(visit));
    }
  }

  const events = services.stripe
    .meterEvents(environment.stripeMode)
    .filter(({ identifier }) => identifier === input.processingHistoryId);
  log(`\nMeter events that Stripe took: ${events.length}`);
  for (const event of events) {
    log(JSON.stringify(event, null, 2));
  }

  const record = await application.record(input.processingHistoryId);
  log(`\nRecord in ${environment.names.processingHistoryTable}`);
  log(JSON.stringify(record, null, 2));
  log('');

  const errors = JSON.stringify([record?.stripeMeterError, record?.errorMessage]);
  return failure?.recorded
    ? errors.includes(failure.recorded) && events.length === 0
    : errors === '[null,null]' && record?.status?.S === 'completed' && events.length === 1;
}
