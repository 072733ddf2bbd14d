import { testState } from '../../../src/step-functions/interpreter/state-test';
import { StatesError, type TaskCall } from '../../../src/step-functions/types';
import type { State } from '../../../src/step-functions/interpreter/definition';
import type { Json } from '../../../src/json';
import { FakeClock, task } from './helpers';

interface Options {
  readonly input?: Json;
  readonly variables?: Record<string, Json>;
  readonly runTask?: (call: TaskCall) => Json | Promise<Json>;
}

function tested(state: object, { input = {}, variables = {}, runTask = () => ({}) }: Options = {}) {
  return testState({
    name: 'StateName',
    state: state as State,
    variables,
    options: {
      definition: '',
      input: JSON.stringify(input),
      executionArn: 'arn:aws:states:ap-northeast-1:123456789012:express:machine:run',
      executionName: 'run',
      stateMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:machine',
      stateMachineName: 'machine',
      roleArn: '',
      runTask: async (call) => runTask(call),
      clock: new FakeClock(),
      signal: new AbortController().signal,
      testsState: true,
      onEvent: () => undefined,
    },
  });
}

const failing = () => {
  throw new StatesError('Stripe.Down', 'no answer');
};

test('a Pass shows its output, where it leads and all variables after it', async () => {
  const state = {
    Type: 'Pass',
    Assign: { sum: '{% $a + 1 %}' },
    Output: '{% $states.context %}',
    Next: 'Then',
  };
  expect(await tested(state, { input: { n: 1 }, variables: { a: 1 } })).toEqual({
    status: 'SUCCEEDED',
    output: {
      Execution: {
        Id: expect.stringContaining(':express:') as string,
        Input: { n: 1 },
        Name: 'run',
        RoleArn: null,
        StartTime: expect.any(String) as string,
      },
      StateMachine: expect.any(Object) as object,
      State: { Name: 'StateName', EnteredTime: expect.any(String) as string },
    },
    nextState: 'Then',
    variables: { a: 1, sum: 2 },
  });
});

test('a Choice shows which way it takes', async () => {
  const state = {
    Type: 'Choice',
    Choices: [{ Condition: '{% $states.input.n > 1 %}', Next: 'Many' }],
    Default: 'One',
  };
  expect(await tested(state, { input: { n: 2 } })).toMatchObject({ nextState: 'Many', output: { n: 2 } });
  expect(await tested(state, { input: { n: 1 } })).toMatchObject({ nextState: 'One' });
});

test('a Wait is waited for, a Fail fails with its own error, and what fails in an expression is told', async () => {
  expect(await tested({ Type: 'Wait', Seconds: 10, End: true })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await tested({ Type: 'Fail', Error: 'Wrong', Cause: 'input' })).toMatchObject({
    status: 'FAILED',
    failure: { error: 'Wrong', cause: 'input' },
  });
  expect(await tested({ Type: 'Pass', Output: '{% $nothing %}', End: true })).toMatchObject({
    status: 'FAILED',
    failure: { error: 'States.QueryEvaluationError' },
  });
});

test('a failure that would be retried is told with the delay, and the task is not called again', async () => {
  let calls = 0;
  const Retry = [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['Stripe.Down'], IntervalSeconds: 7 }];
  const runTask = () => {
    calls += 1;
    return failing();
  };
  expect(await tested(task({ Retry }), { runTask })).toMatchObject({
    status: 'RETRIABLE',
    failure: { error: 'Stripe.Down', cause: 'no answer' },
    errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 7 },
  });
  expect(calls).toBe(1);
});

test('a failure that is caught shows the output of the catcher, its variables and where it leads', async () => {
  const Catch = [
    { ErrorEquals: ['Other'], Next: 'Never' },
    {
      ErrorEquals: ['States.ALL'],
      Assign: { why: '{% $states.errorOutput.Cause %}' },
      Output: { failed: '{% $states.errorOutput.Error %}' },
      Next: 'Log',
    },
  ];
  const Retry = [{ ErrorEquals: ['Stripe.Down'], MaxAttempts: 0 }];
  expect(await tested(task({ Catch, Retry }), { runTask: failing })).toMatchObject({
    status: 'CAUGHT_ERROR',
    failure: { error: 'Stripe.Down' },
    output: { failed: 'Stripe.Down' },
    nextState: 'Log',
    errorDetails: { catchIndex: 1 },
    variables: { why: 'no answer' },
  });
});

test('a test ends after five minutes', async () => {
  const runTask = (): Promise<Json> => new Promise(() => undefined);
  expect(await tested(task(), { runTask })).toMatchObject({
    status: 'FAILED',
    failure: { error: 'States.Timeout' },
  });
});
