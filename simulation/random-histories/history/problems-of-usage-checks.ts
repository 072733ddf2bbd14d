import { numberOf, textOf, type Item } from '../dynamodb/attribute-values';
import { hourStartOf, usageCheckKey } from '../../../ledger/keys';
import { countedOf, eventsOf } from './events';
import type { Played } from './play';

/** Each hour with an event that was sent is compared, and the comparison says what is so. */
export function wrongUsageChecks(played: Played): string[] {
  const checks = played.world.ledger.items().filter(({ hourStart }) => hourStart);
  const sent = eventsOf(played).filter(({ status }) => status === 'sent');
  const missing = sent
    .map(({ customer, timestamp }) => usageCheckKey(customer, timestamp))
    .filter((key) => !checks.some(({ identifier }) => textOf(identifier) === key));
  return [...missing.map((key) => `there is no ${key}`), ...checks.flatMap((check) => wrong(played, check))];
}

function wrong(played: Played, check: Item): string[] {
  const name = textOf(check.identifier)!;
  const customer = textOf(check.checkedCustomerId)!;
  const inHour = (one: { customer: string; timestamp: number }) =>
    one.customer === customer && hourStartOf(one.timestamp) === numberOf(check.hourStart);
  const events = eventsOf(played).filter(inHour);
  const counted = countedOf(played).filter(inHour);
  const ledgerSum = sum(events.filter(({ status }) => status === 'sent'));
  const countedSum = sum(counted);
  const figures = `the ledger has ${ledgerSum}, Stripe ${countedSum}`;
  const foreign = counted.some(({ identifier }) => played.foreign.has(identifier));
  const status = textOf(check.status);
  switch (status) {
    case 'equal':
      return ledgerSum === countedSum || foreign ? [] : [`${name} is equal, but ${figures}`];
    case 'different':
      return ledgerSum !== countedSum ? [] : [`${name} is different, but ${figures}`];
    case 'pending':
      return events.some((event) => event.status === 'undecided') || played.exhausted
        ? []
        : [`${name} is still pending`];
    default:
      return [`${name} has the status ${status}`];
  }
}

function sum(events: readonly { readonly bytes: number }[]): number {
  return events.reduce((total, { bytes }) => total + bytes, 0);
}
