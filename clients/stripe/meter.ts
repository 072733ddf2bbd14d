import type Stripe from 'stripe';
import type { Catalog } from '../../settings/catalog';

/** What the catalog's meter is created with. */
export const meterParams = (wanted: Catalog['meter']) =>
  ({
    display_name: wanted.displayName,
    event_name: wanted.eventName,
    default_aggregation: { formula: wanted.aggregation },
    customer_mapping: { type: 'by_id', event_payload_key: wanted.customerKey },
    value_settings: { event_payload_key: wanted.valueKey },
  }) satisfies Stripe.Billing.MeterCreateParams;

/**
 * In what a meter differs that Stripe cannot change. Of a pre-aggregated meter (`event_time_window`) Stripe counts
 * only the newest event of each hour or day, and the state machine sends one event for each file.
 */
export function meterDifferences(meter: Stripe.Billing.Meter, wanted: Catalog['meter']): string[] {
  return [
    ['default_aggregation.formula', meter.default_aggregation.formula, wanted.aggregation],
    ['event_time_window', meter.event_time_window ?? 'absent', 'absent'],
    ['customer_mapping.type', meter.customer_mapping.type, 'by_id'],
    ['customer_mapping.event_payload_key', meter.customer_mapping.event_payload_key, wanted.customerKey],
    ['value_settings.event_payload_key', meter.value_settings.event_payload_key, wanted.valueKey],
  ]
    .filter(([, is, should]) => is !== should)
    .map(([name, is, should]) => `${name} is "${is}", not "${should}"`);
}

/** In what a meter differs that Stripe can change, for a line; undefined if in nothing. */
export function displayNameChange(meter: Stripe.Billing.Meter, wanted: Catalog['meter']): string | undefined {
  return meter.display_name === wanted.displayName
    ? undefined
    : `display name "${meter.display_name}" → "${wanted.displayName}"`;
}
