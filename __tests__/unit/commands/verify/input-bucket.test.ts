import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { Facts } from '../../../../commands/verify/facts';
import { usageOf } from '../../../../commands/verify/meter-usage';
import { Sending } from '../../../../commands/verify/sending';
import { environmentOf } from '../../../../settings/environments';
import { responding } from '../../../helpers/aws-responses';

jest.mock('../../../../commands/verify/meter-usage');

beforeEach(() => jest.mocked(usageOf).mockResolvedValue(0));
afterEach(() => jest.restoreAllMocks());

/** The bucket to which the file is uploaded, with these settings and options. */
async function bucketOf(
  inputBucketName?: string,
  bucket?: string,
  inputs: unknown[] = [{ inputS3Bucket: 'latest' }],
): Promise<unknown> {
  const facts = Object.assign(new Facts({ ...environmentOf('test'), inputBucketName }), {
    stripe: async () => ({ customers: { list: async () => ({ data: [{ id: 'cus_1' }] }) } }),
    policyMappings: async () => [{ policyId: 'policy' }],
  }) as unknown as Facts;
  responding(S3Client, { PutObject: {} });
  responding(SFNClient, {
    StartExecution: { executionArn: 'arn' },
    DescribeExecution: {
      status: 'SUCCEEDED',
      // Each execution is looked at once, from the latest on.
      get input() {
        return JSON.stringify(inputs.shift());
      },
    },
    ...(inputBucketName
      ? {}
      : { ListExecutions: { executions: inputs.map(() => ({ executionArn: 'arn' })) } }),
  });
  const file = { name: 'verify.txt', body: new Uint8Array(1) };
  await new Sending(facts, { file, bucket, customerId: undefined, waitSeconds: 0 }).sent();
  const [command] = jest.mocked(S3Client.prototype.send).mock.lastCall!;
  return (command.input as { Bucket?: string }).Bucket;
}

test('the bucket of the settings is used without a look at executions, since CI may upload to no other', async () => {
  expect(await bucketOf('settings')).toBe('settings');
});

test('--bucket goes before the settings, and without either the latest execution decides', async () => {
  expect(await bucketOf('settings', 'option')).toBe('option');
  expect(await bucketOf()).toBe('latest');
});

test('an execution whose input names no bucket is passed over, since it may be why the command runs', async () => {
  const inputs = [{}, null, 'text', { inputS3Bucket: 'before them' }, { inputS3Bucket: 'older' }];
  expect(await bucketOf(undefined, undefined, inputs)).toBe('before them');
});
