import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { startAccount, type Account } from '../../local-account';
import { failure, runnerOf } from './support';
import type { Json, JsonObject } from '../../../src/json';

/** A ledger that executions write with conditions; each test has an item of its own. */
describe('conditional writes of tasks', () => {
  let account: Account;
  let run: ReturnType<typeof runnerOf>;

  beforeAll(async () => {
    account = await startAccount();
    run = runnerOf({ url: account.aws.url });
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName: 'ledger',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'identifier', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'identifier', AttributeType: 'S' }],
      }),
    );
  });
  afterAll(() => account.aws.stop());

  const put = (identifier: string, item: JsonObject = {}) =>
    run('dynamodb:putItem', {
      TableName: 'ledger',
      Item: { identifier: { S: identifier }, status: { S: 'pending' }, attempts: { N: '9' }, ...item },
      ConditionExpression: 'attribute_not_exists(identifier)',
    });
  const update = (identifier: string, changes: JsonObject, integration = 'dynamodb:updateItem') =>
    run(integration, { TableName: 'ledger', Key: { identifier: { S: identifier } }, ...changes });
  const attributes = (result: Json) => (result as JsonObject)['Attributes'];
  const read = async (identifier: string) => {
    const get = { TableName: 'ledger', Key: { identifier: { S: identifier } }, ConsistentRead: true };
    return ((await run('dynamodb:getItem', get)) as JsonObject)['Item'];
  };

  const claim = {
    UpdateExpression:
      'SET attempts = if_not_exists(attempts, :zero) + :one, dueAt = :later, firstClaimedAt = if_not_exists(firstClaimedAt, :now) REMOVE lastError ADD claims :one',
    ConditionExpression:
      'attribute_exists(identifier) AND #status = :pending AND (dueAt = :seen OR attribute_not_exists(dueAt))',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':zero': { N: '0' },
      ':one': { N: '1' },
      ':now': { N: '1700000000' },
      ':later': { N: '1700000900' },
      ':seen': { N: '1700000000' },
      ':pending': { S: 'pending' },
    },
  };

  test('of two runs that saw the same due time, one claims the item; it gets the item as it is now', async () => {
    await put('claimed', { dueAt: { N: '1700000000' }, lastError: { S: 'why' } });
    expect(attributes(await update('claimed', { ...claim, ReturnValues: 'ALL_NEW' }))).toEqual({
      identifier: { S: 'claimed' },
      status: { S: 'pending' },
      attempts: { N: '10' },
      claims: { N: '1' },
      dueAt: { N: '1700000900' },
      firstClaimedAt: { N: '1700000000' },
    });
    const second = await failure(update('claimed', { ...claim, ReturnValues: 'ALL_NEW' }));
    expect(second.error).toBe('DynamoDB.ConditionalCheckFailedException');
    expect(await read('claimed')).toMatchObject({ attempts: { N: '10' } });
  });

  test.each([
    ['ALL_OLD', { identifier: { S: 'ALL_OLD' }, status: { S: 'pending' }, attempts: { N: '9' } }],
    ['UPDATED_OLD', { status: { S: 'pending' }, attempts: { N: '9' } }],
    ['UPDATED_NEW', { status: { S: 'sent' }, attempts: { N: '10' } }],
    ['NONE', undefined],
  ])('ReturnValues %s returns what DynamoDB returns', async (ReturnValues, expected) => {
    await put(ReturnValues);
    const result = await update(ReturnValues, {
      UpdateExpression: 'SET #status = :sent, attempts = attempts + :one',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':sent': { S: 'sent' }, ':one': { N: '1' } },
      ReturnValues,
    });
    expect(attributes(result)).toEqual(expected);
  });

  test('an item is put once, whatever its second writer wants', async () => {
    await put('once');
    expect((await failure(put('once', { attempts: { N: '0' } }))).error).toBe(
      'DynamoDB.ConditionalCheckFailedException',
    );
    expect(await read('once')).toMatchObject({ attempts: { N: '9' } });
  });

  test.each([
    ['attempts < :ten AND begins_with(sentAt, :day)', true],
    ['attempts BETWEEN :nine AND :ten AND NOT begins_with(sentAt, :other)', true],
    ['attempts IN (:ten, :nine)', true],
    ['(attempts = :ten OR attempts = :nine) AND attribute_exists(sentAt)', true],
    ['attempts = :ten OR attempts = :nine AND attribute_exists(sentAt)', true],
    ['(attempts = :ten OR attempts = :nine) AND attribute_not_exists(sentAt)', false],
    ['attempts = :nine AND attribute_not_exists(sentAt) OR attempts > :ten', false],
    ['gone < :ten OR gone >= :ten', false],
    ['gone <> :ten', true],
    ['size(sentAt) = :ten', true],
    ['contains(sentAt, :other)', false],
  ])('the condition %s is %s', async (ConditionExpression, holds) => {
    const values: JsonObject = {
      ':nine': { N: '9' },
      ':ten': { N: '10' },
      ':day': { S: '2026-' },
      ':other': { S: '2027-' },
    };
    const used = ([name]: [string, Json]) => ConditionExpression.includes(name);
    const identifier = ConditionExpression;
    await put(identifier, { sentAt: { S: '2026-09-01' } });
    const outcome = update(identifier, {
      UpdateExpression: 'REMOVE lastError',
      ConditionExpression,
      ExpressionAttributeValues: Object.fromEntries(Object.entries(values).filter(used)),
    }).then(
      () => true,
      (error: { error: string }) => error.error !== 'DynamoDB.ConditionalCheckFailedException' && error,
    );
    expect(await outcome).toBe(holds);
  });

  test('the AWS SDK integration knows ReturnValuesOnConditionCheckFailure, and its error has its own prefix', async () => {
    await put('sdk');
    const rejected = await failure(
      update(
        'sdk',
        {
          UpdateExpression: 'REMOVE lastError',
          ConditionExpression: 'attribute_exists(sentAt)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
        'aws-sdk:dynamodb:updateItem',
      ),
    );
    expect(rejected.error).toBe('DynamoDb.ConditionalCheckFailedException');
  });
});
