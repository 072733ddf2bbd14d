import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
  type QueryCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { startAccount, type Account } from '../local-account';

const TableName = 'events';
const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
const item = (id: string, open?: string, dueAt?: number): Record<string, AttributeValue> => ({
  id: { S: id },
  customer: { S: 'cus_1' },
  attempts: { N: '0' },
  ...(open !== undefined && { open: { S: open } }),
  ...(dueAt !== undefined && { dueAt: { N: String(dueAt) } }),
});

describe('DynamoDB of the local AWS', () => {
  let account: Account;

  beforeAll(async () => {
    account = await startAccount();
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [key('id', 'HASH')],
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'open', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'open',
            KeySchema: [key('open', 'HASH'), key('dueAt', 'RANGE')],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['customer'] },
          },
        ],
      }),
    );
    const items = [item('a', 'pending', 10), item('b', 'pending', 20), item('c', 'pending', 100)];
    for (const Item of [...items, item('closed'), item('undated', 'pending')]) {
      await account.dynamoDb.send(new PutItemCommand({ TableName, Item }));
    }
  });
  afterAll(() => account.aws.stop());

  const names = { '#open': 'open' };
  const values = { ':open': { S: 'pending' } };
  const query = (changes: Partial<QueryCommandInput> = {}) =>
    account.dynamoDb.send(
      new QueryCommand({
        TableName,
        IndexName: 'open',
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ...changes,
      }),
    );
  const ids = (items: Record<string, AttributeValue>[] = []) => items.map(({ id }) => id!.S);
  const update = (id: string, changes: Partial<UpdateItemCommandInput>) =>
    account.dynamoDb.send(new UpdateItemCommand({ TableName, Key: { id: { S: id } }, ...changes }));
  const read = async (id: string) =>
    (await account.dynamoDb.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item;

  test('an index lists the items that have both of its keys, in the order of numbers and without other attributes', async () => {
    const { Items, Count } = await query();
    expect(ids(Items)).toEqual(['a', 'b', 'c']);
    expect(Count).toBe(3);
    expect(Items![0]).not.toHaveProperty('attempts');
    expect(Items![0]).toHaveProperty('customer');
  });

  test('Limit counts what is read and not what the filter leaves; the last key leads on', async () => {
    const filter = {
      FilterExpression: 'customer = :other',
      ExpressionAttributeValues: { ...values, ':other': { S: 'cus_2' } },
      Limit: 2,
    };
    const first = await query(filter);
    expect(first).toMatchObject({ Count: 0, ScannedCount: 2, LastEvaluatedKey: { id: { S: 'b' } } });
    const rest = await query({ Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(ids(rest.Items)).toEqual(['c']);
    expect(rest.LastEvaluatedKey).toBeUndefined();
  });

  test('a page that ends exactly at Limit has a last key although nothing follows, as DynamoDB does not look ahead', async () => {
    const { LastEvaluatedKey } = await query({ Limit: 3 });
    expect(LastEvaluatedKey).toEqual({ id: { S: 'c' }, open: { S: 'pending' }, dueAt: { N: '100' } });
    const next = await query({ Limit: 3, ExclusiveStartKey: LastEvaluatedKey });
    expect(next).toMatchObject({ Items: [], Count: 0 });
    expect(next.LastEvaluatedKey).toBeUndefined();
  });

  test('COUNT gives no items, and a condition on the sort key narrows both counts', async () => {
    const due = {
      KeyConditionExpression: '#open = :open AND dueAt BETWEEN :from AND :to',
      ExpressionAttributeValues: { ...values, ':from': { N: '9' }, ':to': { N: '20' } },
    };
    const { Items, Count, ScannedCount } = await query({ ...due, Select: 'COUNT' });
    expect([Items, Count, ScannedCount]).toEqual([undefined, 2, 2]);
  });

  test.each<[Partial<QueryCommandInput>, string]>([
    [{ ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
    [{ KeyConditionExpression: '#open > :open' }, 'Query key condition not supported'],
    [
      { KeyConditionExpression: 'dueAt = :open', ExpressionAttributeNames: undefined },
      'Query condition missed key schema element: open',
    ],
    [{ KeyConditionExpression: '#open = :open OR dueAt = :open' }, 'Invalid operator used'],
    [
      { KeyConditionExpression: 'open = :open', ExpressionAttributeNames: undefined },
      'Attribute name is a reserved keyword; reserved keyword: open',
    ],
    [
      { KeyConditionExpression: '#open = :open AND dueAt < :now' },
      'An expression attribute value used in expression is not defined; attribute value: :now',
    ],
    [{ ExpressionAttributeValues: { ...values, ':now': { N: '1' } } }, 'unused in expressions: keys: {:now}'],
    [{ ExpressionAttributeValues: { ':open': { N: '1' } } }, 'does not match schema type'],
    [
      {
        FilterExpression: 'dueAt < :now',
        ExpressionAttributeValues: { ...values, ':now': { N: '1' } },
      },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: dueAt',
    ],
    [{ ProjectionExpression: 'attempts' }, 'Global secondary index open does not project [attempts]'],
    [{ Select: 'ALL_ATTRIBUTES' }, 'Select type ALL_ATTRIBUTES is not supported'],
    [{ Select: 'COUNT', ProjectionExpression: 'id' }, 'when choosing to get only the Count'],
    [{ Select: 'SPECIFIC_ATTRIBUTES' }, 'choosing to get SPECIFIC_ATTRIBUTES'],
    [{ ExclusiveStartKey: { id: { S: 'a' } } }, 'The provided starting key is invalid'],
    [{ Limit: 0 }, 'Member must have value greater than or equal to 1'],
    [{ IndexName: 'none' }, 'The table does not have the specified index: none'],
  ])('a query with %j is refused as DynamoDB refuses it', async (changes, message) => {
    await expect(query(changes)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });

  test.each([
    ['another type', { ...item('x', 'pending'), dueAt: { S: '10' } }, 'Type mismatch for Index Key dueAt'],
    ['no text', item('x', '', 1), 'cannot contain an empty string value'],
    ['no number', { ...item('x'), attempts: { N: 'many' } }, 'cannot be converted to a numeric value: many'],
  ])('an item is not put with a key of an index, or a number, that is %s', async (_, Item, message) => {
    await expect(account.dynamoDb.send(new PutItemCommand({ TableName, Item }))).rejects.toThrow(message);
    expect(await read('x')).toBeUndefined();
  });

  test('a refused update changes nothing, not even what stands before the refused part', async () => {
    const before = await read('closed');
    const emptied = update('closed', {
      UpdateExpression: 'SET customer = :other, #open = :none',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':other': { S: 'cus_2' }, ':none': { S: '' } },
    });
    await expect(emptied).rejects.toThrow('attempted to update a secondary index key');
    const added = update('closed', {
      UpdateExpression: 'SET attempts = :one ADD customer :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    await expect(added).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await read('closed')).toEqual(before);
    await expect(
      update('new', {
        UpdateExpression: 'SET attempts = attempts + :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await read('new')).toBeUndefined();
  });

  test('UPDATED_NEW returns what the expression names, changed or not, and UPDATED_OLD what was there', async () => {
    await account.dynamoDb.send(new PutItemCommand({ TableName, Item: item('returned') }));
    const expression = {
      UpdateExpression: 'SET attempts = if_not_exists(attempts, :one) + :one, customer = :same REMOVE gone',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':same': { S: 'cus_1' } },
    };
    const updated = await update('returned', { ...expression, ReturnValues: 'UPDATED_NEW' });
    expect(updated.Attributes).toEqual({ attempts: { N: '1' }, customer: { S: 'cus_1' } });
    const old = await update('returned', { ...expression, ReturnValues: 'UPDATED_OLD' });
    expect(old.Attributes).toEqual({ attempts: { N: '1' }, customer: { S: 'cus_1' } });
    expect(old).not.toHaveProperty('ConsumedCapacity');
    await expect(
      update('returned', {
        UpdateExpression: 'SET error.code = :same',
        ExpressionAttributeValues: { ':same': { S: 'x' } },
        ReturnValues: 'UPDATED_NEW',
      }),
    ).rejects.toThrow('does not support ReturnValues UPDATED_NEW with the nested path error.code');
  });
});
