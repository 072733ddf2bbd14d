import { textOf } from '../random-histories/dynamodb/attribute-values';
import type { LoadWorld } from './load-world';

const day = 86_400;

/** Passes the time until nothing is open, the comparisons with Stripe's figures too, but a day at most. */
export async function settle(world: LoadWorld): Promise<void> {
  const until = world.now() + day;
  while (
    world.now() < until &&
    world.ledger.items().some(({ openState }) => textOf(openState) === 'pending')
  ) {
    await world.pass(60);
  }
}
