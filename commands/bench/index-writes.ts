import { indexedAttributes } from '../../ledger/indexes';
import { ledgerKey } from '../../ledger/keys';

type Item = Readonly<Record<string, unknown>>;

const sortKeys = { open: ['openState', 'dueAt'], customer: ['customerId', 'timestamp'] } as const;

/**
 * Write request units of a write to the ledger's indexes, whose entries are all below 1 KB: one for an entry that
 * appears, changes or goes, two where a key of the index changes.
 *
 * Source: DynamoDB developer guide, "Using Global Secondary Indexes in DynamoDB", provisioned throughput.
 */
export function indexWriteUnits(before: Item | undefined, after: Item | undefined): number {
  return Object.entries(sortKeys)
    .map(([index, keys]) => {
      const isIn = (item: Item | undefined) => keys.every((key) => item?.[key] !== undefined);
      const changed = (attributes: readonly string[]) =>
        attributes.some((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
      if (!isIn(before) || !isIn(after)) {
        return isIn(before) === isIn(after) ? 0 : 1;
      }
      const shown = indexedAttributes[index as keyof typeof indexedAttributes];
      return changed(keys) ? 2 : changed([ledgerKey, ...shown]) ? 1 : 0;
    })
    .reduce<number>((sum, units) => sum + units, 0);
}
