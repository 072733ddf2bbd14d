import type { KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import type { LedgerIndex } from '../../modules/ledger-indexes';
import type { Remedies } from './remedies';
import type { TableLoss } from './table-losses';

/** The keys of a table or an index with their types: `openState (S, HASH), dueAt (N, RANGE)`. */
export function keysOf(table: TableDescription, schema: readonly KeySchemaElement[] = []): string {
  const type = (name?: string) =>
    table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return schema
    .map(({ AttributeName, KeyType }) => `${AttributeName} (${type(AttributeName)}, ${KeyType})`)
    .join(', ');
}

/** How an index of the ledger differs from what recovery needs. */
export function indexProblems(
  table: TableDescription,
  { name, hashKey, rangeKey, nonKeyAttributes }: LedgerIndex,
  { deploy }: Remedies,
): TableLoss[] {
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  if (!index) {
    return [{ seen: `the index ${name} is missing`, remedy: deploy }];
  }
  if (index.IndexStatus !== 'ACTIVE') {
    const remedy = 'Wait until DynamoDB has finished it, and run the command again.';
    return [{ seen: `the index ${name} is ${index.IndexStatus}`, remedy }];
  }
  const keys = keysOf(table, index.KeySchema);
  const expected = `${hashKey} (S, HASH), ${rangeKey} (N, RANGE)`;
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection ?? {};
  const missing = nonKeyAttributes.filter((attribute) => !NonKeyAttributes.includes(attribute));
  return [
    keys !== expected && `the index ${name} has the keys ${keys}, not ${expected}`,
    // More than that is no harm.
    ProjectionType !== 'ALL' &&
      missing.length > 0 &&
      `the index ${name} does not include ${missing.join(', ')}`,
  ]
    .filter((problem) => typeof problem === 'string')
    .map((seen) => ({ seen, remedy: deploy }));
}
