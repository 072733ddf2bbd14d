import { hourStartOf } from '../../../ledger/keys';
import { numberOf, textOf } from '../dynamodb/attribute-values';
import type { World } from '../world/world';

/**
 * Whether recovery may still close something that is open. A usage check waits for the undecided events of its hour, and
 * those for a person.
 */
export function somethingMayClose(world: World): boolean {
  const items = world.ledger.items();
  const undecided = items.filter(({ status }) => textOf(status) === 'undecided');
  return items.some(
    (item) =>
      textOf(item.openState) === 'pending' &&
      !undecided.some(
        ({ customerId, timestamp }) =>
          timestamp &&
          item.hourStart &&
          textOf(customerId) === textOf(item.checkedCustomerId) &&
          hourStartOf(numberOf(timestamp)!) === numberOf(item.hourStart),
      ),
  );
}
