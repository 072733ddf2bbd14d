import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InMemoryDynamoDb, type Operation } from '../../../simulation/random-histories/dynamodb/dynamodb';
import { Table } from '../../../simulation/random-histories/dynamodb/table';
import { ConditionFailed } from '../../../simulation/random-histories/dynamodb/writes';
import { startMoto, type Moto } from '@usage-billing/local-aws/moto/moto';
import { findPython } from '../../../local/python';
import type { JsonObject } from '@usage-billing/local-aws/json';

jest.setTimeout(60_000);

let moto: Moto;
let client: DynamoDBClient;
let model: InMemoryDynamoDb;
let milliseconds = 0;
let lagMilliseconds = 0;

const text = (value: string) => ({ S: value });
const number = (value: number) => ({ N: String(value) });
const Key = (id: string) => ({ id: text(id) });

beforeAll(async () => {
  moto = await startMoto({ python: await findPython({ log: () => undefined }), accountId: '111122223333' });
  client = new DynamoDBClient({
    endpoint: moto.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'events',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'openState', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'open',
          KeySchema: [
            { AttributeName: 'openState', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});

afterAll(async () => {
  client?.destroy();
  await moto?.stop();
});

beforeEach(() => {
  lagMilliseconds = 0;
  const indexes = { open: { partition: 'openState', sort: 'dueAt' } };
  const table = new Table(
    'id',
    indexes,
    () => milliseconds,
    () => lagMilliseconds,
  );
  model = new InMemoryDynamoDb({ events: table });
});

const commands = {
  getItem: (input: JsonObject) => new GetItemCommand(input as never),
  putItem: (input: JsonObject) => new PutItemCommand(input as never),
  updateItem: (input: JsonObject) => new UpdateItemCommand(input as never),
  query: (input: JsonObject) => new QueryCommand(input as never),
  scan: (input: JsonObject) => new ScanCommand(input as never),
};

/** What both say to a request: the response without its metadata, or that the condition failed. */
async function bothAnswers(operation: Operation, request: JsonObject) {
  const input = { TableName: 'events', ...request };
  const motos = await client.send(commands[operation](input) as PutItemCommand).then(
    ({ $metadata: _, ConsumedCapacity: _capacity, ...response }) => response,
    (error: Error) => error.name,
  );
  try {
    return { model: model.run(operation, input), moto: motos };
  } catch (error) {
    return {
      model: error instanceof ConditionFailed ? 'ConditionalCheckFailedException' : error,
      moto: motos,
    };
  }
}

const put = (id: string, attributes: JsonObject) =>
  bothAnswers('putItem', { Item: { id: text(id), ...attributes } });

const conditions: [condition: string, values: JsonObject][] = [
  ['attribute_exists(dueAt)', {}],
  ['attribute_not_exists(dueAt)', {}],
  ['attribute_not_exists(id)', {}],
  ['dueAt = :value', { ':value': number(5) }],
  ['dueAt <> :value', { ':value': number(5) }],
  ['dueAt < :value', { ':value': number(10) }],
  ['dueAt <= :value', { ':value': number(5) }],
  ['dueAt > :value', { ':value': number(4) }],
  ['dueAt >= :value', { ':value': number(6) }],
  ['openState = :open AND dueAt = :value', { ':open': text('pending'), ':value': number(5) }],
  [
    'attribute_not_exists(dueAt) OR dueAt < :value OR openState = :open',
    { ':open': text('x'), ':value': number(6) },
  ],
  [
    '(attribute_exists(dueAt) OR dueAt < :value) AND openState <> :open',
    { ':open': text('x'), ':value': number(6) },
  ],
];

describe.each([
  ['with its attributes', { dueAt: number(5), openState: text('pending') }],
  ['without them', {}],
  ['that does not exist', undefined],
] as const)('an item %s', (_, attributes) => {
  test.each(conditions)('is updated if %s, as moto decides it', async (condition, values) => {
    const id = `${condition} ${JSON.stringify(attributes)}`;
    if (attributes) {
      await put(id, attributes);
    }
    const answers = await bothAnswers('updateItem', {
      Key: Key(id),
      UpdateExpression: 'SET seen = :seen',
      ConditionExpression: condition,
      ExpressionAttributeValues: { ...values, ':seen': number(1) },
      ReturnValues: 'ALL_NEW',
    });
    expect(answers.model).toEqual(answers.moto);
  });
});

test.each([
  ['SET #a = if_not_exists(#b, :two), #b = if_not_exists(absent, :two) + :two', { '#a': 'a', '#b': 'b' }],
  ['SET #a = :two REMOVE #b, absent ADD visits :two', { '#a': 'a', '#b': 'b' }],
  ['ADD b :two', undefined],
])('%s changes the item as in moto', async (UpdateExpression, names) => {
  await put(UpdateExpression, { b: number(40) });
  const answers = await bothAnswers('updateItem', {
    Key: Key(UpdateExpression),
    UpdateExpression,
    ...(names && { ExpressionAttributeNames: names }),
    ExpressionAttributeValues: { ':two': number(2) },
    ReturnValues: 'ALL_NEW',
  });
  expect(answers.model).toEqual(answers.moto);
});

test('numbers lose their leading zeros, as in moto', async () => {
  await put('zeros', { dueAt: { N: '0012' } });
  const answers = await bothAnswers('getItem', { Key: Key('zeros'), ProjectionExpression: 'dueAt' });
  expect(answers.model).toEqual({ Item: { dueAt: { N: '12' } } });
  expect(answers.moto).toEqual(answers.model);
});

test('an index is queried page by page, in the order of its sort key, as in moto', async () => {
  for (const due of [30, 10, 20, 40]) {
    await put(`paged-${due}`, {
      openState: text('paged'),
      dueAt: number(due),
      ...(due === 10 && { seen: text('') }),
    });
  }
  const request = {
    IndexName: 'open',
    KeyConditionExpression: 'openState = :open AND dueAt BETWEEN :low AND :high',
    FilterExpression: 'attribute_not_exists(seen)',
    ProjectionExpression: 'id, #due',
    ExpressionAttributeNames: { '#due': 'dueAt' },
    ExpressionAttributeValues: { ':open': text('paged'), ':low': number(10), ':high': number(30) },
    Limit: 2,
  };
  const first = await bothAnswers('query', request);
  expect(first.model).toEqual(first.moto);
  const { LastEvaluatedKey } = first.model as { LastEvaluatedKey: JsonObject };
  const second = await bothAnswers('query', { ...request, ExclusiveStartKey: LastEvaluatedKey });
  expect(second.model).toEqual(second.moto);
});

test('an index is scanned page by page with its items alone, as in moto', async () => {
  await put('closed', { dueAt: number(5) });
  await put('scanned-1', { openState: text('a'), dueAt: number(10) });
  await put('scanned-2', { openState: text('b'), dueAt: number(20) });
  const scanned = async (Limit: number) => {
    const seen = { model: [] as string[], moto: [] as string[] };
    for (const side of ['model', 'moto'] as const) {
      let page: JsonObject = {};
      do {
        const request = { IndexName: 'open', ProjectionExpression: 'id', Limit, ...page };
        const answer = (await bothAnswers('scan', request))[side] as JsonObject;
        seen[side].push(...(answer.Items as { id: { S: string } }[]).map(({ id }) => id.S));
        page = answer.LastEvaluatedKey ? { ExclusiveStartKey: answer.LastEvaluatedKey } : {};
      } while (page.ExclusiveStartKey);
      seen[side].sort();
    }
    return seen;
  };
  const { model: inModel } = await scanned(1);
  expect(inModel).toEqual(['scanned-1', 'scanned-2']);
  const { moto: inMoto } = await scanned(100);
  expect(inMoto).toEqual(expect.arrayContaining(inModel));
  expect(inMoto).not.toContain('closed');
});

test('a page begins after the last key of the one before, also if that item has gone from there', () => {
  const at = (id: string, dueAt: number) =>
    model.run('putItem', {
      TableName: 'events',
      Item: { ...Key(id), openState: text('open'), dueAt: number(dueAt) },
    });
  [1, 2, 3].forEach((due) => at(`moving-${due}`, due));
  const page = (rest: JsonObject) =>
    model.run('scan', { TableName: 'events', IndexName: 'open', Limit: 2, ...rest });
  const first = page({});
  at('moving-2', 9);
  const second = page({ ExclusiveStartKey: first.LastEvaluatedKey! });
  expect((second.Items as { dueAt: { N: string } }[]).map(({ dueAt }) => dueAt.N)).toEqual(['3', '9']);
});

test('a count has no items, as in moto', async () => {
  await put('counted', { openState: text('counted'), dueAt: number(1) });
  const answers = await bothAnswers('query', {
    IndexName: 'open',
    KeyConditionExpression: 'openState = :open',
    ExpressionAttributeValues: { ':open': text('counted') },
    Select: 'COUNT',
  });
  expect(answers.model).toEqual(answers.moto);
});

test('an index shows a write after its lag, and the table at once', () => {
  lagMilliseconds = 2000;
  model.run('putItem', {
    TableName: 'events',
    Item: { ...Key('late'), openState: text('late'), dueAt: number(1) },
  });
  const found = () =>
    model.run('query', {
      TableName: 'events',
      IndexName: 'open',
      KeyConditionExpression: 'openState = :open',
      ExpressionAttributeValues: { ':open': text('late') },
    }).Count;
  expect(found()).toBe(0);
  expect(model.run('getItem', { TableName: 'events', Key: Key('late') })).toHaveProperty('Item');
  milliseconds += 2000;
  expect(found()).toBe(1);
});

test.each([
  ['a name that no expression uses', { ExpressionAttributeNames: { '#unused': 'a' } }],
  ['a field that it does not know', { ReturnConsumedCapacity: 'TOTAL' }],
  ['a function that it does not know', { ConditionExpression: 'begins_with(id, id)' }],
])('%s is refused by the model', (_, field) => {
  const request = { TableName: 'events', Key: Key('any'), UpdateExpression: 'REMOVE a', ...field };
  expect(() => model.run('updateItem', request)).toThrow();
});
