import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';
import type { Json } from '../../../src/json';

const resource = 'aws-sdk:cloudwatch:putMetricData';
const metric = { MetricName: 'OpenEvents', Value: 3 };
let aws: FakeServer;

beforeEach(async () => {
  aws = await startFakeAws();
  aws.handlers['*'] = () => ({ body: {} });
});
afterEach(() => aws.stop());

const put = (changes: Record<string, Json>, authorizer = new FakeAuthorizer()) =>
  runnerOf(aws, { authorizer })(resource, { Namespace: 'Billing', MetricData: [metric], ...changes });
const sent = () => aws.received.filter(({ operation }) => operation !== 'AssumeRole');

test('metrics are put with the permission on everything, which a policy limits by their namespace', async () => {
  const authorizer = new FakeAuthorizer();
  const result = await put(
    {
      MetricData: [
        {
          ...metric,
          Unit: 'Count',
          Timestamp: new Date().toISOString(),
          Dimensions: [{ Name: 'Machine', Value: 'Recovery' }],
        },
        { ...metric, Value: 0 },
      ],
    },
    authorizer,
  );
  expect(result).toEqual({});
  expect(sent()).toHaveLength(1);
  expect(authorizer.asked).toEqual([
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': 'Billing' },
    },
  ]);
});

test('a denied call is CloudWatch’s own exception', async () => {
  const authorizer = new FakeAuthorizer();
  authorizer.denied.add('cloudwatch:PutMetricData');
  expect(await failure(put({}, authorizer))).toMatchObject({
    error: 'CloudWatch.CloudWatchException',
    cause: expect.stringContaining('(Service: CloudWatch, Status Code: 403,') as string,
  });
  expect(sent()).toEqual([]);
});

const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

test.each<[Record<string, Json>, RegExp]>([
  [{ Namespace: 'AWS/States' }, /The value AWS\/States for parameter Namespace is invalid/],
  [{ Namespace: ':own' }, /parameter Namespace is invalid/],
  [{ MetricData: [{ ...metric, Value: 1e200 }] }, /parameter MetricData\.member\.1\.Value is invalid/],
  [
    { MetricData: [metric, { ...metric, Unit: 'Files' }] },
    /MetricData\.member\.2\.Unit must be a value in the set/,
  ],
  [{ MetricData: [{ ...metric, Timestamp: days(-15) }] }, /Timestamp must specify a time within/],
  [{ MetricData: [{ ...metric, Timestamp: days(1) }] }, /Timestamp must specify a time within/],
  [{ MetricData: [{ ...metric, MetricName: '' }] }, /MetricName is invalid/],
  [
    { MetricData: [{ ...metric, Dimensions: [{ Name: 'A', Value: '顧客' }] }] },
    /Dimensions\.member\.1\.Value/,
  ],
])('%j is rejected as CloudWatch rejects it', async (changes, cause) => {
  const error = await failure(put(changes));
  expect(error.error).toBe('CloudWatch.InvalidParameterValueException');
  expect(error.cause).toMatch(cause);
  expect(sent()).toEqual([]);
});

test('a call without any metric is rejected', async () => {
  expect((await failure(put({ MetricData: [] }))).error).toBe('CloudWatch.MissingRequiredParameterException');
});

test.each<[Record<string, Json>, RegExp]>([
  [{ MetricData: [{ ...metric, Values: [1] }] }, /does not support the field 'Values' of MetricData/],
  [{ MetricData: [{ ...metric, Value: '3' }] }, /'Value' must be a DOUBLE/],
  [{ MetricData: metric }, /'MetricData' must be an ARRAY/],
  [{ StrictEntityValidation: true }, /does not support the field 'StrictEntityValidation'/],
])('%j ends the execution, as a malformed task does', async (changes, cause) => {
  const error = await failure(put(changes));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toMatch(cause);
});
