import type { Account } from './account';
import type { StripeMeter } from './catalog-objects';
import { StripeFailure, noSuch } from './errors';
import { listPage, pageParameters } from './list';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

export function createBillingMeter(account: Account, params: ParamReader): StripeMeter {
  params.only({
    supported: [
      'display_name',
      'event_name',
      'event_time_window',
      'default_aggregation',
      'customer_mapping',
      'value_settings',
    ],
  });
  const aggregation = params.object('default_aggregation').only({ supported: ['formula'] });
  const mapping = params.object('customer_mapping').only({ supported: ['type', 'event_payload_key'] });
  const values = params.object('value_settings').only({ supported: ['event_payload_key'] });
  aggregation.required('formula');
  if (params.has('customer_mapping')) {
    mapping.required('type');
    mapping.oneOf('type', ['by_id']);
    mapping.required('event_payload_key', 100);
  }
  if (params.has('value_settings')) {
    values.required('event_payload_key', 100);
  }
  const meter: StripeMeter = {
    id: account.newId('mtr'),
    object: 'billing.meter',
    created: account.now(),
    customer_mapping: {
      type: 'by_id',
      event_payload_key: mapping.optional('event_payload_key') ?? 'stripe_customer_id',
    },
    default_aggregation: { formula: aggregation.oneOf('formula', ['count', 'last', 'sum']) ?? 'sum' },
    display_name: params.required('display_name', 250),
    event_name: params.required('event_name', 100),
    event_time_window: params.oneOf<'day' | 'hour'>('event_time_window', ['day', 'hour']) ?? null,
    livemode: account.livemode,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: account.now(),
    value_settings: { event_payload_key: values.optional('event_payload_key') ?? 'value' },
  };
  rejectSecondActive(account, meter.event_name);
  account.meters.set(meter.id, meter);
  return meter;
}

export function retrieveMeter(account: Account, params: ParamReader, id: string): StripeMeter {
  params.only({ supported: [] });
  return existingMeter(account, id);
}

export function updateMeter(account: Account, params: ParamReader, id: string): StripeMeter {
  params.only({ supported: ['display_name'] });
  const meter = existingMeter(account, id);
  meter.display_name = params.optional('display_name', 250) ?? meter.display_name;
  meter.updated = account.now();
  return meter;
}

export function listMeters(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: [...pageParameters, 'status'] });
  const status = params.oneOf('status', ['active', 'inactive']);
  const meters = [...account.meters.values()].filter((meter) => !status || meter.status === status);
  return listPage(meters, params, '/v1/billing/meters');
}

export function deactivateMeter(account: Account, params: ParamReader, id: string): StripeMeter {
  params.only({ supported: [] });
  const meter = existingMeter(account, id);
  if (meter.status === 'inactive') {
    throw new StripeFailure('This meter is already inactive.', { stored: true });
  }
  return Object.assign(meter, {
    status: 'inactive',
    status_transitions: { deactivated_at: account.now() },
    updated: account.now(),
  });
}

export function reactivateMeter(account: Account, params: ParamReader, id: string): StripeMeter {
  params.only({ supported: [] });
  const meter = existingMeter(account, id);
  rejectSecondActive(account, meter.event_name);
  return Object.assign(meter, {
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: account.now(),
  });
}

export function existingMeter(
  account: Account,
  id: string,
  param = 'id',
  status: 400 | 404 = 404,
): StripeMeter {
  const meter = account.meters.get(id);
  if (!meter) {
    throw noSuch('meter', id, param, status);
  }
  return meter;
}

export function activeMeter(account: Account, eventName: string): StripeMeter | undefined {
  return [...account.meters.values()].find(
    (meter) => meter.status === 'active' && meter.event_name === eventName,
  );
}

function rejectSecondActive(account: Account, eventName: string): void {
  const active = activeMeter(account, eventName);
  if (active) {
    throw new StripeFailure(
      `An active meter (\`${active.id}\`) already uses the event name "${eventName}".`,
      {
        param: 'event_name',
        stored: true,
      },
    );
  }
}
