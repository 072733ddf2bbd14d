import { numberOf, textOf } from '../dynamodb/attribute-values';
import type { Played } from './play';

/** A meter event of the ledger. */
export interface LedgerEvent {
  readonly identifier: string;
  readonly customer: string;
  readonly bytes: number;
  readonly timestamp: number;
  readonly status: string;
  readonly evidence: string | undefined;
}

/** What the ledger recorded. */
export function eventsOf({ world }: Played): LedgerEvent[] {
  return world.ledger
    .items()
    .filter(({ eventName }) => eventName)
    .map((item) => ({
      identifier: textOf(item.identifier)!,
      customer: textOf(item.customerId)!,
      bytes: numberOf(item.value)!,
      timestamp: numberOf(item.timestamp)!,
      status: textOf(item.status)!,
      evidence: textOf(item.evidence),
    }));
}

/** What Stripe counts in the right mode. */
export function countedOf({ world }: Played) {
  return world.stripe.account.accepted
    .filter(({ droppedFor, cancelled }) => !droppedFor && !cancelled)
    .map(({ identifier, timestamp, created, payload }) => ({
      identifier,
      timestamp,
      created,
      customer: payload.stripe_customer_id!,
      bytes: Number(payload.value),
    }));
}
