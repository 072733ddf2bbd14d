import type { Environment } from '../../settings/environments';
import type { Application } from '../application';
import type { ProcessingInput } from '../../settings/application';
import type { EndedExecution } from '../execution';
import type { Services } from '../services';
import { executionGraph } from '../step-functions/graph';
import type { DemoClock } from './clock';
import type { Failure } from './failures';
import { graphLine } from './graph-lines';
import { ledgerLines, readLedger } from './ledger';

/** What was processed, and where it can be seen. */
export interface Shown {
  readonly environment: Environment;
  readonly services: Services;
  readonly application: Application;
  readonly input: ProcessingInput;
  readonly clock: DemoClock;
  readonly failure?: Failure;
  readonly log: (line: string) => void;
}

/**
 * Shows the graphs, the meter event as Stripe stored it and as the ledger has it, and the application's record.
 *
 * @returns whether ledger and record say what they should, and Stripe accepted at most one event
 */
export async function showResult(shown: Shown, ended: readonly EndedExecution[]): Promise<boolean> {
  const { environment, services, application, input, clock, failure, log } = shown;
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

  const item = await readLedger(services, environment, input.processingHistoryId);
  log(`\nMeter event in ${environment.names.meterEventsTable}`);
  ledgerLines(item, clock.now()).forEach((line) => log(`  ${line}`));

  const record = await application.record(input.processingHistoryId);
  log(`\nRecord in ${environment.names.processingHistoryTable}`);
  log(JSON.stringify(record, null, 2));
  log('');

  const errors = JSON.stringify([record?.stripeMeterError, record?.errorMessage]);
  return failure?.recorded
    ? errors.includes(failure.recorded) && events.length === 0 && item?.status !== 'sent'
    : errors === '[null,null]' &&
        record?.status?.S === 'completed' &&
        events.length === 1 &&
        item?.status === 'sent';
}
