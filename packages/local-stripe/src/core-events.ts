import type { Account } from './account';
import type { ErrorReport } from './error-reports';
import { StripeFailure } from './errors';
import type { ParamReader } from './params';
import { rangeOf } from './range';
import type { StripeObject } from './types';
import { pageOf, v2Page, v2PageParameters } from './v2-page';

/** Stripe lists and retrieves events "going back up to 30 days" (docs.stripe.com/api/v2/core/events/list). */
const keptSeconds = 30 * 86_400;

const eventTypes: readonly ErrorReport['type'][] = [
  'v1.billing.meter.error_report_triggered',
  'v1.billing.meter.no_meter_found',
];

/** The newest first, without their data: Stripe's documents let it be null in a list. */
export function listCoreEvents(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: [...v2PageParameters, 'types', 'created', 'object_id'] });
  const page = pageOf(params);
  const types = page.filters.list('types');
  if (types && types.length > 20) {
    throw new StripeFailure('types can name at most 20 types.', { param: 'types' });
  }
  const foreign = types?.find((type) => !eventTypes.some((known) => known === type));
  if (foreign) {
    throw new StripeFailure(`local Stripe has no events of the type ${foreign}.`, { param: 'types' });
  }
  const objectId = page.filters.optional('object_id');
  const inRange = rangeOf(page.filters, 'created', rfc3339Seconds);
  const reports = keptReports(account).filter(
    ({ type, created, meterId }) =>
      (!types || types.includes(type)) && (!objectId || objectId === meterId) && inRange(created),
  );
  const events = reports.map((report) => ({ ...eventOf(account, report), id: report.id, data: null }));
  return v2Page(events, page, '/v2/core/events');
}

export function retrieveCoreEvent(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [] });
  const report = keptReports(account).find((candidate) => candidate.id === id);
  if (!report) {
    throw new StripeFailure(`No such event: '${id}'`, { status: 404, code: 'not_found' });
  }
  return { ...eventOf(account, report), data: dataOf(report) };
}

function keptReports(account: Account): ErrorReport[] {
  const now = account.now();
  return account.errorReports.at(now).filter(({ created }) => now - created <= keptSeconds);
}

function eventOf(account: Account, { id, type, created, meterId }: ErrorReport): StripeObject {
  return {
    id,
    object: 'v2.core.event',
    changes: null,
    context: null,
    created: iso(created),
    livemode: account.livemode,
    reason: null,
    related_object: meterId
      ? { id: meterId, type: 'billing.meter', url: `/v1/billing/meters/${meterId}` }
      : null,
    type,
  };
}

function dataOf({ errors, start, end }: ErrorReport): StripeObject {
  const total = [...errors.values()].reduce((sum, { count }) => sum + count, 0);
  return {
    developer_message_summary: total === 1 ? 'There is 1 invalid event' : `There are ${total} invalid events`,
    reason: {
      error_count: total,
      error_types: [...errors].map(([code, { count, samples }]) => ({
        code,
        error_count: count,
        sample_errors: samples.map(({ identifier, message }) => ({
          error_message: message,
          request: { identifier },
        })),
      })),
    },
    validation_start: iso(start),
    validation_end: iso(end),
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/**
 * v2 times are RFC 3339, as Stripe's own sync engine sends them, although the package's type says number. Stripe may
 * take more; a number is refused here.
 */
function rfc3339Seconds(text: string): number | undefined {
  const valid = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text);
  const milliseconds = valid ? Date.parse(text) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
