import { isForbiddenHeader } from '../../../src/step-functions/tasks/http-rules';
import { connectionArn, findings, httpTask, pass, validate } from './machine';

const http = (args: object) =>
  findings({ A: { ...httpTask, Arguments: { ...httpTask.Arguments, ...args } } });
const task = (Resource: unknown, Arguments: unknown = {}) => ({
  A: { Type: 'Task', Resource, Arguments, End: true },
});

describe('HTTP Tasks', () => {
  test('a connection may be named in either place, or computed', () => {
    expect(http({})).toEqual([]);
    expect(http({ InvocationConfig: undefined, Authentication: { ConnectionArn: connectionArn } })).toEqual(
      [],
    );
    expect(http({ InvocationConfig: { ConnectionArn: '{% $states.input.arn %}' } })).toEqual([]);
    expect(http({ ApiEndpoint: '{% $states.input.url %}', Method: '{% $states.input.method %}' })).toEqual(
      [],
    );
  });

  test.each<[object, string]>([
    [
      { InvocationConfig: undefined },
      "/States/A/Arguments: The field 'InvocationConfig.ConnectionArn' is required but was missing",
    ],
    [{ InvocationConfig: {} }, "The field 'InvocationConfig.ConnectionArn' is required but was missing"],
    [{ InvocationConfig: { ConnectionArn: 'stripe' } }, 'must be the ARN of an EventBridge connection'],
    [{ Method: undefined }, "/States/A/Arguments: The field 'Method' is required but was missing"],
    [{ Method: 'post' }, '/Arguments/Method: The value must be one of GET, POST'],
    [{ ApiEndpoint: undefined }, "The field 'ApiEndpoint' is required but was missing"],
    [
      { ApiEndpoint: 'http://api.stripe.com/v1' },
      '/Arguments/ApiEndpoint: The value must be an https:// URL',
    ],
    [{ Url: 'https://api.stripe.com' }, "not support the field 'Url' of http:invoke"],
    [{ Transform: { RequestBodyEncoding: 'FORM' } }, 'The value must be NONE or URL_ENCODED'],
    [
      { Transform: { RequestEncodingOptions: { ArrayFormat: 'COMMA' } } },
      'The value must be one of INDICES, REPEAT, COMMAS, BRACKETS',
    ],
  ])('%j is rejected', (args, message) => {
    expect(http(args).join('\n')).toContain(message);
  });

  test('an Authorization header is rejected as in AWS, because the key belongs in the connection', () => {
    expect(http({ Headers: { Authorization: 'Bearer', 'X-Amz-Date': 'x', Accept: '*/*' } })).toEqual([
      "/States/A/Arguments: The 'Headers' field contains unsupported values: [authorization, x-amz-date]",
    ]);
  });

  test('headers are forbidden by name or prefix, in any case', () => {
    expect(
      ['HOST', 'Cache-Control', 'x-forwarded-for', 'X-Amzn-Trace-Id', 'te'].filter(isForbiddenHeader),
    ).toHaveLength(5);
    expect(
      ['Content-Type', 'Idempotency-Key', 'Stripe-Version', 'Hostname'].filter(isForbiddenHeader),
    ).toEqual([]);
  });
});

describe('integrations', () => {
  test.each([
    ['arn:aws:states:::dynamodb:getItem', { TableName: 't', Key: {} }],
    ['arn:aws:states:::aws-sdk:secretsmanager:describeSecret', { SecretId: 's' }],
    ['arn:aws:states:::states:startExecution', { StateMachineArn: 'm' }],
    ['arn:aws:states:::states:startExecution.sync:2', '{% $states.input %}'],
  ])('%s is supported', (resource, args) => {
    expect(findings(task(resource, args))).toEqual([]);
  });

  test.each([
    'arn:aws:states:::lambda:invoke',
    'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    'arn:aws:states:::states:startExecution.sync',
    'arn:aws:states:::states:startExecution.waitForTaskToken',
    'arn:aws:states:::dynamodb:query',
    'arn:aws:states:::dynamodb:scan',
    'arn:aws:states:::aws-sdk:ec2:describeInstances',
    'arn:aws:states:::aws-sdk:s3:putObject',
    'arn:aws:states:::aws-sdk:s3:getObject',
    'arn:aws:states:::aws-sdk:secretsmanager:getSecretValue',
    'arn:aws:states:::aws-sdk:sqs:sendMessage',
    'arn:aws:lambda:ap-northeast-1:123456789012:function:resize',
    'arn:aws:states:ap-northeast-1:123456789012:activity:check',
  ])('%s is known to AWS and rejected by name', (resource) => {
    expect(findings(task(resource))).toEqual([
      `/States/A/Resource: local Step Functions does not support ${resource}`,
    ]);
  });

  test.each([
    'arn:aws:states:::htp:invoke',
    'arn:aws:states:::http:invoke:2',
    'http:invoke',
    '',
    5,
    undefined,
  ])('%j is not a resource of AWS', (resource) => {
    const [found] = validate(task(resource));
    expect(found!.code).toBe('INVALID_RESOURCE');
    expect(found!.message).toContain('is not recognized. The value is not a valid resource ARN');
  });

  test('a field that the integration needs, or does not know, is named before anything runs', () => {
    expect(findings(task('arn:aws:states:::dynamodb:updateItem', { TableNme: 't', Key: {} }))).toEqual([
      "/States/A/Arguments/TableNme: local Step Functions does not support the field 'TableNme' of dynamodb:updateItem",
      "/States/A/Arguments: The field 'TableName' is required but was missing",
    ]);
  });
});

describe('Retry and Catch', () => {
  const retry = (...Retry: object[]) => findings({ A: { ...httpTask, Retry } });
  const caught = (Catch: unknown) => findings({ A: { ...httpTask, Catch }, B: pass });

  test('a retrier with all its fields is accepted, and one that does not wait', () => {
    expect(retry({ ErrorEquals: ['E'], IntervalSeconds: 0 })).toEqual([]);
    const all = {
      IntervalSeconds: 2,
      MaxAttempts: 5,
      BackoffRate: 2.5,
      MaxDelaySeconds: 30,
      JitterStrategy: 'FULL',
    };
    expect(
      retry({ ErrorEquals: ['States.Http.StatusCode.429'], ...all }, { ErrorEquals: ['States.ALL'] }),
    ).toEqual([]);
  });

  test.each<[object, string]>([
    [{ ErrorEquals: [] }, '/Retry[0]/ErrorEquals: Value cannot be empty'],
    [{}, '/Retry[0]: These fields are required: [ErrorEquals]'],
    [{ IntervalSeconds: -1 }, '/IntervalSeconds: Minimum value is 0'],
    [{ IntervalSeconds: '{% 1 %}' }, '/IntervalSeconds: Expected value of type Integer'],
    [{ MaxAttempts: -1 }, '/MaxAttempts: Minimum value is 0'],
    [{ BackoffRate: 0.5 }, '/BackoffRate: Minimum value is 1'],
    [{ IntervalSeconds: 5, MaxDelaySeconds: 5 }, '/MaxDelaySeconds: The value must be above IntervalSeconds'],
    [{ MaxDelaySeconds: 31_622_401 }, 'Maximum value is 31622400'],
    [{ JitterStrategy: 'full' }, '/JitterStrategy: Value should be one of the following: [NONE, FULL]'],
    [{ Jitter: 'FULL' }, "/Retry[0]: Field 'Jitter' is not supported"],
  ])('the retrier %j is rejected', (fields, message) => {
    const named = 'ErrorEquals' in fields || Object.keys(fields).length === 0;
    expect(retry(named ? fields : { ErrorEquals: ['E'], ...fields }).join('\n')).toContain(message);
  });

  test('States.ALL stands alone and last, because what follows it would never be reached', () => {
    const message = 'States.ALL must appear alone and at end of list';
    const all = { ErrorEquals: ['States.ALL'] };
    expect(retry(all, { ErrorEquals: ['E'] })).toEqual([`/States/A/Retry[0]/ErrorEquals: ${message}`]);
    expect(retry({ ErrorEquals: ['States.ALL', 'E'] })).toEqual([
      `/States/A/Retry[0]/ErrorEquals: ${message}`,
    ]);
    expect(
      caught([
        { ...all, Next: 'B' },
        { ErrorEquals: ['E'], Next: 'B' },
      ]),
    ).toEqual([`/States/A/Catch[0]/ErrorEquals: ${message}`]);
  });

  test('a catcher has a Next, and no fields of JSONPath', () => {
    expect(caught([{ ErrorEquals: ['E'] }])).toContain(
      '/States/A/Catch[0]: These fields are required: [Next]',
    );
    expect(caught([{ ErrorEquals: ['E'], Next: 'B', ResultPath: '$.e' }])).toEqual([
      "/States/A/Catch[0]: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage",
    ]);
    expect(caught({ ErrorEquals: ['E'], Next: 'B' })).toContain('/States/A/Catch: The value must be a list');
  });
});
