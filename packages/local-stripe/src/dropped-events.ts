import type { Account } from './account';
import type { StripeMeter } from './catalog-objects';
import type { DropCode } from './drops';

/** Why an event that was accepted will not count: on demand, or because nobody knows its customer. */
export function dropOf(account: Account, identifier: string, customer: string): DropCode | undefined {
  const unknown = account.customers.has(customer) ? undefined : 'meter_event_customer_not_found';
  return account.drops.take(identifier, customer) ?? unknown;
}

/** Puts it into the error report of its window. */
export function reportDropped(
  account: Account,
  meter: StripeMeter,
  { code, customer, identifier }: { code: DropCode; customer: string; identifier: string },
): void {
  const errorMessage = errorMessageOf(code, meter, customer);
  account.errorReports.add(
    { identifier, code, accepted: account.now(), meterId: meter.id, errorMessage },
    () => account.newId('evt'),
  );
}

/** The first sentence is of Stripe's API reference; the words of the others are not documented. */
function errorMessageOf(code: DropCode, meter: StripeMeter, customer: string): string {
  switch (code) {
    case 'meter_event_no_customer_defined':
      return `Customer mapping key ${meter.customer_mapping.event_payload_key} not found in payload.`;
    case 'meter_event_customer_not_found':
      return `No customer found for ${customer}.`;
    case 'archived_meter':
      return `The meter ${meter.id} is archived.`;
    case 'no_meter':
      return `No meter found for event name ${meter.event_name}.`;
    case 'meter_event_invalid_value':
    case 'meter_event_value_too_many_digits':
      return `The value of ${meter.value_settings.event_payload_key} is invalid.`;
    case 'timestamp_in_future':
    case 'timestamp_too_far_in_past':
      return 'The timestamp is out of range.';
  }
}
