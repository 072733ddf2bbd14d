import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsRequest } from '../../src/endpoint/aws-request';
import { startEndpoint, type Endpoint } from '../../src/endpoint/endpoint';
import { awsEnvironment } from '../../src/endpoint/environment';
import { AwsFaultList } from '../../src/endpoint/faults';

describe('the endpoint before AWS', () => {
  const faults = new AwsFaultList();
  let reached: AwsRequest[];
  let endpoint: Endpoint;
  let options: object;

  beforeAll(async () => {
    endpoint = await startEndpoint(faults, (request) => {
      reached.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: request.service === 'dynamodb' ? '{}' : '' });
    });
    options = {
      endpoint: endpoint.url,
      region: 'ap-northeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    };
  });
  beforeEach(() => (reached = []));
  afterAll(() => endpoint.stop());

  const update = (id: string) =>
    new DynamoDBClient(options).send(new UpdateItemCommand({ TableName: 't', Key: { id: { S: id } } }));
  const throttled = {
    service: 'dynamodb',
    operation: 'UpdateItem',
    code: 'ProvisionedThroughputExceededException',
    message: 'Slow down',
  };

  test('a fault fails as many requests as it says, and they do not reach the service', async () => {
    faults.add({ ...throttled, times: 2 });
    await expect(update('a')).rejects.toMatchObject({ name: throttled.code, message: 'Slow down' });
    await expect(update('a')).rejects.toMatchObject({ name: throttled.code, message: 'Slow down' });
    expect(reached).toHaveLength(0);
    await expect(update('a')).resolves.toBeDefined();
  });

  test('a fault with a condition does not affect other requests', async () => {
    const remove = faults.add({ ...throttled, when: (body) => body.includes('"a"') });
    await expect(update('b')).resolves.toBeDefined();
    await expect(
      new DynamoDBClient(options).send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } })),
    ).resolves.toBeDefined();
    await expect(update('a')).rejects.toMatchObject({ name: throttled.code });
    remove();
    await expect(update('a')).resolves.toBeDefined();
  });

  test('a dropped connection gives no response at all', async () => {
    faults.add({ service: 'dynamodb', operation: 'UpdateItem', reset: true, times: 1 });
    await expect(update('a')).rejects.toThrow('socket hang up');
  });

  test('a fault speaks the protocol of its service, so that every SDK understands it', async () => {
    faults.add({
      service: 'iam',
      operation: 'GetRole',
      code: 'Throttling',
      message: 'Rate <exceeded>',
      times: 1,
    });
    faults.add({ service: 's3', operation: 'PutObject', code: 'SlowDown', status: 503, times: 1 });
    await expect(new IAMClient(options).send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
      name: 'Throttling',
      message: 'Rate <exceeded>',
    });
    await expect(
      new S3Client(options).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });

  test('a fault without a code is the 500 that SDKs repeat by themselves', async () => {
    faults.add({ service: 'dynamodb', operation: 'UpdateItem', times: 1 });
    await expect(update('a')).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
  });

  test('the environment leads a CLI to the endpoint alone, whatever the user has configured', () => {
    process.env.AWS_PROFILE = 'mine';
    process.env.AWS_ENDPOINT_URL_S3 = 'https://elsewhere.example';
    try {
      const environment = { ...process.env, ...awsEnvironment(endpoint.url, 'ap-northeast-1') };
      expect(environment.AWS_ENDPOINT_URL).toBe(endpoint.url);
      expect(environment.AWS_PROFILE).toBeUndefined();
      expect(environment.AWS_ENDPOINT_URL_S3).toBeUndefined();
    } finally {
      delete process.env.AWS_PROFILE;
      delete process.env.AWS_ENDPOINT_URL_S3;
    }
  });
});
