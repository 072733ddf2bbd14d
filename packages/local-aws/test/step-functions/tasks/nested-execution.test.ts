import { FakeAuthorizer, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';
import type { Json } from '../../../src/json';

const childArn = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:Child';
const childExecutionArn = 'arn:aws:states:ap-northeast-1:123456789012:execution:Child:upload-1';
const start = { StateMachineArn: childArn, Name: 'upload-1', Input: { policyId: 'p' } };
const syncResource = 'states:startExecution.sync:2';
let aws: FakeServer;

beforeEach(async () => {
  aws = await startFakeAws();
  aws.handlers['StartExecution'] = () => ({
    body: { executionArn: childExecutionArn, startDate: 1_700_000_000.25 },
  });
  aws.handlers['StopExecution'] = () => ({ body: { stopDate: 1_700_000_003 } });
});
afterEach(() => aws.stop());

function childEnds(end: object): void {
  let polls = 0;
  aws.handlers['DescribeExecution'] = () => {
    const running = { executionArn: childExecutionArn, status: 'RUNNING', startDate: 1_700_000_000.25 };
    const common = { input: '{"policyId":"p"}', inputDetails: { included: true }, name: 'upload-1' };
    polls += 1;
    return { body: { ...running, ...common, ...(polls > 1 && { stopDate: 1_700_000_002, ...end }) } };
  };
}

const sent = (operation: string): Json => {
  const received = aws.received.find((request) => request.operation === operation);
  return JSON.parse(received!.body) as Json;
};

test('a started child gets its input as JSON text and the requested name', async () => {
  const result = await runnerOf(aws)('states:startExecution', start);
  expect(sent('StartExecution')).toEqual({
    stateMachineArn: childArn,
    name: 'upload-1',
    input: '{"policyId":"p"}',
  });
  expect(result).toMatchObject({
    ExecutionArn: childExecutionArn,
    StartDate: 1_700_000_000_250,
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
  expect(aws.operations()).toEqual(['AssumeRole', 'StartExecution']);
});

test('.sync:2 waits for the child and returns its output parsed, with times in milliseconds', async () => {
  childEnds({ status: 'SUCCEEDED', output: '{"downloadS3Keys":["a"]}', outputDetails: { included: true } });
  const submitted: Json[] = [];
  const result = await runnerOf(aws)(syncResource, start, {
    onSubmitted: (output) => submitted.push(output),
  });
  expect(result).toEqual({
    ExecutionArn: childExecutionArn,
    Input: { policyId: 'p' },
    InputDetails: { Included: true },
    Name: 'upload-1',
    Output: { downloadS3Keys: ['a'] },
    OutputDetails: { Included: true },
    StartDate: 1_700_000_000_250,
    Status: 'SUCCEEDED',
    StopDate: 1_700_000_002_000,
  });
  expect(submitted).toMatchObject([{ ExecutionArn: childExecutionArn, StartDate: 1_700_000_000_250 }]);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
  'a child that ends %s is States.TaskFailed, and its cause describes the child',
  async (status) => {
    childEnds({ status, error: 'Child.Error', cause: 'why' });
    const error = await failure(runnerOf(aws)(syncResource, start));
    expect(error.error).toBe('States.TaskFailed');
    expect(JSON.parse(error.cause)).toMatchObject({
      Status: status,
      Error: 'Child.Error',
      Cause: 'why',
      Input: '{"policyId":"p"}',
      StopDate: 1_700_000_002_000,
    });
  },
);

test.each([
  ['StateMachineDoesNotExist', 'StepFunctions.StateMachineDoesNotExistException'],
  ['ExecutionAlreadyExists', 'StepFunctions.ExecutionAlreadyExistsException'],
])('%s is the error %s', async (type, name) => {
  aws.handlers['StartExecution'] = () => ({ status: 400, body: { __type: type, message: 'Why.' } });
  const error = await failure(runnerOf(aws)('states:startExecution', start));
  expect(error.error).toBe(name);
  expect(error.cause).toBe(
    `Why. (Service: AWSStepFunctions; Status Code: 400; Error Code: ${type}; Request ID: request-1; Proxy: null)`,
  );
});

test('a task that is stopped stops its child, so that it does not run on unwatched', async () => {
  const stop = new AbortController();
  aws.handlers['DescribeExecution'] = () => {
    stop.abort(new Error('States.Timeout'));
    return { body: { executionArn: childExecutionArn, status: 'RUNNING', startDate: 1 } };
  };
  const task = runnerOf(aws)(syncResource, start, { signal: stop.signal });
  await expect(task).rejects.toThrow('States.Timeout');
  expect(sent('StopExecution')).toMatchObject({
    executionArn: childExecutionArn,
    cause: expect.stringContaining('was aborted'),
  });
});

test('.sync:2 needs the child, its execution and the rule that watches it', async () => {
  childEnds({ status: 'SUCCEEDED', output: '{}' });
  const authorizer = new FakeAuthorizer();
  await runnerOf(aws, { authorizer })(syncResource, start);
  const rule =
    'arn:aws:events:ap-northeast-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';
  expect(authorizer.asked).toEqual([
    { action: 'states:StartExecution', resource: childArn },
    { action: 'states:DescribeExecution', resource: childExecutionArn },
    { action: 'states:StopExecution', resource: childExecutionArn },
    { action: 'events:PutTargets', resource: rule },
    { action: 'events:PutRule', resource: rule },
    { action: 'events:DescribeRule', resource: rule },
  ]);
});

test.each(['states:StartExecution', 'states:StopExecution', 'events:PutRule'])(
  'without %s no child starts',
  async (action) => {
    const authorizer = new FakeAuthorizer();
    authorizer.denied.add(action);
    const error = await failure(runnerOf(aws, { authorizer })(syncResource, start));
    expect(error.error).toBe('StepFunctions.AWSStepFunctionsException');
    expect(error.cause).toContain(`not authorized to perform: ${action}`);
    expect(aws.operations()).toEqual(['AssumeRole']);
  },
);
