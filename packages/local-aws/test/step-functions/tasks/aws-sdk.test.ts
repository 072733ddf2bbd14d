import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';

const secretArn = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:example/stripe/api-key-AbCdEf';
const describe = 'aws-sdk:secretsmanager:describeSecret';
const itemKey = '入力/請求 1.csv';
const copyArguments = {
  Bucket: 'outbox',
  Key: `copy/${itemKey}`,
  CopySource: `inbox/${encodeURIComponent(itemKey)}`,
};
let aws: FakeServer;
let authorizer: FakeAuthorizer;

beforeEach(async () => {
  aws = await startFakeAws();
  authorizer = new FakeAuthorizer();
});
afterEach(() => aws.stop());

const xml = (status: number, body: string) => () => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body,
});
const notThere = () => ({
  status: 400,
  body: { __type: 'ResourceNotFoundException', message: 'No such secret.' },
});
const secretIsThere = () => {
  aws.handlers['DescribeSecret'] = () => ({
    body: {
      ARN: secretArn,
      Name: 'example/stripe/api-key',
      CreatedDate: 1_700_000_000,
      LastAccessedDate: 1_700_000_000.5,
    },
  });
};

test('a described secret is spelled as Step Functions spells it: Arn, and dates as text', async () => {
  secretIsThere();
  expect(await runnerOf(aws)(describe, { SecretId: secretArn })).toEqual({
    Arn: secretArn,
    Name: 'example/stripe/api-key',
    CreatedDate: '2023-11-14T22:13:20Z',
    LastAccessedDate: '2023-11-14T22:13:20.500Z',
  });
});

test('a secret given by name is authorized by its full ARN, which policies are written for', async () => {
  secretIsThere();
  await runnerOf(aws, { authorizer })(describe, { SecretId: 'example/stripe/api-key' });
  expect(authorizer.asked).toEqual([{ action: 'secretsmanager:DescribeSecret', resource: secretArn }]);
});

test('a secret that does not exist is authorized by the name alone, which a policy for one ARN does not allow', async () => {
  aws.handlers['DescribeSecret'] = notThere;
  const error = await failure(runnerOf(aws, { authorizer })(describe, { SecretId: 'example/none' }));
  expect(authorizer.asked).toEqual([{ action: 'secretsmanager:DescribeSecret', resource: 'example/none' }]);
  expect(error.error).toBe('SecretsManager.ResourceNotFoundException');
  expect(error.cause).toBe(
    'No such secret. (Service: SecretsManager, Status Code: 400, Request ID: request-1)',
  );
});

test('a denied call is the service’s own exception, as recorded from AWS', async () => {
  secretIsThere();
  authorizer.denied.add('secretsmanager:DescribeSecret');
  const error = await failure(runnerOf(aws, { authorizer })(describe, { SecretId: secretArn }));
  expect(error.error).toBe('SecretsManager.SecretsManagerException');
  expect(error.cause).toMatch(
    /^not authorized to perform: secretsmanager:DescribeSecret \(Service: SecretsManager, Status Code: 400, Request ID: .+\)$/,
  );
});

test('the AWS SDK integration of DynamoDB has another prefix than the optimized one, and no metadata', async () => {
  const run = runnerOf(aws);
  aws.handlers['GetItem'] = notThere;
  const get = { TableName: 'history', Key: { id: { S: '1' } } };
  expect((await failure(run('aws-sdk:dynamodb:getItem', get))).error).toBe(
    'DynamoDb.ResourceNotFoundException',
  );
  aws.handlers['GetItem'] = () => ({ body: { Item: { id: { S: '1' } } } });
  expect(await run('aws-sdk:dynamodb:getItem', get)).toEqual({ Item: { id: { S: '1' } } });
});

test('copying needs reading the source object and writing the target, Japanese keys included', async () => {
  aws.handlers[`PUT /outbox/copy/${itemKey}`] = xml(
    200,
    '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>',
  );
  const result = await runnerOf(aws, { authorizer })('aws-sdk:s3:copyObject', copyArguments);
  expect(result).toEqual({ CopyObjectResult: { ETag: '"e"' } });
  expect(authorizer.asked).toEqual([
    { action: 's3:GetObject', resource: `arn:aws:s3:::inbox/${itemKey}` },
    { action: 's3:PutObject', resource: `arn:aws:s3:::outbox/copy/${itemKey}` },
  ]);
});

test('a CopySource that is not URL-encoded is rejected, because S3 would reject it', async () => {
  const error = await failure(
    runnerOf(aws)('aws-sdk:s3:copyObject', { ...copyArguments, CopySource: `inbox/${itemKey}` }),
  );
  expect(error.error).toBe('S3.S3Exception');
  expect(error.cause).toContain('CopySource must be URL-encoded.');
});

test('a missing object is NoSuchKey for a role that may list the bucket, and access denied for others', async () => {
  aws.handlers['PUT /outbox/x'] = xml(404, '<Error><Code>NoSuchKey</Code><Message>No key.</Message></Error>');
  const copy = () =>
    failure(runnerOf(aws, { authorizer })('aws-sdk:s3:copyObject', { ...copyArguments, Key: 'x' }));
  expect((await copy()).error).toBe('S3.NoSuchKeyException');
  expect(authorizer.asked.at(-1)).toEqual({ action: 's3:ListBucket', resource: 'arn:aws:s3:::inbox' });
  authorizer.denied.add('s3:ListBucket');
  expect(await copy()).toMatchObject({
    error: 'S3.S3Exception',
    cause: expect.stringContaining('Status Code: 403'),
  });
});

test('HEAD of a missing object is NoSuchKeyException, as the SDK for Java reports its 404', async () => {
  aws.handlers['HEAD /inbox/x'] = () => ({ status: 404 });
  const error = await failure(runnerOf(aws)('aws-sdk:s3:headObject', { Bucket: 'inbox', Key: 'x' }));
  expect(error.error).toBe('S3.NoSuchKeyException');
});

test('publishing needs the topic’s permission', async () => {
  authorizer.denied.add('sns:Publish');
  const topic = 'arn:aws:sns:ap-northeast-1:123456789012:alarm';
  const publish = { TopicArn: topic, Message: 'text' };
  const error = await failure(runnerOf(aws, { authorizer })('aws-sdk:sns:publish', publish));
  expect(error.error).toBe('Sns.AuthorizationErrorException');
  expect(authorizer.asked).toEqual([{ action: 'sns:Publish', resource: topic }]);
});
