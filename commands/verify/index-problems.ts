import type { KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import type { LedgerIndex } from '../../modules/ledger-indexes';

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
): string[] {
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  if (!index) {
    return [`the index ${name} is missing`];
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
    index.IndexStatus !== 'ACTIVE' && `the index ${name} is ${index.IndexStatus}`,
  ].filter((problem) => typeof problem === 'string');
}
