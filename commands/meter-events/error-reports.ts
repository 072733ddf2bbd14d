import type Stripe from 'stripe';
import type { MeterEvent } from '../../ledger/item';

/** The events in which Stripe says what it dropped after it had accepted it. */
const reportTypes = ['v1.billing.meter.error_report_triggered', 'v1.billing.meter.no_meter_found'];

/** Each report is a request of its own; in a long outage there is one in ten seconds. */
const mostReports = 60;

/** A report that names the event among its samples. */
export interface ErrorReport {
  readonly id: string;
  readonly createdAt: string;
  readonly code: string;
  readonly message: string;
}

export interface ErrorReports {
  readonly naming: readonly ErrorReport[];
  /** Reports that were read. */
  readonly read: number;
  /** Reports since the event's timestamp that were not read, because they were too many. */
  readonly notRead: number;
  /** Errors in the reports that were read which are in no sample: each may be this event's. */
  readonly withoutSample: number;
}

/**
 * What Stripe's meter error reports since the event's timestamp say of it; Stripe lists those of the last 30 days. Those
 * are read first that were made soonest after an attempt to send it.
 */
export async function errorReportsOn(
  stripe: Stripe,
  { identifier, timestamp, claimedAt, previousClaimedAt, sentAt }: MeterEvent,
): Promise<ErrorReports> {
  const attempts = [timestamp, previousClaimedAt, claimedAt, sentAt].filter((time) => time !== undefined);
  const delayOf = (created: string) => {
    const seconds = Date.parse(created) / 1000;
    return Math.min(...attempts.map((time) => (seconds >= time ? seconds - time : Infinity)));
  };
  const reports: { readonly id: string; readonly created: string }[] = [];
  for await (const { id, created } of stripe.v2.core.events.list({ types: reportTypes, limit: 100 })) {
    // Newest first.
    if (Date.parse(created) / 1000 < timestamp) {
      break;
    }
    reports.push({ id, created });
  }
  const chosen = reports.sort((a, b) => delayOf(a.created) - delayOf(b.created)).slice(0, mostReports);
  const naming: ErrorReport[] = [];
  let withoutSample = 0;
  for (const { id, created } of chosen) {
    const event = await stripe.v2.core.events.retrieve(id);
    if (
      event.type !== 'v1.billing.meter.error_report_triggered' &&
      event.type !== 'v1.billing.meter.no_meter_found'
    ) {
      continue;
    }
    for (const { code, error_count, sample_errors } of event.data.reason.error_types) {
      withoutSample += Math.max(0, error_count - sample_errors.length);
      naming.push(
        ...sample_errors
          .filter(({ request }) => request.identifier === identifier)
          .map(({ error_message }) => ({ id, createdAt: created, code, message: error_message })),
      );
    }
  }
  return { naming, read: chosen.length, notRead: reports.length - chosen.length, withoutSample };
}
