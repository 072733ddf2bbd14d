import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';

const tableArn = 'arn:aws:dynamodb:ap-northeast-1:123456789012:table/history';
const get = { TableName: 'history', Key: { id: { S: '1' } } };
let aws: FakeServer;

beforeEach(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.stop());

const respondWith = (status: number, body: object) => {
  aws.handlers['GetItem'] = () => ({ status, body });
};

test('a result is the item in DynamoDB JSON with the metadata that AWS adds', async () => {
  const body = { Item: { id: { S: '1' }, bytes: { N: '1024' } } };
  aws.handlers['GetItem'] = () => ({ body, headers: { 'X-Served-By': 'somewhere' } });
  const result = await runnerOf(aws)('dynamodb:getItem', get);
  expect(result).toMatchObject({
    Item: { id: { S: '1' }, bytes: { N: '1024' } },
    SdkHttpMetadata: {
      AllHttpHeaders: { 'Content-Type': ['application/json'], 'X-Served-By': ['somewhere'] },
      HttpHeaders: { 'Content-Type': 'application/json', 'x-amzn-RequestId': 'request-1' },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: 'request-1' },
  });
});

test.each([
  ['getItem', get, 'dynamodb:GetItem'],
  ['putItem', { TableName: 'history', Item: { id: { S: '1' } } }, 'dynamodb:PutItem'],
  ['updateItem', get, 'dynamodb:UpdateItem'],
  ['deleteItem', get, 'dynamodb:DeleteItem'],
])('%s needs its own action on its own table', async (operation, args, action) => {
  aws.handlers['*'] = () => ({ body: {} });
  const authorizer = new FakeAuthorizer();
  await runnerOf(aws, { authorizer })(`dynamodb:${operation}`, args);
  expect(authorizer.asked).toEqual([{ action, resource: tableArn }]);
});

test('a denied call never reaches DynamoDB and is named as AWS names it', async () => {
  const authorizer = new FakeAuthorizer();
  authorizer.denied.add('dynamodb:GetItem');
  const error = await failure(runnerOf(aws, { authorizer })('dynamodb:getItem', get));
  expect(error.error).toBe('DynamoDB.AmazonDynamoDBException');
  expect(error.cause).toMatch(
    /^not authorized to perform: dynamodb:GetItem \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: [0-9a-f-]+; Proxy: null\)$/,
  );
  expect(aws.operations()).toEqual(['AssumeRole']);
});

test.each([
  ['ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
  ['ProvisionedThroughputExceededException', 'DynamoDB.ProvisionedThroughputExceededException'],
  ['ResourceNotFoundException', 'DynamoDB.ResourceNotFoundException'],
  ['ValidationException', 'DynamoDB.AmazonDynamoDBException'],
  ['ThrottlingException', 'DynamoDB.AmazonDynamoDBException'],
])('%s is the error %s, so that a Retry written for AWS matches', async (type, name) => {
  respondWith(400, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'Why.' });
  const error = await failure(runnerOf(aws)('dynamodb:getItem', get));
  expect(error.error).toBe(name);
  expect(error.cause).toBe(
    `Why. (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${type}; Request ID: request-1; Proxy: null)`,
  );
});

test('a failing service is called once, because only the machine’s Retry retries', async () => {
  respondWith(500, { __type: 'InternalServerError', message: 'Try again.' });
  const error = await failure(runnerOf(aws)('dynamodb:getItem', get));
  expect(error.error).toBe('DynamoDB.InternalServerErrorException');
  expect(aws.operations()).toEqual(['AssumeRole', 'GetItem']);
});

test('a response that cannot be read is the service’s failure, reported in one line', async () => {
  aws.handlers['GetItem'] = () => ({ status: 502, body: '<html>Bad Gateway</html>' });
  const error = await failure(runnerOf(aws)('dynamodb:getItem', get));
  expect(error.error).toBe('DynamoDB.AmazonDynamoDBException');
  expect(error.cause).toMatch(/^.*<html>.* \(Service: AmazonDynamoDBv2; Status Code: 502; .*\)$/);
});

test('a broken connection is SdkClientException, not a response of DynamoDB', async () => {
  aws.handlers['GetItem'] = () => 'reset';
  const error = await failure(runnerOf(aws)('dynamodb:getItem', get));
  expect(error.error).toBe('DynamoDB.SdkClientException');
});

test('a result over 256 KiB fails the task, as no state can carry it', async () => {
  respondWith(200, { Item: { id: { S: 'x'.repeat(262_144) } } });
  const error = await failure(runnerOf(aws)('dynamodb:getItem', get));
  expect(error.error).toBe('States.DataLimitExceeded');
  expect(error.cause).toContain("'dynamodb'");
});

test.each([
  [{ ...get, AttributesToGet: ['id'] }, /does not support the field 'AttributesToGet' of dynamodb:getItem/],
  [{ Key: get.Key }, /'TableName' is required/],
  [{ ...get, Key: { id: { B: 'AA==' } } }, /does not support binary attribute values/],
  [{ ...get, Key: { id: { S: { key: 'a' } } } }, /The value for the field 'S' must be a STRING/],
  [{ ...get, Key: { id: { N: 1 } } }, /The value for the field 'N' must be a STRING/],
  [{ ...get, Key: { id: 'a' } }, /must be an object/],
])('unknown or malformed arguments are rejected by name instead of being guessed', async (args, cause) => {
  const error = await failure(runnerOf(aws)('dynamodb:getItem', args));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toMatch(cause);
  expect(aws.received).toEqual([]);
});

test('an attribute may be called B, only its values may not be binary', async () => {
  aws.handlers['PutItem'] = () => ({ body: {} });
  const item = { id: { S: '1' }, B: { S: 'text' } };
  await runnerOf(aws)('dynamodb:putItem', { TableName: 'history', Item: item });
  expect(JSON.parse(aws.received[1]!.body)).toEqual({ TableName: 'history', Item: item });
});

test('a task that is stopped ends with the reason it was stopped for', async () => {
  const stop = new AbortController();
  aws.handlers['GetItem'] = () => {
    stop.abort(new Error('States.Timeout'));
    return 'hang';
  };
  const task = runnerOf(aws)('dynamodb:getItem', get, { signal: stop.signal });
  await expect(task).rejects.toThrow('States.Timeout');
});
