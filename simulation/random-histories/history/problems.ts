import { textOf, type Item } from '../dynamodb/attribute-values';
import { knownCustomers } from '../world/stripe-account';
import { countedOf, eventsOf, type LedgerEvent } from './events';
import type { Played } from './play';
import { wrongExecutions, wrongLeases, wrongPosts, wrongRows } from './problems-of-writes';
import { wrongUsageChecks } from './problems-of-usage-checks';

/** These limits are not taken from the ledger's times, which are what is checked here. */
const day = 86_400;

/** Every way in which the history went wrong, as sentences; none if all the money is where it belongs. */
export function problemsOf(played: Played): string[] {
  return [
    ...(played.exhausted ? [`recovery never ends: ${openItems(played).join(', ')}`] : []),
    ...played.world.ledgerWatch.problems,
    ...wrongCounts(played),
    ...eventsOf(played).flatMap((event) => wrongEvent(played, event)),
    ...wrongUsageChecks(played),
    ...wrongPosts(played),
    ...wrongRows(played),
    ...wrongLeases(played),
    ...wrongExecutions(played),
  ];
}

function openItems({ world }: Played): string[] {
  const open = ({ openState }: Item) => textOf(openState) === 'pending';
  return world.ledger
    .items()
    .filter(open)
    .map(({ identifier }) => textOf(identifier)!);
}

function wrongCounts(played: Played): string[] {
  const events = new Map(eventsOf(played).map((event) => [event.identifier, event]));
  const seen = new Set<string>();
  return countedOf(played).flatMap(({ identifier, customer, bytes, timestamp }) => {
    const event = events.get(identifier);
    const twice = seen.has(identifier);
    seen.add(identifier);
    if (played.foreign.has(identifier) || bytes === 0 || droppedBeside(played, { customer, timestamp })) {
      return [];
    }
    if (twice) {
      return [`Stripe counted ${identifier} twice`];
    }
    if (!event || event.customer !== customer || event.bytes !== bytes || event.timestamp !== timestamp) {
      return [`Stripe counted ${bytes} bytes of ${customer} for ${identifier}, the ledger has another event`];
    }
    return ['sent', 'undecided'].includes(event.status)
      ? []
      : [`Stripe counted ${identifier}, the ledger says ${event.status}`];
  });
}

/**
 * Whether Stripe dropped an event of the same customer and minute after its 200: of equal events nobody can tell which
 * one it counts, and the sums are right all the same.
 */
function droppedBeside({ world }: Played, event: { customer: string; timestamp: number }): boolean {
  return world.stripe.account.accepted.some(
    ({ droppedFor, payload, timestamp }) =>
      droppedFor &&
      payload.stripe_customer_id === event.customer &&
      Math.floor(timestamp / 60) === Math.floor(event.timestamp / 60),
  );
}

function wrongEvent(played: Played, event: LedgerEvent): string[] {
  const { identifier, status, bytes, timestamp, customer } = event;
  const { world } = played;
  const taken = world.stripe.account.accepted.filter((one) => one.identifier === identifier);
  const droppedLater = droppedBeside(played, event);
  const neighbours = eventsOf(played).some(
    (other) =>
      other.identifier !== identifier &&
      other.customer === customer &&
      Math.floor(other.timestamp / 60) === Math.floor(timestamp / 60),
  );
  const disturbed = played.foreign.size > 0 || played.dropped;
  const known = knownCustomers.includes(customer);
  switch (status) {
    case 'sent':
      return taken.length > 0 || bytes === 0 || disturbed
        ? []
        : [`${identifier} is sent, and Stripe never took it`];
    case 'rejected':
      return known && !droppedLater && world.now() < timestamp + 35 * day - 3600
        ? [`${identifier} is rejected, and Stripe would take it`]
        : [];
    case 'undecided':
      return known && !neighbours && !disturbed ? [`${identifier} is undecided without a reason`] : [];
    case 'pending':
      return [`${identifier} is still pending`];
    default:
      return [`${identifier} has the status ${status}`];
  }
}
