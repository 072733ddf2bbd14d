import { numberOf, textOf } from '../random-histories/dynamodb/attribute-values';
import type { LoadWorld } from './load-world';

/** Everything that was lost, counted twice, or not compared, as sentences. */
export function problemsOf({ ledger, stripe }: LoadWorld): string[] {
  const counted = new Map<string, number>();
  const twice: string[] = [];
  for (const { identifier, payload } of stripe.accepted) {
    if (counted.has(identifier)) {
      twice.push(`${identifier} was counted twice`);
    }
    counted.set(identifier, Number(payload.value));
  }
  const events = ledger.items().filter(({ eventName }) => eventName);
  const checks = ledger.items().filter(({ hourStart }) => hourStart);
  const wrong = events.flatMap(({ identifier, status, value }) => {
    const name = textOf(identifier)!;
    return textOf(status) === 'sent' && counted.get(name) === numberOf(value)
      ? []
      : [`${name} is ${textOf(status)}, and Stripe counted ${counted.get(name)} bytes`];
  });
  const unequal = checks
    .filter(({ status }) => textOf(status) !== 'equal')
    .map(({ identifier, status }) => `${textOf(identifier)} is ${textOf(status)}`);
  const unknown = counted.size - events.length;
  return [
    ...twice,
    ...wrong,
    ...unequal,
    ...(unknown > 0 ? [`Stripe counted ${unknown} unknown events`] : []),
  ];
}
