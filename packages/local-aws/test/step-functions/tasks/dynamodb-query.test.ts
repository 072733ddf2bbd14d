import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';

const tableArn = 'arn:aws:dynamodb:ap-northeast-1:123456789012:table/ledger';
const query = {
  TableName: 'ledger',
  KeyConditionExpression: 'identifier = :id',
  ExpressionAttributeValues: { ':id': { S: '1' } },
};
const resource = 'aws-sdk:dynamodb:query';
let aws: FakeServer;
let authorizer: FakeAuthorizer;

beforeEach(async () => {
  aws = await startFakeAws();
  authorizer = new FakeAuthorizer();
  aws.handlers['Query'] = () => ({ body: { Items: [], Count: 0, ScannedCount: 0 } });
});
afterEach(() => aws.stop());

test('a page has items, counts and the last key as DynamoDB writes them, and no metadata', async () => {
  const page = {
    Items: [{ identifier: { S: '1' }, value: { N: '1024' } }],
    Count: 1,
    ScannedCount: 2,
    LastEvaluatedKey: { identifier: { S: '1' } },
  };
  aws.handlers['Query'] = () => ({ body: page });
  expect(await runnerOf(aws)(resource, query)).toEqual(page);
});

test('the arguments reach DynamoDB as they are', async () => {
  const page = {
    ...query,
    IndexName: 'open',
    Limit: 10,
    Select: 'COUNT',
    ScanIndexForward: false,
    ExclusiveStartKey: { identifier: { S: '0' } },
  };
  await runnerOf(aws)(resource, page);
  expect(JSON.parse(aws.received.at(-1)!.body)).toEqual(page);
});

test.each([
  ['a table', {}, tableArn],
  ['an index', { IndexName: 'open' }, `${tableArn}/index/open`],
  ['an index of a table by its ARN', { TableName: tableArn, IndexName: 'open' }, `${tableArn}/index/open`],
])('%s is queried with the permission on exactly that', async (_, changes, expected) => {
  await runnerOf(aws, { authorizer })(resource, { ...query, ...changes });
  expect(authorizer.asked).toEqual([{ action: 'dynamodb:Query', resource: expected }]);
});

test('errors have the prefix of the AWS SDK integration', async () => {
  aws.handlers['Query'] = () => ({ status: 400, body: { __type: 'ValidationException', message: 'Why.' } });
  const rejected = await failure(runnerOf(aws)(resource, query));
  expect(rejected.error).toBe('DynamoDb.DynamoDbException');
  authorizer.denied.add('dynamodb:Query');
  const denied = await failure(runnerOf(aws, { authorizer })(resource, query));
  expect(denied.error).toBe('DynamoDb.DynamoDbException');
  expect(denied.cause).toContain('not authorized to perform: dynamodb:Query (Service: DynamoDb,');
});

test.each([
  [{ KeyConditions: {} }, /does not support the field 'KeyConditions' of aws-sdk:dynamodb:query/],
  [{ QueryFilter: {} }, /does not support the field 'QueryFilter'/],
  [{ Limit: '10' }, /supports Limit as a number only/],
  [{ ScanIndexForward: 'false' }, /supports ScanIndexForward as a boolean only/],
  [{ ExclusiveStartKey: { identifier: { N: 1 } } }, /The value for the field 'N' must be a STRING/],
])('%j is rejected by name instead of being guessed', async (changes, cause) => {
  const error = await failure(runnerOf(aws)(resource, { ...query, ...changes }));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toMatch(cause);
  expect(aws.operations()).not.toContain('Query');
});
