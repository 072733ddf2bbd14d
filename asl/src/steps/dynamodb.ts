import { jsonata, Jsonata } from '../language/jsonata';
import type { Fields, Need, Value } from '../language/states';

/** A table as a state machine knows it. */
export interface Table {
  readonly name: string;
  readonly key: string;
  /** The statement of the role's policy that is about it. */
  readonly needs: (...actions: readonly string[]) => Need;
}

/** An index of a table, for queries. */
export interface Index {
  readonly table: string;
  readonly name: string;
  readonly needs: (...actions: readonly string[]) => Need;
}

/** An attribute that is a text. */
export const text = (value: string | Jsonata) => ({ S: value });

/** An attribute that is a number, which DynamoDB takes as a text. */
export const number = (value: number | Jsonata) => ({
  N: value instanceof Jsonata ? jsonata`$string(${value})` : String(value),
});

/** `status` is a word that DynamoDB reserves. */
export const statusName = { '#status': 'status' };

const keyOf = ({ name, key }: Table, value: string | Jsonata) => ({
  TableName: name,
  Key: { [key]: text(value) },
});

/** An update whose arguments are complete. */
export const update = (table: Table, Arguments: Fields) => ({
  Resource: 'arn:aws:states:::dynamodb:updateItem',
  Arguments,
  needs: [table.needs('dynamodb:UpdateItem')],
});

export const updateItem = (
  table: Table,
  key: string | Jsonata,
  fields: {
    readonly UpdateExpression: string | Jsonata;
    readonly ConditionExpression?: string;
    readonly ExpressionAttributeNames?: Fields;
    readonly ExpressionAttributeValues: Fields;
    readonly ReturnValues?: 'ALL_NEW';
  },
) => update(table, { ...keyOf(table, key), ...fields });

export const putItem = (
  table: Table,
  { Item, ConditionExpression }: { readonly Item: Fields; readonly ConditionExpression: string },
) => ({
  Resource: 'arn:aws:states:::dynamodb:putItem',
  Arguments: { TableName: table.name, Item, ConditionExpression },
  needs: [table.needs('dynamodb:PutItem')],
});

export const getItem = (
  table: Table,
  key: string | Jsonata,
  options: { readonly ProjectionExpression: string } | { readonly ConsistentRead: true },
) => ({
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Arguments: { ...keyOf(table, key), ...options },
  needs: [table.needs('dynamodb:GetItem')],
});

/** All items of an index, in no order that matters. */
export const scan = (
  { table, name, needs }: Index,
  argumentsOf: (of: { readonly TableName: string; readonly IndexName: string }) => Value,
) => ({
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:scan',
  Arguments: argumentsOf({ TableName: table, IndexName: name }),
  needs: [needs('dynamodb:Scan')],
});

export const query = (
  { table, name, needs }: Index,
  argumentsOf: (of: { readonly TableName: string; readonly IndexName: string }) => Value,
) => ({
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:query',
  Arguments: argumentsOf({ TableName: table, IndexName: name }),
  needs: [needs('dynamodb:Query')],
});
