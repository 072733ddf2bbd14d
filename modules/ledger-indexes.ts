import { customerIndex, indexedAttributes, openIndex } from '../ledger/indexes';

/** A global secondary index of the ledger. */
export interface LedgerIndex {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: string;
  /** What it includes beside the keys. */
  readonly nonKeyAttributes: readonly string[];
}

/** Each includes what recovery reads of it, so that its size and its writes stay small. */
export const ledgerIndexes: readonly LedgerIndex[] = [
  {
    name: openIndex,
    hashKey: 'openState',
    rangeKey: 'dueAt',
    nonKeyAttributes: indexedAttributes[openIndex],
  },
  {
    name: customerIndex,
    hashKey: 'customerId',
    rangeKey: 'timestamp',
    nonKeyAttributes: indexedAttributes[customerIndex],
  },
];
