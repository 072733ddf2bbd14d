import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';

const tableArn = 'arn:aws:dynamodb:ap-northeast-1:123456789012:table/ledger';
const resource = 'aws-sdk:dynamodb:scan';
let aws: FakeServer;

beforeEach(async () => {
  aws = await startFakeAws();
  aws.handlers['Scan'] = () => ({ body: { Items: [{ id: { S: '1' } }], Count: 1, ScannedCount: 1 } });
});
afterEach(() => aws.stop());

test('the arguments reach DynamoDB as they are, and its page comes back', async () => {
  const page = { TableName: 'ledger', IndexName: 'open', Limit: 10, ExclusiveStartKey: { id: { S: '0' } } };
  expect(await runnerOf(aws)(resource, page)).toMatchObject({ Items: [{ id: { S: '1' } }] });
  expect(JSON.parse(aws.received.at(-1)!.body)).toEqual(page);
});

test('an index is scanned with the permission on exactly that, which the one for queries is not', async () => {
  const authorizer = new FakeAuthorizer();
  await runnerOf(aws, { authorizer })(resource, { TableName: 'ledger', IndexName: 'open' });
  expect(authorizer.asked).toEqual([{ action: 'dynamodb:Scan', resource: `${tableArn}/index/open` }]);
});

test.each([
  [{ KeyConditionExpression: 'id = :id' }, /does not support the field 'KeyConditionExpression'/],
  [{ ScanFilter: {} }, /does not support the field 'ScanFilter'/],
  [{ Limit: '10' }, /supports Limit as a number only/],
  [{ Segment: '0' }, /supports Segment as a number only/],
])('%j is rejected by name instead of being guessed', async (changes, cause) => {
  const error = await failure(runnerOf(aws)(resource, { TableName: 'ledger', ...changes }));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toMatch(cause);
  expect(aws.operations()).not.toContain('Scan');
});
