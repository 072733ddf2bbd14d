import { textOf, Unsupported, type Item } from './attribute-values';
import type { Table } from './table';
import type { Json } from '@usage-billing/local-aws/json';

/** The table's key in an item or in a request's `Key`. */
export function keyOf(table: Table, key: Json | undefined): string {
  const text = textOf((key as Item | undefined)?.[table.key]);
  if (!text) {
    throw new Unsupported(`No key of the table: ${JSON.stringify(key)}`);
  }
  return text;
}
