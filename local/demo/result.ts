import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { plainItem } from '../../clients/aws/plain-item';
import type { Environment } from '../../settings/environments';
import type { Application } from '../application';
import type { ProcessingInput } from '../../settings/application';
import type { Services } from '../services';
import type { DemoClock } from './clock';
import type { Failure } from './failure';
import { ledgerLines, readLedger } from './ledger';

/** What was processed, and where it can be seen. */
export interface Shown {
  readonly environment: Environment;
  readonly services: Services;
  readonly application: Application;
  readonly input: ProcessingInput;
  readonly clock: DemoClock;
  readonly failure?: Failure;
  /** The ARNs of the executions so far: those of the upload, then the runs of recovery. */
  readonly executions: string[];
  readonly log: (line: string) => void;
}

/** An item of DynamoDB as JSON for people. */
export const plainText = (item: Record<string, AttributeValue> | undefined): string =>
  item ? JSON.stringify(plainItem(item), null, 2) : 'none';

/**
 * Shows the meter event as Stripe stored it and as the ledger has it, and the application's record.
 *
 * @returns whether ledger and record say what they should, and Stripe accepted at most one event
 */
export async function showResult(shown: Shown): Promise<boolean> {
  const { environment, services, application, input, clock, failure, log } = shown;
  const events = meterEventsOf(shown);
  log(`\nMeter events that Stripe took: ${events.length}`);
  for (const event of events) {
    log(JSON.stringify(event, null, 2));
  }

  const item = await readLedger(services, environment, input.processingHistoryId);
  log(`\nMeter event in ${environment.names.meterEventsTable}`);
  ledgerLines(item, clock.now()).forEach((line) => log(`  ${line}`));

  const record = await application.record(input.processingHistoryId);
  log(`\nRecord in ${environment.names.processingHistoryTable}`);
  log(plainText(record));
  log('');

  const errors = JSON.stringify([record?.stripeMeterError, record?.errorMessage]);
  return failure?.recorded
    ? errors.includes(failure.recorded) && events.length === 0 && item?.status !== 'sent'
    : errors === '[null,null]' &&
        record?.status?.S === 'completed' &&
        events.length === 1 &&
        item?.status === 'sent';
}

/** The meter events of the upload that Stripe took. */
export const meterEventsOf = ({ environment, services, input }: Shown) =>
  services.stripe
    .meterEvents(environment.stripeMode)
    .filter(({ identifier }) => identifier === input.processingHistoryId);
