import { randomUUID } from 'node:crypto';
import type { Account } from './account';
import type { StripeMeter } from './catalog-objects';
import { bringBillingUpToDate } from './billing-periods';
import { dropOf, reportDropped } from './dropped-events';
import { StripeFailure, missingParameter, noSuch } from './errors';
import type { AcceptedMeterEvent } from './meter-event-log';
import { activeMeter } from './meters';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

const day = 86_400;
/** Stripe enforces uniqueness "within a rolling period of at least 24 hours" and cancels events as old as that. */
const rollingPeriod = day;

export function createMeterEvent(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: ['event_name', 'payload', 'identifier', 'timestamp'] });
  const eventName = params.required('event_name', 100);
  if (!params.has('payload')) {
    throw missingParameter('payload');
  }
  const payload = params.texts('payload');
  const identifier = params.optional('identifier', 100) ?? randomUUID();
  const timestamp = params.integer('timestamp') ?? account.now();
  checkTimestamp(account, timestamp);

  const meter = meterOfEvent(account, eventName);
  const customer = checkPayload(account, meter, payload);
  if (recentEvent(account, identifier)) {
    // Without a code: only the sentence tells it from another 400.
    throw new StripeFailure(`An event already exists with identifier ${identifier}.`, { stored: true });
  }
  const event = {
    event_name: eventName,
    identifier,
    payload,
    timestamp,
    created: account.now(),
    livemode: account.livemode,
  };
  const droppedFor = dropOf(account, identifier, customer);
  account.meterEvents.add(
    { ...event, cancelled: false, ...(droppedFor && { droppedFor }) },
    meter.id,
    customer,
  );
  if (droppedFor) {
    reportDropped(account, meter, { code: droppedFor, customer, identifier });
  }
  return { object: 'billing.meter_event', ...event };
}

export function createMeterEventAdjustment(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: ['event_name', 'type', 'cancel'] });
  const eventName = params.required('event_name', 100);
  params.required('type');
  params.oneOf('type', ['cancel']);
  const identifier = params
    .object('cancel')
    .only({ supported: ['identifier'] })
    .required('identifier', 100);
  meterOfEvent(account, eventName);
  const event = recentEvent(account, identifier);
  if (!event || event.event_name !== eventName || event.cancelled) {
    throw new StripeFailure(
      `No event received within the last 24 hours can be cancelled with identifier ${identifier}.`,
      { param: 'cancel[identifier]', stored: true },
    );
  }
  // What was final before must not change.
  bringBillingUpToDate(account);
  event.cancelled = true;
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name: eventName,
    livemode: account.livemode,
    status: 'pending',
    type: 'cancel',
  };
}

function checkTimestamp(account: Account, timestamp: number): void {
  const age = account.now() - timestamp;
  if (age > 35 * day) {
    throw new StripeFailure('The timestamp must be within the past 35 days.', { param: 'timestamp' });
  }
  if (age < -300) {
    throw new StripeFailure('The timestamp must not be more than 5 minutes in the future.', {
      param: 'timestamp',
    });
  }
}

function meterOfEvent(account: Account, eventName: string): StripeMeter {
  const meter = activeMeter(account, eventName);
  if (!meter) {
    throw new StripeFailure(`No active meter found for event name "${eventName}"`, { stored: true });
  }
  return meter;
}

/** @returns the customer */
function checkPayload(account: Account, meter: StripeMeter, payload: Record<string, string>): string {
  const customerKey = meter.customer_mapping.event_payload_key;
  const customer = payload[customerKey];
  if (customer === undefined) {
    throw missingParameter(`payload[${customerKey}]`);
  }
  const valueKey = meter.value_settings.event_payload_key;
  const value = payload[valueKey];
  if (value === undefined && meter.default_aggregation.formula !== 'count') {
    throw missingParameter(`payload[${valueKey}]`);
  }
  if (value !== undefined && !/^-?\d{1,15}$/.test(value)) {
    throw new StripeFailure(
      `Invalid value "${value.slice(0, 40)}": it must be an integer of at most 15 digits.`,
      { param: `payload[${valueKey}]` },
    );
  }
  const status = account.options.unknownCustomerStatus;
  if (!account.customers.has(customer) && status !== 'dropped later') {
    throw noSuch('customer', customer, `payload[${customerKey}]`, status);
  }
  return customer;
}

function recentEvent(account: Account, identifier: string): AcceptedMeterEvent | undefined {
  const event = account.meterEvents.newestWith(identifier);
  return event && account.now() - event.created < rollingPeriod ? event : undefined;
}
